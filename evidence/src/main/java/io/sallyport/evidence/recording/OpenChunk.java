package io.sallyport.evidence.recording;

import java.util.zip.Deflater;

/** The chunk that still takes frames, and its way into stored bytes. Owned by the recorder, under its lock. */
final class OpenChunk implements AutoCloseable {
    /** Most a frame costs before its payload: type, time, length. */
    private static final int FRAME_COST = 16;
    /** Most it costs beside its content: that, and channel, length and flag of input. */
    private static final int CONTENT_COST = FRAME_COST + 16;
    /** Less room than this is not worth a piece of content. */
    private static final int SMALLEST_PIECE = 4096;
    /** A chunk that did not shrink is likely followed by more of the kind: so many are stored without trying. */
    private static final int CHUNKS_NOT_TRIED = 7;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final FieldWriter frames = new FieldWriter(1024);
    private final FieldWriter payload = new FieldWriter(256);
    private byte[] record = new byte[1024];
    private long firstMicros;
    private long lastMicros;
    private int notToTry;

    boolean isEmpty() {
        return frames.length() == 0;
    }

    long firstMicros() {
        return firstMicros;
    }

    /** How many bytes of content still fit in one frame; 0 when it is not worth it. */
    int roomForContent() {
        int room = Format.MAX_CHUNK - frames.length() - CONTENT_COST;
        return room >= SMALLEST_PIECE ? room : 0;
    }

    /** Adds the frame; false when it does not fit any more. */
    boolean add(Frame frame, long micros) {
        payload.clear();
        FrameCodec.payload(frame, payload);
        if (frames.length() + payload.length() + FRAME_COST > Format.MAX_CHUNK) {
            return false;
        }
        if (isEmpty()) {
            firstMicros = micros;
            lastMicros = micros;
        }
        frames.octet(FrameCodec.type(frame)).number(micros - lastMicros).number(payload.length());
        frames.raw(payload.buffer(), 0, payload.length());
        lastMicros = micros;
        return true;
    }

    /**
     * Closes the chunk: header and stored bytes stand in {@link #record()} from its start on, with room for the hash behind
     * them. The chunk is empty afterwards.
     */
    ChunkHeader close(long sequence, boolean end, boolean crashSealed) {
        int raw = frames.length();
        int needed = ChunkHeader.LENGTH + raw + Format.HASH;
        if (record.length < needed) {
            record = new byte[Math.max(needed, Math.min(2 * record.length, Format.MAX_CHUNK + 128))];
        }
        int shrunk = shrink(raw);
        if (shrunk == 0) {
            System.arraycopy(frames.buffer(), 0, record, ChunkHeader.LENGTH, raw);
        }
        ChunkHeader header = new ChunkHeader(end, crashSealed,
                shrunk == 0 ? ChunkHeader.Codec.STORED : ChunkHeader.Codec.DEFLATE, sequence, raw,
                shrunk == 0 ? raw : shrunk, firstMicros, lastMicros);
        header.encode(record);
        frames.clear();
        return header;
    }

    /** The record that was closed last; owned by this chunk. */
    byte[] record() {
        return record;
    }

    /** The compressed length, or 0 when compression is not tried or does not help. */
    private int shrink(int raw) {
        if (notToTry > 0) {
            notToTry--;
            return 0;
        }
        deflater.reset();
        deflater.setInput(frames.buffer(), 0, raw);
        deflater.finish();
        int length = deflater.deflate(record, ChunkHeader.LENGTH, raw - 1);
        if (deflater.finished()) {
            return length;
        }
        notToTry = raw > Format.MAX_CHUNK / 2 ? CHUNKS_NOT_TRIED : 0;
        return 0;
    }

    @Override
    public void close() {
        deflater.close();
    }
}
