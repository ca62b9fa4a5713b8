package io.sallyport.broker.commands;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line as a shell would: blanks separate, quotes and backslashes keep together. Nothing is ever expanded,
 * so what a client's own shell left as it was arrives as it is. Pure.
 */
sealed interface Words {
    /** The words, in order. */
    record Split(List<String> words) implements Words {
        public Split {
            words = List.copyOf(words);
        }
    }

    /** Not a command line; {@code why} is a sentence. */
    record Unclear(String why) implements Words {}

    /** Most words a command of ours can sensibly have. */
    int MOST = 100;

    static Words of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'') {
                if (i + 1 == line.length()) {
                    return new Unclear("The command ends in a backslash with nothing behind it.");
                }
                i++;
                word.append(line.charAt(i));
                begun = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            return new Unclear(
                    "A quote is not closed. Your own shell takes one layer of quotes away: write --reason '\"two words\"'.");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words.size() <= MOST ? new Split(words) : new Unclear("That is more than " + MOST + " words.");
    }
}
