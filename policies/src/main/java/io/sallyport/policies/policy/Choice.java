package io.sallyport.policies.policy;

import java.util.List;
import java.util.Set;

/**
 * Values that a field may have: any of some, or any but some.
 *
 * @param values not empty
 * @param complement whether it is all values but these
 */
record Choice(Set<String> values, boolean complement) {
    Choice {
        values = Set.copyOf(values);
    }

    /** A value that is absent is none of those listed. */
    boolean allows(String value) {
        return values.contains(value) != complement;
    }

    boolean allowsOneOf(Set<String> candidates) {
        for (String candidate : candidates) {
            if (values.contains(candidate)) {
                return !complement;
            }
        }
        return complement;
    }

    /** Whether every value of {@code other} is one of these. */
    boolean covers(Choice other) {
        if (!complement) {
            return !other.complement && values.containsAll(other.values);
        }
        return other.complement
                ? other.values.containsAll(values)
                : other.values.stream().noneMatch(values::contains);
    }

    /** Whether no value is one of both. */
    boolean excludes(Choice other) {
        if (complement && other.complement) {
            return false;
        }
        if (complement || other.complement) {
            return complement ? values.containsAll(other.values) : other.values.containsAll(values);
        }
        return other.values.stream().noneMatch(values::contains);
    }

    String text() {
        List<String> sorted = values.stream().sorted().toList();
        return (complement ? "anything but " : "") + String.join(" or ", sorted);
    }
}
