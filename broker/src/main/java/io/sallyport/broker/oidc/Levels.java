package io.sallyport.broker.oidc;

import io.sallyport.policies.policy.Mfa;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the provider's {@code acr} values mean here, as the operator says it. A value that is not listed means nothing: it is one factor, whatever
 * it is called. Immutable.
 */
public final class Levels {
    private final Map<Mfa, List<String>> values = new EnumMap<>(Mfa.class);

    /** @param values by level; a level above {@link Mfa#NONE}, each value in one list only */
    public Levels(Map<Mfa, List<String>> values) {
        values.forEach((level, names) -> this.values.put(level, List.copyOf(names)));
        if (this.values.containsKey(Mfa.NONE)) {
            throw new IllegalArgumentException("no value is needed for no second factor");
        }
    }

    /** What the provider's word is worth; an absent word is worth nothing. */
    Mfa of(Optional<String> acr) {
        return acr.flatMap(value -> values.entrySet().stream().filter(each -> each.getValue().contains(value))
                .map(Map.Entry::getKey).findFirst()).orElse(Mfa.NONE);
    }

    /** Everything that is at least {@code level}, weakest first; empty for {@link Mfa#NONE}. */
    List<String> valuesFor(Mfa level) {
        List<String> found = new ArrayList<>();
        if (level != Mfa.NONE) {
            values.forEach((each, names) -> {
                if (each.compareTo(level) >= 0) {
                    found.addAll(names);
                }
            });
        }
        return List.copyOf(found);
    }

    /** Whether the provider has a word for {@code level} at all. */
    boolean reach(Mfa level) {
        return level == Mfa.NONE || !valuesFor(level).isEmpty();
    }
}
