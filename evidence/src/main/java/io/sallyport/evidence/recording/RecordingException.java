package io.sallyport.evidence.recording;

/** The recorder cannot keep its promise: the disk failed, the file is in use, or it is not a recording. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordingException(String message) {
        super(message);
    }

    public RecordingException(String message, Throwable cause) {
        super(message, cause);
    }
}
