package io.sallyport.wire.frame;

import io.sallyport.wire.Limits;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes as they come and gives whole bodies. Never holds more than one frame. One thread at a time.
 *
 * <pre>{@code
 * ByteBuffer bytes = ...;
 * for (Optional<byte[]> body = decoder.next(bytes); body.isPresent(); body = decoder.next(bytes)) { ... }
 * }</pre>
 */
public final class FrameDecoder {
    private final ByteBuffer header = ByteBuffer.allocate(Frames.HEADER);
    private @Nullable ByteBuffer body;

    /**
     * The next whole body, taking from {@code bytes} what it needs; empty once {@code bytes} is used up.
     * @throws FrameException a length is out of bounds; the decoder is then of no further use
     */
    public Optional<byte[]> next(ByteBuffer bytes) throws FrameException {
        ByteBuffer filling = body;
        if (filling == null) {
            move(bytes, header);
            if (header.hasRemaining()) {
                return Optional.empty();
            }
            filling = ByteBuffer.allocate(Frames.admitted(header.getInt(0), Limits.FRAME_BYTES));
            body = filling;
        }
        move(bytes, filling);
        if (filling.hasRemaining()) {
            return Optional.empty();
        }
        header.clear();
        body = null;
        return Optional.of(filling.array());
    }

    /** Whether the bytes so far end between two frames: what a clean end of the stream requires. */
    public boolean betweenFrames() {
        return body == null && header.position() == 0;
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int length = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), length);
        to.position(to.position() + length);
        from.position(from.position() + length);
    }
}
