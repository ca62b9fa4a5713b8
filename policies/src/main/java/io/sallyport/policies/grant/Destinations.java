package io.sallyport.policies.grant;

import java.util.List;

/**
 * Where connections may be forwarded to: any, none, or what matches a pattern in every one of some lists.
 *
 * <p>A pattern is {@code host:port} or {@code CIDR:port}, IPv6 in brackets: {@code [fd00::/8]:5432}. Names are
 * compared as they are asked for, without looking them up: an answer of the name service is not a fact of the policy.
 *
 * @param lists every list must have a pattern that matches; no list = anything, an empty list = nothing
 */
public record Destinations(List<List<String>> lists) {

    /** @throws IllegalArgumentException when a pattern is malformed or there are too many */
    public Destinations {
        lists = new PatternLists(lists).lists();
        lists.forEach(list -> list.forEach(DestinationPattern::require));
    }

    public static Destinations any() {
        return new Destinations(PatternLists.ANY.lists());
    }

    public static Destinations none() {
        return new Destinations(PatternLists.NONE.lists());
    }

    /** One list of patterns. */
    public static Destinations of(List<String> patterns) {
        return new Destinations(List.of(patterns));
    }

    public boolean isAny() {
        return lists.isEmpty();
    }

    public boolean isNone() {
        return lists.equals(PatternLists.NONE.lists());
    }

    /** Whether a connection to this host (name or literal address) and port may be made. */
    public boolean allows(String host, int port) {
        return PatternLists.allow(lists, pattern -> DestinationPattern.matches(pattern, host, port));
    }

    Destinations meet(Destinations other) {
        return new Destinations(asLists().meet(other.asLists()).lists());
    }

    private PatternLists asLists() {
        return new PatternLists(lists);
    }

    @Override
    public String toString() {
        return asLists().text();
    }
}
