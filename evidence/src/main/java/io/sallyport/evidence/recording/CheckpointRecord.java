package io.sallyport.evidence.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A signed statement about the chain up to one chunk: docs/formats/recording.md §4. */
final class CheckpointRecord {
    static final byte TYPE = 'P';
    static final int LENGTH = 120;
    /** Keeps a signature of this kind from ever being taken for one of another kind. */
    private static final byte[] PURPOSE = "sallyport-recording-checkpoint/1\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNED_PART = LENGTH - 64;

    private CheckpointRecord() {}

    /** What is signed, together with the session: everything of the record but the signature. */
    static byte[] unsigned(long sequence, byte[] hash, long wallMillis, long micros) {
        ByteBuffer part = ByteBuffer.allocate(SIGNED_PART);
        part.put(TYPE).put(new byte[3]).putInt((int) sequence).put(hash).putLong(wallMillis).putLong(micros);
        return part.array();
    }

    /** The whole record. Takes about a millisecond. */
    static byte[] sign(byte[] unsigned, String session, RecordingKey key) {
        byte[] record = Arrays.copyOf(unsigned, LENGTH);
        System.arraycopy(key.sign(message(unsigned, session)), 0, record, SIGNED_PART, 64);
        return record;
    }

    static byte[] message(byte[] record, String session) {
        byte[] name = session.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(PURPOSE.length + 4 + name.length + SIGNED_PART).put(PURPOSE)
                .putInt(name.length)
                .put(name).put(record, 0, SIGNED_PART).array();
    }

    static byte[] signature(byte[] record) {
        return Arrays.copyOfRange(record, SIGNED_PART, LENGTH);
    }

    static long sequence(byte[] record) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(record).getInt(4));
    }

    static byte[] hash(byte[] record) {
        return Arrays.copyOfRange(record, 8, 8 + Format.HASH);
    }
}
