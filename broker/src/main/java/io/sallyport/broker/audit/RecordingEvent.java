package io.sallyport.broker.audit;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.SessionId;
import java.time.Instant;

/** What happens to recordings. */
public sealed interface RecordingEvent extends Event {
    /**
     * Every byte arrived and verified.
     *
     * @param rootHash hash of the last chunk (hex), which chains all others
     */
    record RecordingCompleted(Instant at, Actor actor, SessionId session, String rootHash, long size,
            String verdict)
            implements
                RecordingEvent {}

    /** {@code offset}: byte in the file up to which all is good. */
    record RecordingDamaged(Instant at, Actor actor, SessionId session, long offset,
            String why) implements RecordingEvent {}

    /**
     * Committed before the first byte is shown.
     *
     * @param how replay, transcript, cast, file
     */
    record RecordingViewed(Instant at, Actor actor, SessionId session, PersonName viewer, String how)
            implements
                RecordingEvent {}
}
