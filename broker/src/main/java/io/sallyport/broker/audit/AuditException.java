package io.sallyport.broker.audit;

/** The journal or its projection failed. Nothing more is committed until the broker starts again: fail closed. */
public final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AuditException(String message) {
        super(message);
    }

    public AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
