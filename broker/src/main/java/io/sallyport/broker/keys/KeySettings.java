package io.sallyport.broker.keys;

import io.sallyport.policies.id.GroupName;
import java.time.Duration;
import java.util.Set;

/**
 * What the operator wants of keys that people add themselves.
 *
 * @param longest no such key lives longer; {@link #SHORTEST} to {@link #LONGEST}
 * @param secondApproval whose members' new keys wait for somebody else's yes, beside everybody who decides, looks after or administers
 * @param dormancy without a sign of somebody for so long, they are held; bounds as of {@code longest}
 */
public record KeySettings(Duration longest, Set<GroupName> secondApproval, Duration dormancy) {
    public static final Duration SHORTEST = Duration.ofDays(1);
    public static final Duration LONGEST = Duration.ofDays(3650);
    public static final KeySettings DEFAULT = new KeySettings(Duration.ofDays(730), Set.of(),
            Duration.ofDays(90));

    public KeySettings {
        if (longest.compareTo(SHORTEST) < 0 || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("keys live 1 to 3650 days");
        }
        if (dormancy.compareTo(SHORTEST) < 0 || dormancy.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("nobody is held before a day or after 3650");
        }
        secondApproval = Set.copyOf(secondApproval);
    }
}
