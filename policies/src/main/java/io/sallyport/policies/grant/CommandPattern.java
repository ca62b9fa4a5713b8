package io.sallyport.policies.grant;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One pattern over the words of a command line: {@code *} inside a word, {@code **} for the words that remain. */
final class CommandPattern {

    private static final int MOST_CHARACTERS = 512;

    private CommandPattern() {}

    /** What is wrong with a pattern, in words for the author of a policy; empty when nothing is. */
    static Optional<String> problem(String pattern) {
        if (pattern.isBlank() || !pattern.equals(pattern.strip()) || pattern.contains("  ")) {
            return Optional.of("a command pattern is words separated by one blank each");
        }
        if (pattern.length() > MOST_CHARACTERS) {
            return Optional.of("a command pattern has at most " + MOST_CHARACTERS + " characters");
        }
        if (pattern.chars().anyMatch(c -> c < 0x20 || c == 0x7f || "'\"\\$`;&|<>".indexOf(c) >= 0)) {
            return Optional
                    .of("quotes and characters that only a shell reads can't stand in a command pattern");
        }
        List<String> words = words(pattern);
        if (words.getFirst().contains("*")) {
            return Optional.of("the program itself must be written out, without *");
        }
        boolean early = words.subList(0, words.size() - 1).stream().anyMatch(word -> word.contains("**"));
        boolean glued = words.getLast().contains("**") && !words.getLast().equals("**");
        if (early || glued) {
            return Optional.of("** stands alone, as the last word");
        }
        return Optional.empty();
    }

    static void require(String pattern) {
        problem(pattern).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    static boolean matches(String pattern, List<String> words) {
        List<String> wanted = words(pattern);
        boolean open = wanted.getLast().equals("**");
        int fixed = open ? wanted.size() - 1 : wanted.size();
        if (open ? words.size() < fixed : words.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!Glob.matches(wanted.get(i), words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> words(String pattern) {
        return Arrays.asList(pattern.split(" ", -1));
    }
}
