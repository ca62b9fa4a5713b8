package io.sallyport.wire.signing;

import java.util.Locale;
import java.util.Optional;

/** Why the authority refuses. Codes are stable: never renamed, never reused. */
public enum SigningRefusal {
    /** No message of the table, or a field of it is wrong. */
    MALFORMED,
    /** The keys are sealed. */
    SEALED,
    /** The keys are not sealed, so there is nothing to unseal. */
    NOT_SEALED,
    /** The wrong passphrase. */
    PASSPHRASE,
    /** Too many of these in a short time. Try later. */
    RATE,
    /** A key type that is not admitted. */
    KEY_TYPE,
    /** The grant cannot be read. */
    GRANT_FORM,
    /** The grant has not begun. */
    GRANT_NOT_YET,
    /** The grant is over, or so nearly that no certificate fits in. */
    GRANT_OVER,
    /** The grant is longer than any may be. */
    GRANT_LENGTH,
    /** A standard grant that nobody approved, or that the person who asked approved. */
    GRANT_APPROVAL,
    /** The source is not one address of one machine. */
    SOURCE,
    /** No host names, too many, double, or one that is no plain host name. */
    NAMES,
    /** The issuance could not be written to the journal. Nothing was signed. */
    JOURNAL;

    /** The code as it stands in messages, journals and logs. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<SigningRefusal> ofCode(String code) {
        for (SigningRefusal refusal : values()) {
            if (refusal.code().equals(code)) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }
}
