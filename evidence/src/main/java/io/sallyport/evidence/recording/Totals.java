package io.sallyport.evidence.recording;

/**
 * What the checked part of a recording holds. {@code acceptedBytes}: end of the last whole valid record;
 * {@code chunks}: number of the last one; {@code signedChunks}: the last one a checkpoint covers;
 * {@code rawBytes}: frames before compression; {@code elidedBytes}: delivered but not kept; {@code micros}: time of the
 * last frame; {@code hash}: hexadecimal chain hash after the last chunk (of a whole recording: its root hash).
 */
public record Totals(long acceptedBytes, long chunks, long signedChunks, long frames, long rawBytes,
        long elidedBytes,
        long gaps, long micros, String hash) {}
