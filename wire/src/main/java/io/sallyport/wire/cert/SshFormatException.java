package io.sallyport.wire.cert;

/** Bytes or text that are no SSH key, certificate or trust bundle. The message names what is wrong and quotes nothing. */
public final class SshFormatException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String text;
    private final RefusalReason reason;

    SshFormatException(RefusalReason reason, String message) {
        super(message);
        this.text = message;
        this.reason = reason;
    }

    SshFormatException(String message) {
        this(RefusalReason.MALFORMED, message);
    }

    /** The reason a certificate with this flaw is refused for. */
    public RefusalReason reason() {
        return reason;
    }

    /** The message. */
    public String text() {
        return text;
    }
}
