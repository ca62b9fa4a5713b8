package io.sallyport.broker.ticket;

import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A secret that goes into one header and nowhere else: it has no text form. */
final class BearerToken {
    /** What RFC 6750 admits: nothing in it can end a header. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{1,4096}=*");
    private static final int MOST_BYTES = 8 * 1024;

    private final String secret;

    private BearerToken(String secret) {
        this.secret = secret;
    }

    /** @throws IOException with the file's name and never its content */
    static BearerToken read(Path file) throws IOException {
        String text = new String(OwnFiles.readSecret(file, MOST_BYTES), StandardCharsets.UTF_8).strip();
        if (!FORM.matcher(text).matches()) {
            throw new IOException(file + " does not hold a bearer token: one line of letters, digits and"
                    + " ._~+/-, then perhaps =");
        }
        return new BearerToken(text);
    }

    String header() {
        return "Bearer " + secret;
    }
}
