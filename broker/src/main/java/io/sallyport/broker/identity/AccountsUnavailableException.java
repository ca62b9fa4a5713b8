package io.sallyport.broker.identity;

/** The account directory does not answer, or not as it must. What was asked may or may not have happened. */
public final class AccountsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccountsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public AccountsUnavailableException(String message) {
        super(message);
    }
}
