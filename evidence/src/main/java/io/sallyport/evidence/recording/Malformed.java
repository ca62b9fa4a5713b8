package io.sallyport.evidence.recording;

/** These bytes are no part of a recording. The message never repeats them. Caught inside this package. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        // No stack trace: hostile input must not be able to make refusals expensive.
        super(message, null, false, false);
    }
}
