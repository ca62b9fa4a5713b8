package io.sallyport.broker.console;

import io.sallyport.evidence.recording.Totals;
import io.sallyport.evidence.recording.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the verifier says, for people.
 *
 * @param code stable word for scripts
 */
record VerdictView(String code, String tone, String title, String text, List<Fact> facts, boolean playable) {
    /** For someone who may see the session but not its recording. */
    static final VerdictView HIDDEN = new VerdictView("hidden", "", "Not yours to replay",
            "Recordings are for auditors and for the people who approved the access.", List.of(), false);

    static VerdictView of(Optional<Verdict> verdict) {
        return verdict.map(VerdictView::of).orElse(new VerdictView("none", "wait", "Nothing here yet",
                "The target has not sent any of this recording. It keeps what it has until it is here.",
                List.of(), false));
    }

    private static VerdictView of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Whole whole -> new VerdictView("whole", "good", "Whole and unchanged",
                    whole.crashSealed()
                            ? "Every byte is chained and signed. The agent stopped hard and sealed it when it came back."
                            : "Every byte is chained and signed on the target, from the first to the end.",
                    facts(whole.totals()), true);
            case Verdict.Unfinished part -> new VerdictView("unfinished", "wait", "Good so far", part.why(),
                    facts(part.totals()), part.header().isPresent());
            case Verdict.Damaged bad -> new VerdictView("damaged", "bad", "Damaged",
                    "Chunk " + bad.chunk() + " at byte " + bad.offset() + ": " + bad.why(), List.of(),
                    bad.chunk() > 0);
        };
    }

    private static List<Fact> facts(Totals totals) {
        return List.of(new Fact("Plays for", Moment.clock(totals.micros() / 1e6), false),
                new Fact("Size",
                        size(totals.acceptedBytes()) + " in " + totals.chunks()
                                + (totals.chunks() == 1 ? " chunk" : " chunks"),
                        false),
                new Fact("Signed up to chunk", Long.toString(totals.signedChunks()), false),
                new Fact("Delivered but not kept", size(totals.elidedBytes()), false),
                new Fact("Gaps", Long.toString(totals.gaps()), false),
                new Fact("Chain hash", totals.hash(), true));
    }

    private static String size(long bytes) {
        return bytes < 1024
                ? bytes + " B"
                : bytes < 1024 * 1024
                        ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                        : String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024.0));
    }
}
