package io.sallyport.wire.frame;

import io.sallyport.wire.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A frame is a length of four bytes, big-endian, and that many bytes: 1 to {@link Limits#FRAME_BYTES}, where the caller names no other bound.
 * These functions block; {@link FrameDecoder} serves event loops.
 */
public final class Frames {
    static final int HEADER = 4;

    private Frames() {}

    /** The frame as it goes over the wire. @throws IllegalArgumentException empty or too large */
    public static byte[] encode(byte[] body) {
        return encode(body, Limits.FRAME_BYTES);
    }

    /** The same with another bound for the body. */
    public static byte[] encode(byte[] body, int mostBytes) {
        if (body.length == 0 || body.length > mostBytes) {
            throw new IllegalArgumentException("a frame of " + body.length + " bytes");
        }
        return ByteBuffer.allocate(HEADER + body.length).putInt(body.length).put(body).array();
    }

    /** Writes one frame in one call and flushes. One writer at a time. */
    public static void write(OutputStream out, byte[] body) throws IOException {
        out.write(encode(body));
        out.flush();
    }

    /**
     * The next body, or empty when the stream ended cleanly between two frames.
     * @throws FrameException the length is out of bounds, or the stream ended inside a frame
     */
    public static Optional<byte[]> read(InputStream in) throws IOException {
        return read(in, Limits.FRAME_BYTES);
    }

    /** The same with another bound for the body. */
    public static Optional<byte[]> read(InputStream in, int mostBytes) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length == 0) {
            return Optional.empty();
        }
        if (header.length < HEADER) {
            throw new FrameException("the stream ended inside a frame");
        }
        int length = admitted(ByteBuffer.wrap(header).getInt(), mostBytes);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new FrameException("the stream ended inside a frame");
        }
        return Optional.of(body);
    }

    static int admitted(int length, int mostBytes) throws FrameException {
        // A negative int is a length over two thousand million: refused by the same comparison.
        if (length < 1 || length > mostBytes) {
            throw new FrameException("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }
}
