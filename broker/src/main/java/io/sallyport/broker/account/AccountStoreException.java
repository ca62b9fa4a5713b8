package io.sallyport.broker.account;

/** The accounts can't be read or written. The message names the file and never what is in it. */
public final class AccountStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccountStoreException(String message) {
        super(message);
    }

    AccountStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
