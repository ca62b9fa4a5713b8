package io.sallyport.broker.session;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.stepup.ProofBook;
import io.sallyport.broker.stepup.StepUpDesk;
import io.sallyport.policies.id.PersonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries a sign-out at the identity provider on to SSH (WEB-3): sessions end, proofs that were remembered count no more, and what waits for a
 * confirmation does not go on. Journalled first. Blocking; safe for many threads.
 */
public final class SignOutDesk {
    /** What the engineer reads: why, and what to do. The same when the agent hears of it late. */
    static final String TEXT = "You were signed out at the identity provider. Connect again, and prove that it is"
            + " you if you are asked; if you did not sign out yourself, ask your administrator why";

    private final AuditTrail trail;
    private final SessionStore sessions;
    private final TunnelPort tunnels;
    private final StepUpDesk stepUp;
    private final ProofOrigins origins;

    public SignOutDesk(AuditTrail trail, SessionStore sessions, TunnelPort tunnels, ProofBook proofs,
            StepUpDesk stepUp) {
        this.trail = trail;
        this.sessions = sessions;
        this.tunnels = tunnels;
        this.stepUp = stepUp;
        this.origins = new ProofOrigins(proofs);
        trail.onProjected(origins::committed);
    }

    /**
     * How many SSH sessions a sign-out would end now.
     *
     * @param signIn the provider's id of the sign-in; empty: all of the person's
     */
    public int reached(PersonName person, Optional<String> signIn, SignOutReach reach) {
        return affected(person, signIn, reach).size();
    }

    /**
     * The provider says that this sign-in is over. Returns how many SSH sessions were told to end. Parameters as above.
     *
     * @param browsers ends the console sessions; run also when the journal can't be written: they act for nobody any more
     */
    public int signedOut(PersonName person, Optional<String> signIn, SignOutReach reach,
            Runnable browsers) {
        List<Session> ending;
        try {
            ending = journalled(person, signIn, reach);
        } finally {
            browsers.run();
            // After the browsers: what one of them confirmed until now is forgotten with the rest.
            stepUp.signedOut(person);
        }
        ending.forEach(each -> tunnels.end(each.target(), each.id(), EndReason.SIGNED_OUT, TEXT));
        return ending.size();
    }

    // Whoever opens a session meanwhile is either in the list or finds the proofs gone: both are
    // decided
    // under the lock of the trail.
    private List<Session> journalled(PersonName person, Optional<String> signIn, SignOutReach reach) {
        return trail.commit(at -> {
            List<Session> affected = affected(person, signIn, reach);
            List<Event> events = new ArrayList<>();
            events.add(new BrokerEvent.SignInEnded(at, Actor.SYSTEM, person, signIn.isEmpty()));
            affected.forEach(
                    each -> events.add(new SessionEvent.SessionEndOrdered(at, Actor.SYSTEM, each.id(),
                            EndReason.SIGNED_OUT.code(), TEXT)));
            return new Ruling<>(affected, events);
        });
    }

    private List<Session> affected(PersonName person, Optional<String> signIn, SignOutReach reach) {
        return sessions.running().stream().filter(each -> each.ordered().isEmpty())
                .map(SessionSummary::session).filter(each -> each.person().equals(person))
                .filter(each -> reach == SignOutReach.ALL_SESSIONS || origins.restsOn(each, signIn)).toList();
    }
}
