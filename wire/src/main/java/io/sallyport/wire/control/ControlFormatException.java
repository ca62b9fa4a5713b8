package io.sallyport.wire.control;

/** A body that is no control message of this direction. The connection is to be closed. Quotes nothing of the body. */
public final class ControlFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    ControlFormatException(String message) {
        super(message);
    }

    ControlFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
