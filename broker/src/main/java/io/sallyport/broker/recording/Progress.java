package io.sallyport.broker.recording;

/** How far an arriving recording is. */
public sealed interface Progress {
    /** Everything up to {@code offset} is verified and on disk. {@code hash}: of chunk {@code chunk}, hex. */
    record Acked(long offset, long chunk, String hash) implements Progress {}

    /** The last record is in, everything verified, and the journal says so: the agent may delete its copy. */
    record Complete(long size, String rootHash) implements Progress {}

    /** Something does not verify. Journalled; what arrived is kept as evidence. */
    record Damaged(long offset, String why) implements Progress {}
}
