package io.sallyport.wire.cert;

import java.util.Locale;

/**
 * Why a certificate is not accepted. Codes are stable: never renamed, never reused, because auditors search for them.
 */
public enum RefusalReason {
    /** Not the bytes of a certificate: truncated, trailing bytes, wrong lengths, text that is not UTF-8, too large. */
    MALFORMED,
    /** The certificate, its subject key or its CA key has a type nobody here signs or admits. */
    KEY_TYPE,
    /** A certificate where a plain key belongs, as CA or as subject (the hole of CVE-2025-49825). */
    NESTED,
    /** A host certificate where a user certificate is wanted, or the other way round. */
    WRONG_ROLE,
    /** Signed by a key that is no CA of this role. */
    UNKNOWN_CA,
    /** Signed with an algorithm other than ssh-ed25519. */
    SIGNATURE_ALGORITHM,
    /** The signature does not verify. */
    BAD_SIGNATURE,
    /** From a demonstration, outside demo mode; or the mark is missing where it belongs. */
    DEMO,
    /** Validity inverted, for ever, or longer than we ever sign. */
    VALIDITY,
    /** Valid only later. */
    NOT_YET_VALID,
    /** Valid no more. */
    EXPIRED,
    /** No principal or several, characters outside the rule, or not the one that is wanted. */
    PRINCIPAL,
    /** A critical option is missing, unknown, double or out of order. */
    CRITICAL_OPTION,
    /** An extension is unknown, double, out of order, or has content. */
    EXTENSION,
    /** The reserved field holds something. */
    RESERVED,
    /** The source address is not exactly one address. */
    SOURCE_FORM,
    /** Used from another address than it was signed for. */
    SOURCE_MISMATCH,
    /** The grant is unreadable or too large. */
    GRANT_FORM,
    /** The grant speaks of another target, login, person or id than the certificate. */
    GRANT_MISMATCH,
    /** The grant names lists by their hash, and they did not come with the certificate, or are not a grant's. */
    GRANT_LISTS,
    /** The grant begins later. */
    GRANT_NOT_YET,
    /** The grant is over. */
    GRANT_OVER,
    /** The key id is not of the form we sign. */
    KEY_ID;

    /** The code as it stands in journals, logs and messages. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
