package io.sallyport.broker.departure;

import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.broker.session.SessionStore;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.target.Targets;
import io.sallyport.evidence.log.SignedCheckpoint;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Everything of off-boarding, wired: who orders it, who may see it, who sees it through, and who looks that nothing is left without an owner. */
public record Departures(DepartureDesk desk, DepartureViews views, Closure closure, Ownership ownership) {
    /** What is known of people and what they do. */
    public record Known(People people, Engagements engagements, Targets targets, RequestStore requests,
            SessionStore sessions) {}

    /** What is told that somebody left. */
    public record Told(TunnelPort tunnels, Belongings belongings, Accounts accounts) {}

    /**
     * @param proofs folder of the proof documents; made when the first one comes
     * @param checkpoint signs the journal as it is
     */
    public static Departures of(AuditTrail trail, DepartureStore store, Known known, Told told, Path proofs,
            Supplier<SignedCheckpoint> checkpoint, InstantSource time, RandomGenerator random) {
        Survey survey = new Survey(known.people(), known.engagements(), known.targets(), known.requests(),
                known.sessions(), told.belongings());
        Proof proof = new Proof(known.sessions());
        ProofShelf shelf = new ProofShelf(proofs);
        return new Departures(
                new DepartureDesk(trail, store, survey, known.people(), known.engagements(), told.tunnels(),
                        told.belongings(), told.accounts(), random),
                new DepartureViews(store, proof, shelf, known.people(), known.engagements()),
                new Closure(trail, store, proof, shelf, told.accounts(), checkpoint, time),
                new Ownership(known, time));
    }
}
