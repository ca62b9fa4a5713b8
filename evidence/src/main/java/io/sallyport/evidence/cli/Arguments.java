package io.sallyport.evidence.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The words of a command line, taken one by one. For one thread. */
final class Arguments {
    private final Deque<String> words;

    Arguments(String... words) {
        this.words = new ArrayDeque<>(List.of(words));
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    String next() {
        return words.removeFirst();
    }

    /** The value behind {@code option}. @throws WrongUsage there is none */
    String value(String option) throws WrongUsage {
        if (words.isEmpty()) {
            throw new WrongUsage(option + " needs a value");
        }
        return words.removeFirst();
    }

    /** Everything that is left, after {@code --}. */
    List<String> rest() {
        List<String> rest = new ArrayList<>(words);
        words.clear();
        return rest;
    }

    /** The command line is wrong; the message says what to change. */
    static final class WrongUsage extends Exception {
        private static final long serialVersionUID = 1L;

        WrongUsage(String message) {
            super(message);
        }
    }
}
