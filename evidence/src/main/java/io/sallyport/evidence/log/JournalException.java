package io.sallyport.evidence.log;

/** The journal is damaged, in use by another process, or its disk failed. After a failed write it is closed for good. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
