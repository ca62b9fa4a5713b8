package io.sallyport.wire.signing;

/** A body that is no request or no answer. Carries the refusal the authority answers with. Quotes nothing of the body. */
public final class SigningFormatException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String text;
    private final SigningRefusal refusal;

    SigningFormatException(SigningRefusal refusal, String message) {
        super(message);
        this.text = message;
        this.refusal = refusal;
    }

    SigningFormatException(String message) {
        this(SigningRefusal.MALFORMED, message);
    }

    public SigningRefusal refusal() {
        return refusal;
    }

    /** The message. */
    public String text() {
        return text;
    }
}
