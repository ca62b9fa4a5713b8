package io.sallyport.broker.identity;

import java.time.Duration;

/** What came of a one-time code that somebody typed. */
public sealed interface TotpOutcome {
    /** It is this person's, of this moment, and was not used before. It is used now. */
    record Right() implements TotpOutcome {}

    /** Wrong, of another time, used before, or the person has no such factor: all look the same. */
    record Wrong() implements TotpOutcome {}

    /** Not looked at: too many wrong ones came before. {@code delay}: how long to wait, more than zero. */
    record Wait(Duration delay) implements TotpOutcome {}

    /** Not looked at: what is kept of this person can't be read or written now. */
    record Unavailable() implements TotpOutcome {}
}
