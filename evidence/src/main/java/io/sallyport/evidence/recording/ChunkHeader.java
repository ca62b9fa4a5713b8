package io.sallyport.evidence.recording;

import java.nio.ByteBuffer;

/**
 * What stands before a chunk's stored bytes: docs/formats/recording.md §3. The check sum makes a broken length visible
 * before anybody waits for, or allocates, that many bytes; integrity comes from the chain hash behind the bytes.
 */
record ChunkHeader(boolean end, boolean crashSealed, Codec codec, long sequence, int rawLength,
        int storedLength,
        long firstMicros, long lastMicros) {
    static final byte TYPE = 'C';
    static final int LENGTH = 36;
    private static final int END = 1;
    private static final int CRASH_SEALED = 2;

    /** How the bytes are stored. */
    enum Codec {
        STORED(0), DEFLATE(1);

        private final int code;

        Codec(int code) {
            this.code = code;
        }

        static Codec of(int code) {
            return switch (code) {
                case 0 -> STORED;
                case 1 -> DEFLATE;
                default -> throw new Malformed("the chunk is stored in a way this program does not know");
            };
        }
    }

    int recordLength() {
        return LENGTH + storedLength + Format.HASH;
    }

    /** Writes the header at the start of {@code record}. */
    void encode(byte[] record) {
        ByteBuffer out = ByteBuffer.wrap(record);
        out.put(TYPE).put((byte) ((end ? END : 0) | (crashSealed ? CRASH_SEALED : 0)));
        out.put((byte) codec.code).put((byte) 0);
        out.putInt((int) sequence).putInt(rawLength).putInt(storedLength).putLong(firstMicros)
                .putLong(lastMicros);
        out.putInt(Format.crc(record, 0, LENGTH - 4));
    }

    /** @throws Malformed it is no chunk header, or a number in it is out of range */
    static ChunkHeader decode(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record, 0, LENGTH);
        if (in.getInt(LENGTH - 4) != Format.crc(record, 0, LENGTH - 4)) {
            throw new Malformed("the check sum of the chunk's header is wrong");
        }
        int type = in.get();
        int flags = in.get();
        Codec codec = Codec.of(in.get());
        int reserved = in.get();
        long sequence = Integer.toUnsignedLong(in.getInt());
        int raw = in.getInt();
        int stored = in.getInt();
        long first = in.getLong();
        long last = in.getLong();
        boolean fits = type == TYPE && reserved == 0 && flags >= 0 && flags <= 3
                && flags != CRASH_SEALED && raw > 0
                && raw <= Format.MAX_CHUNK && stored > 0 && first >= 0 && last >= first
                && (codec == Codec.STORED ? stored == raw : stored < raw);
        if (!fits) {
            throw new Malformed("a number in the chunk's header is out of range");
        }
        return new ChunkHeader((flags & END) != 0, (flags & CRASH_SEALED) != 0, codec,
                sequence, raw,
                stored, first, last);
    }
}
