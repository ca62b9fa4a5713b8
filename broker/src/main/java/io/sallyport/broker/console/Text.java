package io.sallyport.broker.console;

import io.sallyport.wire.text.Sanitize;
import java.util.stream.Collectors;

/**
 * Foreign text on its way to a page or an answer: what is invisible or turns the reading order is made visible. Escaping
 * for HTML or JSON is done where the text is put in.
 */
final class Text {
    private Text() {}

    /** Line ends stay, everything else that can't be seen shows. */
    static String plain(String foreign) {
        return foreign.lines().map(Sanitize::terminal).collect(Collectors.joining("\n"));
    }

    /** Two letters for a face that we do not have. */
    static String initials(String fullName) {
        String letters = fullName.strip().codePoints().filter(Character::isLetter).limit(1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        int space = fullName.strip().lastIndexOf(' ');
        String second = space < 0
                ? ""
                : fullName.strip().substring(space + 1).codePoints()
                        .filter(Character::isLetter).limit(1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
        return (letters + second).toUpperCase(java.util.Locale.ROOT);
    }
}
