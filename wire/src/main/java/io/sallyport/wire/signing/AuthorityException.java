package io.sallyport.wire.signing;

/** The authority is not there, did not answer in time, or answered what is no answer. Nothing is known to be signed. */
public final class AuthorityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuthorityException(String message) {
        super(message);
    }

    AuthorityException(String message, Throwable cause) {
        super(message, cause);
    }
}
