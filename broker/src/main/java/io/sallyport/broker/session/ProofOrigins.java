package io.sallyport.broker.session;

import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.stepup.ProofBook;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.policy.Mfa;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which sign-in at the identity provider the proof was given that a running session was opened with. In memory: of sessions that are older than
 * this broker it is not known. Does no I/O; safe for many threads.
 */
final class ProofOrigins {
    private static final Optional<String> UNKNOWN = Optional.of("unknown");
    private final ProofBook proofs;
    // Guarded by the monitor of this object. As many as sessions run.
    private final Map<SessionId, Optional<String>> origins = new HashMap<>();

    ProofOrigins(ProofBook proofs) {
        this.proofs = proofs;
    }

    /** To be told after every commit, under its lock: a moment later the proof may be another. */
    synchronized void committed(List<Committed> events) {
        for (Committed each : events) {
            switch (each.event()) {
                case SessionEvent.SessionOpening opening -> origins.put(opening.session(), origin(opening));
                case SessionEvent.SessionEnded ended -> origins.remove(ended.session());
                default -> {
                    // Says nothing of where a proof came from.
                }
            }
        }
    }

    private Optional<String> origin(SessionEvent.SessionOpening opening) {
        Optional<Mfa> level = opening.mfa().flatMap(text -> java.util.Arrays.stream(Mfa.values())
                .filter(each -> each.text().equals(text)).findFirst());
        return level.flatMap(shown -> Session.address(opening.source()).flatMap(source -> proofs
                .signIn(opening.person(), opening.key(), source, opening.target(), shown)));
    }

    /**
     * Whether the session rests on a proof that was given in that sign-in. What is not known counts as yes: a session too many ends, and the engineer
     * connects again.
     *
     * @param signIn empty: in any
     */
    synchronized boolean restsOn(Session session, Optional<String> signIn) {
        if (session.shown() == Mfa.NONE) {
            return false;
        }
        // Not known: taken for that one.
        return origins.getOrDefault(session.id(), signIn.or(() -> UNKNOWN))
                .filter(origin -> signIn.isEmpty() || signIn.get().equals(origin)).isPresent();
    }
}
