package io.sallyport.agent.tunnel;

import java.io.IOException;

/** The broker was reached and said no, or spoke nonsense; the text is ours and quotes the broker sanitized. */
public final class TunnelException extends IOException {
    private static final long serialVersionUID = 1L;

    TunnelException(String message) {
        super(message);
    }
}
