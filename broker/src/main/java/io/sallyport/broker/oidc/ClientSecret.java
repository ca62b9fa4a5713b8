package io.sallyport.broker.oidc;

import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What proves to the provider that it is this broker who asks. It has no text form. */
final class ClientSecret {
    private static final int MOST_BYTES = 1024;

    private final String secret;

    private ClientSecret(String secret) {
        this.secret = secret;
    }

    /** @throws IOException with the file's name and never its content */
    static ClientSecret read(Path file) throws IOException {
        String text = new String(OwnFiles.readSecret(file, MOST_BYTES), StandardCharsets.UTF_8).strip();
        if (!text.matches("[!-~]{16,512}")) {
            throw new IOException(file + " does not hold a client secret: one line of 16 to 512 printable"
                    + " ASCII characters");
        }
        return new ClientSecret(text);
    }

    /** RFC 6749 section 2.3.1. */
    ClientSecretBasic of(String clientId) {
        return new ClientSecretBasic(new ClientID(clientId), new Secret(secret));
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
