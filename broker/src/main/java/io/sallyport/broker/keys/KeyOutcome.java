package io.sallyport.broker.keys;

import io.sallyport.policies.id.KeyFingerprint;
import java.time.Instant;
import java.util.Optional;

/** What came of a wish about a key. */
public sealed interface KeyOutcome {
    /** It proves its person from now on, until {@code expires} (exclusive). {@code replaced}: what ends for it. */
    record Added(KeyFingerprint fingerprint, Instant expires, Optional<Ends> replaced)
            implements
                KeyOutcome {}

    /** It proves nobody until somebody else says yes. */
    record Waits(KeyProposal proposal) implements KeyOutcome {}

    /** It proves nobody any more; or from {@code at} on. */
    record Ends(KeyFingerprint fingerprint, Instant at) implements KeyOutcome {}

    /** A key that waited was refused or taken back. */
    record Dropped(KeyProposal proposal) implements KeyOutcome {}

    /** Nothing was changed. {@code text} is shown as it stands. */
    record Refused(Reason reason, String text) implements KeyOutcome {}

    /** Stable codes. */
    enum Reason {
        BAD_KEY, TAKEN, TOO_MANY, TOO_LONG, PROOF_NEEDED, UNKNOWN, ELSEWHERE, LAST, NOT_ALLOWED
    }
}
