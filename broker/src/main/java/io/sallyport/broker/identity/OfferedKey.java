package io.sallyport.broker.identity;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;

/** A line that somebody gave as their public key. */
public sealed interface OfferedKey {
    /** Characters of a line; what is longer is not looked at. */
    int LONGEST = 4000;

    /** One that people may use. Whether somebody has it already is not looked at. */
    record Good(SshPublicKey key, KeyFingerprint fingerprint) implements OfferedKey {}

    /** None. {@code why} is a sentence for whoever gave it, and says nothing of the line. */
    record Bad(String why) implements OfferedKey {}

    /** Reads the one line of a {@code .pub} file. */
    static OfferedKey read(String line) {
        if (line.length() > LONGEST) {
            return new Bad("That is no SSH public key: it is too long.");
        }
        try {
            SshPublicKey key = SshPublicKey.parseLine(line.strip());
            return key.refusalForPeople().<OfferedKey>map(why -> new Bad("That key is refused: " + why))
                    .orElseGet(() -> new Good(key, new KeyFingerprint(key.fingerprint())));
        } catch (SshFormatException e) {
            return new Bad("That is no SSH public key: give the one line of the .pub file.");
        }
    }
}
