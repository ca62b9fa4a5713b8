package io.sallyport.policies.grant;

import java.util.List;
import java.util.Optional;

/**
 * Which command lines may be run: any, none, or those that match a pattern in every one of some lists.
 *
 * <p>A pattern is itself a command line: {@code *} matches inside one word, {@code **} as the last word matches any
 * further words, also none. Words are compared, not text: a host that enforces patterns runs exactly the words of
 * {@link #words(String)} and never hands the line to a shell, which could read it differently.
 *
 * @param lists every list must have a pattern that matches; no list = anything, an empty list = nothing
 */
public record Commands(List<List<String>> lists) {

    /** @throws IllegalArgumentException when a pattern is malformed or there are too many */
    public Commands {
        lists = new PatternLists(lists).lists();
        lists.forEach(list -> list.forEach(CommandPattern::require));
    }

    public static Commands any() {
        return new Commands(PatternLists.ANY.lists());
    }

    public static Commands none() {
        return new Commands(PatternLists.NONE.lists());
    }

    /** One list of patterns. */
    public static Commands of(List<String> patterns) {
        return new Commands(List.of(patterns));
    }

    /** Whether every command line is allowed, also those a shell has to interpret. */
    public boolean isAny() {
        return lists.isEmpty();
    }

    public boolean isNone() {
        return lists.equals(PatternLists.NONE.lists());
    }

    /** Whether this very command line may be run. A line that only a shell can read passes {@link #any()} alone. */
    public boolean allows(String commandLine) {
        return isAny() || words(commandLine).isPresent();
    }

    /**
     * The words to execute directly, when patterns are in force and the line passes them all; empty = refused.
     * Not to be asked when {@link #isAny()}: such a line belongs to the login shell as it stands.
     */
    public Optional<List<String>> words(String commandLine) {
        return CommandLine.words(commandLine)
                .filter(words -> PatternLists.allow(lists,
                        pattern -> CommandPattern.matches(pattern, words)));
    }

    Commands meet(Commands other) {
        return new Commands(asLists().meet(other.asLists()).lists());
    }

    private PatternLists asLists() {
        return new PatternLists(lists);
    }

    @Override
    public String toString() {
        return asLists().text();
    }
}
