package io.sallyport.evidence.recording;

import java.util.Optional;

/** Reads the frames of one chunk in order. For one thread. */
final class ChunkFrames {
    private final ChunkHeader header;
    private final FieldReader in;
    private long micros;

    /** {@code raw} is read while frames are taken: it must stay as it is until then. */
    ChunkFrames(ChunkHeader header, byte[] raw) {
        this.header = header;
        this.in = new FieldReader(raw, 0, header.rawLength());
        this.micros = header.firstMicros();
    }

    /** @throws Malformed the chunk holds something else, or its times do not fit its header */
    Optional<TimedFrame> next() {
        if (in.left() == 0) {
            if (micros != header.lastMicros()) {
                throw new Malformed("the chunk's last time is not what its header says");
            }
            return Optional.empty();
        }
        int type = in.octet();
        micros += in.number();
        if (micros < 0 || micros > header.lastMicros()) {
            throw new Malformed("a frame's time is out of range");
        }
        FieldReader payload = in.part(in.number(Format.MAX_CHUNK));
        return Optional.of(new TimedFrame(micros, FrameCodec.decode(type, payload)));
    }
}
