package io.sallyport.broker.account;

/** What came of changing factors. */
public sealed interface FactorOutcome<T> {
    /** It was done. */
    record Done<T>(T value) implements FactorOutcome<T> {}

    /** It was not, and nothing changed. {@code text}: for the person, as it stands. */
    record Refused<T>(Why why, String text) implements FactorOutcome<T> {}

    /** Stable codes. */
    enum Why {
        /** Nobody opened the account for enrolment, or it is closed again. */
        NOT_OPEN,
        /** A second factor has to be shown, or shown again. */
        PROVE_FIRST,
        /** The key was proven too long ago. */
        TOO_OLD,
        /** The account is disabled. */
        DISABLED,
        /** The password won't do. */
        BAD_PASSWORD,
        /** The code is wrong, of another time, or for a secret that was shown too long ago. */
        BAD_CODE,
        /** The browser's answer does not fit what it was asked, or came too late. */
        BAD_PASSKEY,
        /** There are as many as there may be. */
        TOO_MANY,
        /** It is the last second factor. */
        LAST_ONE,
        /** There is no such factor. */
        NO_SUCH,
        /** Too much at once: try again. */
        BUSY
    }

    static <T> FactorOutcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> FactorOutcome<T> refused(Why why, String text) {
        return new Refused<>(why, text);
    }
}
