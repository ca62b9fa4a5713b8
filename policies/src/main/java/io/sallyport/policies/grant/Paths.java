package io.sallyport.policies.grant;

import java.util.List;
import java.util.Optional;

/**
 * Which files SFTP may touch: any, none, or those that match a pattern in every one of some lists.
 *
 * <p>A pattern is an absolute path: {@code *} matches inside one name, {@code **} as the last name matches everything
 * below, and the directory itself. Whether a name is a link that leads elsewhere is for the host to find out before
 * it asks.
 *
 * @param lists every list must have a pattern that matches; no list = anything, an empty list = nothing
 */
public record Paths(List<List<String>> lists) {

    /** @throws IllegalArgumentException when a pattern is malformed or there are too many */
    public Paths {
        lists = new PatternLists(lists).lists();
        lists.forEach(list -> list.forEach(PathPattern::require));
    }

    public static Paths any() {
        return new Paths(PatternLists.ANY.lists());
    }

    public static Paths none() {
        return new Paths(PatternLists.NONE.lists());
    }

    /** One list of patterns. */
    public static Paths of(List<String> patterns) {
        return new Paths(List.of(patterns));
    }

    public boolean isAny() {
        return lists.isEmpty();
    }

    public boolean isNone() {
        return lists.equals(PatternLists.NONE.lists());
    }

    /** Whether an absolute path may be touched. One that is not absolute, or has {@code .} or {@code ..}, may not. */
    public boolean allows(String absolutePath) {
        Optional<List<String>> names = PathPattern.names(absolutePath);
        return names.isPresent()
                && PatternLists.allow(lists, pattern -> PathPattern.matches(pattern, names.get()));
    }

    Paths meet(Paths other) {
        return new Paths(asLists().meet(other.asLists()).lists());
    }

    private PatternLists asLists() {
        return new PatternLists(lists);
    }

    @Override
    public String toString() {
        return asLists().text();
    }
}
