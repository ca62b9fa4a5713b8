package io.sallyport.wire.frame;

import java.io.IOException;

/** The peer sent what is not a frame, or the stream ended inside one. The connection is of no further use. */
public final class FrameException extends IOException {
    private static final long serialVersionUID = 1L;

    public FrameException(String message) {
        super(message);
    }
}
