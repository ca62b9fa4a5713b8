package io.sallyport.evidence.recording;

import java.io.IOException;
import java.security.MessageDigest;

/** Writes chained records and knows where the chain stands. Not for many threads: the recorder's lock guards it. */
final class ChainedFile {
    private final SpoolFile file;
    private final MessageDigest digest = Format.sha256();
    private byte[] hash;
    private long sequence;
    private long signed;
    private volatile long written;

    ChainedFile(SpoolFile file, byte[] hash, long sequence, long signed, long written) {
        this.file = file;
        this.hash = hash;
        this.sequence = sequence;
        this.signed = signed;
        this.written = written;
    }

    void writeChunk(OpenChunk chunk, boolean end, boolean crashSealed) throws IOException {
        ChunkHeader header = chunk.close(sequence + 1, end, crashSealed);
        byte[] record = chunk.record();
        int hashed = ChunkHeader.LENGTH + header.storedLength();
        digest.update(hash);
        digest.update(record, 0, hashed);
        byte[] next = digest.digest();
        System.arraycopy(next, 0, record, hashed, Format.HASH);
        write(record, hashed + Format.HASH);
        hash = next;
        sequence++;
    }

    void writeCheckpoint(byte[] record) throws IOException {
        write(record, record.length);
        signed = CheckpointRecord.sequence(record);
    }

    private void write(byte[] record, int length) throws IOException {
        file.write(record, length);
        // Written under the recorder's lock only; others just read it.
        long end = written + length;
        written = end;
    }

    byte[] hash() {
        return hash.clone();
    }

    long sequence() {
        return sequence;
    }

    /** How many chunks no checkpoint covers yet. */
    long unsigned() {
        return sequence - signed;
    }

    /** Safe for many threads. */
    long written() {
        return written;
    }

    /** Safe for many threads. */
    SpoolFile file() {
        return file;
    }
}
