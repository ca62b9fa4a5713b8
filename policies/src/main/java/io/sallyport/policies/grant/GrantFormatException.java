package io.sallyport.policies.grant;

/** Bytes that are not a grant. Never repeats values: they may come from an attacker. */
public final class GrantFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GrantFormatException(String message) {
        super(message);
    }
}
