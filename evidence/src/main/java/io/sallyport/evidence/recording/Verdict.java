package io.sallyport.evidence.recording;

import java.util.Optional;

/** What a verifier says about a recording. */
public sealed interface Verdict {
    /**
     * Every byte is chained and signed, and the end is there. {@code crashSealed}: the writer died, and the recording was
     * closed afterwards from what was on disk. {@code end} says why the session ended.
     */
    record Whole(RecordingHeader header, Totals totals, Frame.End end,
            boolean crashSealed) implements Verdict {}

    /** Good as far as it goes, but the end is missing (still being written, still being uploaded, or cut). */
    record Unfinished(Optional<RecordingHeader> header, Totals totals, String why) implements Verdict {}

    /** Changed or broken. {@code chunk}: the first bad one (0 = the header); {@code offset}: byte where its record starts. */
    record Damaged(long chunk, long offset, String why) implements Verdict {}
}
