package io.sallyport.broker.recording;

/** The vault's disk failed. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RecordingException(String message, Throwable cause) {
        super(message, cause);
    }
}
