package io.sallyport.broker.commands;

import io.sallyport.broker.identity.OfferedKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The line of a {@code .pub} file that somebody sends on standard input. */
final class PipedLine {
    private PipedLine() {}

    /** The first line with something in it: everything behind it is a comment that ssh-keygen does not write. Empty: there is none. */
    static Optional<String> first(InputStream in) {
        try {
            String text = new String(in.readNBytes(OfferedKey.LONGEST + 1), StandardCharsets.UTF_8);
            return text.lines().map(String::strip).filter(each -> !each.isEmpty()).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
