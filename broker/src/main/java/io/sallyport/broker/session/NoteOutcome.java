package io.sallyport.broker.session;

/** What came of writing a note. */
public sealed interface NoteOutcome {
    record Noted(SessionSummary session, Note note) implements NoteOutcome {}

    /** No. {@code text} is shown as it stands. */
    record Refused(Reason reason, String text) implements NoteOutcome {}

    /** Stable codes: never renamed, never reused. UNKNOWN also for a session that the writer may not see. */
    enum Reason {
        UNKNOWN, NOT_ALLOWED, BAD_NOTE, TOO_MANY
    }
}
