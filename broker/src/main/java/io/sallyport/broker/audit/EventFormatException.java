package io.sallyport.broker.audit;

/** Bytes that are not an event of a known type in canonical form. */
public final class EventFormatException extends Exception {
    private static final long serialVersionUID = 1;

    EventFormatException(String message) {
        super(message);
    }

    EventFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
