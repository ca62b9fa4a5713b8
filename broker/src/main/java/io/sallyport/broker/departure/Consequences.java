package io.sallyport.broker.departure;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.session.EndReason;
import io.sallyport.policies.id.OrganisationName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The events of one off-boarding, in an order in which each is possible. Pure. */
final class Consequences {
    private final Instant at;
    private final Orderer by;
    private final DepartureId id;
    private final Reach reach;
    private final String reason;
    private final List<Event> events = new ArrayList<>();

    private Consequences(Instant at, Orderer by, DepartureId id, Reach reach, String reason) {
        this.at = at;
        this.by = by;
        this.id = id;
        this.reach = reach;
        this.reason = reason;
    }

    /** {@code bar}: the provider is not held yet, and is from now on. {@code overdue}: the engagement ends as declared, not early. */
    static List<Event> of(Instant at, Orderer by, DepartureId id, Reach reach, String reason, boolean bar,
            boolean overdue) {
        return new Consequences(at, by, id, reach, reason).all(bar, overdue);
    }

    /** What the engineer of a session is told. */
    static String text(Reach reach) {
        return reach.kind() == Kind.ENGAGEMENT
                ? "The engagement " + reach.subject() + " of your company has ended."
                : "Your access here has ended.";
    }

    private List<Event> all(boolean bar, boolean overdue) {
        Actor actor = by.actor();
        events.add(new DepartureEvent.DepartureOrdered(at, actor, id.value(), reach.kind().code(),
                reach.subject(), reason, reach.engagements(), by.operatorUser()));
        if (!overdue) {
            reach.engagements().forEach(
                    each -> events.add(new DirectoryEvent.EngagementEnded(at, actor, each, why())));
        }
        if (bar) {
            events.add(new DirectoryEvent.OrganisationHeld(at, actor, new OrganisationName(reach.subject()),
                    why()));
        }
        reach.leavers().forEach(this::leaves);
        return List.copyOf(events);
    }

    private String why() {
        return id + ": " + reason;
    }

    private void leaves(Leaver leaver) {
        Actor actor = by.actor();
        events.add(new DepartureEvent.DepartureListed(at, actor, id.value(), leaver.person(),
                leaver.organisation(), leaver.keys(), leaver.grants(), leaver.requests(), leaver.sessions(),
                leaver.tokens(), leaver.consoleSessions()));
        // The hold takes grants and requests away as well. Each has its own event before, so that the
        // journal says it of each.
        leaver.requests().forEach(
                each -> events.add(new RequestEvent.RequestVoided(at, actor, each, "off-boarding " + id)));
        leaver.grants().forEach(
                each -> events.add(new RequestEvent.GrantRevoked(at, actor, each, "off-boarding " + id)));
        leaver.sessions().forEach(each -> events.add(new SessionEvent.SessionEndOrdered(at, actor, each,
                EndReason.REVOKED.code(), text(reach))));
        if (reach.kind() != Kind.ENGAGEMENT) {
            events.add(new DirectoryEvent.PersonHeld(at, actor, leaver.person(), Hold.DEPARTED.code(),
                    why()));
        }
    }
}
