package io.sallyport.broker.account;

import io.sallyport.wire.Secret;
import java.time.Instant;

/** An app on a phone: knows the secret that was typed into it, and shows codes. */
public final class AuthenticatorApp {
    private final Secret secret;

    /** @param base32 as a page shows it, blanks and all */
    public AuthenticatorApp(String base32) {
        byte[] bytes = new byte[Totp.SECRET_BYTES];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (char letter : base32.replace(" ", "").toCharArray()) {
            held = held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        this.secret = Secret.of(bytes);
    }

    public String code(Instant at) {
        return Totp.code(secret, Totp.step(at));
    }

    Secret secret() {
        return secret;
    }
}
