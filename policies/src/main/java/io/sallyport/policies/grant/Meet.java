package io.sallyport.policies.grant;

import io.sallyport.policies.id.GroupName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tighter of two rights, field by field. Commutative, associative, idempotent, never wider than either side.
 *
 * <p>The one place where rights are put together: rule, profile, limits, approver's narrowing, and on the host the
 * ceiling. Lists meet as "all of these lists must match" (see {@link PatternLists}).
 */
public final class Meet {

    private Meet() {}

    /** Both at once. @throws IllegalArgumentException when more lists come together than can be held */
    public static Rights of(Rights a, Rights b) {
        return new Rights(a.shell() && b.shell(), a.pty() && b.pty(), a.exec().meet(b.exec()),
                a.sftp().meet(b.sftp()),
                a.forward().meet(b.forward()), a.reverse().meet(b.reverse()),
                a.agentForwarding() && b.agentForwarding(), a.x11() && b.x11(), a.sudo().meet(b.sudo()),
                a.record().meet(b.record()), observers(a.observers(), b.observers()),
                shorter(a.idle(), b.idle()),
                Math.min(a.concurrent(), b.concurrent()));
    }

    /** Both at once, where the result has to stand in a grant. @throws IllegalArgumentException when no grant can carry it */
    public static Rights inGrant(Rights a, Rights b) {
        Rights both = of(a, b);
        if (!GrantLists.fit(both)) {
            throw new IllegalArgumentException("more limits than one grant can hold");
        }
        return both;
    }

    private static List<Observer> observers(List<Observer> a, List<Observer> b) {
        Map<GroupName, Observer> byGroup = new TreeMap<>();
        Stream.concat(a.stream(), b.stream()).forEach(one -> byGroup.merge(one.from(), one, Observer::meet));
        return List.copyOf(byGroup.values());
    }

    private static Optional<Duration> shorter(Optional<Duration> a, Optional<Duration> b) {
        return Stream.concat(a.stream(), b.stream()).min(Duration::compareTo);
    }
}
