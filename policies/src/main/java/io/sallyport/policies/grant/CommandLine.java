package io.sallyport.policies.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a command line into words the way a shell does, for the lines on which every shell agrees, and refuses all
 * others. What a shell would expand, redirect or chain has no words here: the check would see another command than
 * the one that runs.
 */
final class CommandLine {

    /** A command line longer than this is no work of a person and is refused unread. */
    static final int MOST_CHARACTERS = 8 * 1024;

    private static final String SHELL_CHARACTERS = ";&|<>()$`\\*?[]#~{}!^%=";

    private CommandLine() {}

    static Optional<List<String>> words(String line) {
        if (line.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
                continue;
            }
            var word = new StringBuilder();
            at = word(line, at, word);
            if (at < 0) {
                return Optional.empty();
            }
            words.add(word.toString());
        }
        // An empty first word, or one that begins like an option, names no program.
        boolean program = !words.isEmpty() && !words.getFirst().isEmpty()
                && !words.getFirst().startsWith("-");
        return program ? Optional.of(List.copyOf(words)) : Optional.empty();
    }

    /** Appends the word that starts at {@code at}; returns where it ends, or -1 when only a shell could read it. */
    private static int word(String line, int start, StringBuilder word) {
        int at = start;
        while (at < line.length() && line.charAt(at) != ' ') {
            char c = line.charAt(at);
            if (c == '\'' || c == '"') {
                int end = line.indexOf(c, at + 1);
                if (end < 0 || !plain(line, at + 1, end, c == '"' ? "$`\\!" : "")) {
                    return -1;
                }
                word.append(line, at + 1, end);
                at = end + 1;
            } else if (c < 0x20 || c == 0x7f || shellWouldRead(line, at, start)) {
                return -1;
            } else {
                word.append(c);
                at++;
            }
        }
        return at;
    }

    /** {@code =} and {@code %} are ordinary inside a word, such as {@code --since=1h}, but not at its start. */
    private static boolean shellWouldRead(String line, int at, int start) {
        char c = line.charAt(at);
        boolean ordinaryInside = at > start && (c == '=' || c == '%' || c == '^' || c == '#' || c == '~');
        // NAME=value before a program sets its environment instead of being its first word.
        boolean assignment = c == '=' && line.substring(0, start).isBlank();
        return SHELL_CHARACTERS.indexOf(c) >= 0 && (!ordinaryInside || assignment);
    }

    private static boolean plain(String line, int from, int to, String refused) {
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (c < 0x20 || c == 0x7f || refused.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }
}
