package io.sallyport.broker.tunnel;

/** The agent could not be reached through, now. The message is a sentence for the engineer. */
public final class TunnelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String text;

    public TunnelException(String text) {
        super(text);
        this.text = text;
    }

    /** The sentence for the engineer. */
    public String text() {
        return text;
    }
}
