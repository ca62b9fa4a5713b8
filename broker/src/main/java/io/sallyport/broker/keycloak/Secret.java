package io.sallyport.broker.keycloak;

import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** A secret of one line: from a file of mode 0600, or typed. It has no text form. */
public final class Secret {
    private static final int MOST_BYTES = 4096;
    private static final int RANDOM_BYTES = 32;

    private final String secret;

    private Secret(String secret) {
        this.secret = secret;
    }

    /** One that somebody typed. @throws IOException it is not one line of text */
    public static Secret typed(char[] text) throws IOException {
        return of(new String(text), "what was typed");
    }

    /** @throws IOException unreadable, others may read it, or not one line of text; with the file's name and never its content */
    public static Secret read(Path file) throws IOException {
        return of(new String(OwnFiles.readSecret(file, MOST_BYTES), StandardCharsets.UTF_8).strip(),
                file.toString());
    }

    private static Secret of(String text, String place) throws IOException {
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IOException(place + " does not hold one line with a secret");
        }
        return new Secret(text);
    }

    /** The secret of the file, which is made with 256 random bits when it is missing. @throws IOException as {@link #read} */
    static Secret readOrMake(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[RANDOM_BYTES];
            random.nextBytes(bytes);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            OwnFiles.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return read(file);
    }

    String text() {
        return secret;
    }
}
