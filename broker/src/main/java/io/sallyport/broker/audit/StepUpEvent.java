package io.sallyport.broker.audit;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.List;

/** Proof beyond the key: given, refused by the person themselves, or not given. No code and no link is in any of them. */
public sealed interface StepUpEvent extends Event {
    /**
     * From here on it counts for this person, key, source and these targets, for as long as the broker remembers it.
     *
     * @param source address the connection comes from that waited
     * @param mfa what was shown
     * @param how {@code one-time-code} (typed at the prompt) or {@code browser}
     */
    record StepUpConfirmed(Instant at, Actor actor, PersonName person, KeyFingerprint key, String source,
            String mfa, List<TargetName> targets, String how) implements StepUpEvent {
        public StepUpConfirmed {
            targets = List.copyOf(targets);
        }
    }

    /** The person says in their browser that the connection is not theirs: somebody else has the key. */
    record StepUpDenied(Instant at, Actor actor, PersonName person, KeyFingerprint key, String source,
            List<TargetName> targets) implements StepUpEvent {
        public StepUpDenied {
            targets = List.copyOf(targets);
        }
    }

    /**
     * Nothing was shown.
     *
     * @param mfa what was wanted
     * @param why {@code wrong-code}, {@code expired} or {@code gave-up}
     */
    record StepUpFailed(Instant at, Actor actor, PersonName person, KeyFingerprint key, String source,
            String mfa, List<TargetName> targets, String why) implements StepUpEvent {
        public StepUpFailed {
            targets = List.copyOf(targets);
        }
    }
}
