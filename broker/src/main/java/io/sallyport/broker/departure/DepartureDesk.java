package io.sallyport.broker.departure;

import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.policies.id.OrganisationName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Off-boards people, providers and engagements: one commit takes everything away, and what is outside the journal follows at once. Blocking;
 * safe for many threads.
 */
public final class DepartureDesk {
    /** Characters of why. */
    public static final int REASON = 500;

    private final AuditTrail trail;
    private final DepartureStore store;
    private final Survey survey;
    private final People people;
    private final Engagements engagements;
    private final TunnelPort tunnels;
    private final Belongings belongings;
    private final Accounts accounts;
    private final RandomGenerator random;

    DepartureDesk(AuditTrail trail, DepartureStore store, Survey survey, People people,
            Engagements engagements, TunnelPort tunnels, Belongings belongings, Accounts accounts,
            RandomGenerator random) {
        this.trail = trail;
        this.store = store;
        this.survey = survey;
        this.people = people;
        this.engagements = engagements;
        this.tunnels = tunnels;
        this.belongings = belongings;
        this.accounts = accounts;
        this.random = random;
    }

    /** What would be taken away; empty: there is no such thing, or this person may not off-board it. Changes nothing. */
    public Optional<Reach> preview(Orderer by, Kind kind, String subject, Instant at) {
        return notAllowed(by, kind, subject).isPresent()
                ? Optional.empty()
                : survey.of(kind, subject, at);
    }

    /**
     * Off-boards. For administrators of the company and the operator; an engagement also for its sponsor. When this returns, no key of
     * those who leave signs in, every order to end a session is on its way, and no browser or token acts for them.
     *
     * @param reason 1 to {@link #REASON} characters
     */
    public DepartureOutcome order(Orderer by, Kind kind, String subject, String reason) {
        return order(by, kind, subject, reason, false);
    }

    private DepartureOutcome order(Orderer by, Kind kind, String subject, String reason, boolean overdue) {
        if (reason.isBlank() || reason.length() > REASON) {
            return new DepartureOutcome.Refused(DepartureOutcome.Reason.BAD_REASON,
                    "Say why, in at most " + REASON + " characters.");
        }
        record Ordered(DepartureOutcome outcome, Optional<Reach> reach) {}
        Ordered ordered = trail.commit(at -> {
            Optional<DepartureOutcome.Refused> refused = notAllowed(by, kind, subject);
            Optional<Reach> reach = refused.isPresent() ? Optional.empty() : survey.of(kind, subject, at);
            if (reach.isEmpty()) {
                return Ruling.of(new Ordered(refused.orElseGet(() -> unknown(kind, subject)),
                        Optional.empty()));
            }
            boolean bar = kind == Kind.PROVIDER
                    && !engagements.held().contains(new OrganisationName(subject));
            if (kind == Kind.PROVIDER && !bar && reach.get().leavers().isEmpty()
                    && reach.get().engagements().isEmpty()) {
                return Ruling.of(new Ordered(unknown(kind, subject), Optional.empty()));
            }
            DepartureId id = DepartureId.random(random);
            List<Event> events = Consequences.of(at, by, id, reach.get(), reason, bar, overdue);
            return new Ruling<>(
                    new Ordered(new DepartureOutcome.Done(new Departure(id, kind, subject, reason,
                            reach.get().engagements(), by.actor(), by.operatorUser(), at, trail.size(),
                            reach.get().leavers(), Optional.empty(), Optional.empty())), reach),
                    events);
        });
        ordered.reach().ifPresent(this::follow);
        return ordered.outcome();
    }

    // The journal has it: agents hear it from here at once, and again from whoever keeps the leases.
    private void follow(Reach reach) {
        for (SessionSummary session : reach.sessions()) {
            tunnels.end(session.session().target(), session.session().id(), EndReason.REVOKED,
                    Consequences.text(reach));
        }
        if (reach.kind() != Kind.ENGAGEMENT) {
            reach.leavers().forEach(leaver -> belongings.end(leaver.person()));
        }
    }

    /** Off-boards every engagement whose declared end has come. Called on a timer. */
    public void endOverdue(Instant now) {
        for (Engagement each : engagements.all()) {
            if (each.ended().isEmpty() && !now.isBefore(each.until())
                    && store.latest(Kind.ENGAGEMENT, each.id())
                            .filter(last -> !last.orderedAt().isBefore(each.until())).isEmpty()) {
                DepartureOutcome _ = order(Orderer.SYSTEM, Kind.ENGAGEMENT, each.id(),
                        "the engagement ended at " + each.until(), true);
            }
        }
    }

    /**
     * Lets go whoever this off-boarding holds. What was revoked stays so, and groups and roles count from now on. For administrators of
     * the company and the operator, once it is complete.
     */
    public DepartureOutcome undo(Orderer by, DepartureId id, String reason) {
        if (reason.isBlank() || reason.length() > REASON) {
            return new DepartureOutcome.Refused(DepartureOutcome.Reason.BAD_REASON,
                    "Say why, in at most " + REASON + " characters.");
        }
        if (!governs(by)) {
            return new DepartureOutcome.Refused(DepartureOutcome.Reason.NOT_ALLOWED,
                    "Undoing an off-boarding takes an administrator of the company.");
        }
        Optional<Departure> found = store.departure(id);
        Optional<DepartureOutcome.Refused> obstacle = obstacle(id, found);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        try {
            // Before the commit: an account that is enabled too early lets nobody in who is held.
            found.get().leavers().stream()
                    .filter(each -> each.account()
                            .filter(end -> end.state() == Leaver.AccountEnd.State.DISABLED).isPresent())
                    .forEach(each -> accounts.enable(each.person()));
        } catch (AccountsUnavailableException e) {
            return new DepartureOutcome.Refused(DepartureOutcome.Reason.UNAVAILABLE,
                    "The directory of accounts does not answer, so nothing was undone. Try again later.");
        }
        return trail.commit(at -> {
            Optional<Departure> now = store.departure(id);
            Optional<DepartureOutcome.Refused> late = obstacle(id, now);
            return late.isPresent()
                    ? Ruling.<DepartureOutcome>of(late.get())
                    : new Ruling<DepartureOutcome>(new DepartureOutcome.Done(now.get()),
                            undoing(at, by, now.get(), reason));
        });
    }

    private static Optional<DepartureOutcome.Refused> obstacle(DepartureId id, Optional<Departure> found) {
        if (found.isEmpty()) {
            return Optional.of(new DepartureOutcome.Refused(DepartureOutcome.Reason.UNKNOWN,
                    "There is no off-boarding " + id + "."));
        }
        if (found.get().undoing().isPresent()) {
            return Optional.of(new DepartureOutcome.Refused(DepartureOutcome.Reason.UNDONE_ALREADY,
                    "It was undone at " + found.get().undoing().get().at() + "."));
        }
        return found.get().completion().isPresent()
                ? Optional.empty()
                : Optional.of(new DepartureOutcome.Refused(DepartureOutcome.Reason.NOT_COMPLETE,
                        "It is not complete yet: wait until every end was seen. See: ssh gw offboard proof "
                                + id));
    }

    private List<Event> undoing(Instant at, Orderer by, Departure departure, String reason) {
        String why = departure.id() + " undone: " + reason;
        List<Event> events = new ArrayList<>();
        events.add(new DepartureEvent.DepartureUndone(at, by.actor(), departure.id().value(), reason));
        if (departure.kind() == Kind.PROVIDER
                && engagements.held().contains(new OrganisationName(departure.subject()))) {
            events.add(new DirectoryEvent.OrganisationReleased(at, by.actor(),
                    new OrganisationName(departure.subject()), why));
        }
        for (String each : departure.engagements()) {
            engagements.byId(each).filter(engagement -> engagement.ended().isPresent())
                    .ifPresent(_ -> events
                            .add(new DirectoryEvent.EngagementResumed(at, by.actor(), each, why)));
        }
        if (departure.takesPeople()) {
            departure.leavers().stream().map(Leaver::person)
                    .filter(name -> people.holdsOf(name).contains(Hold.DEPARTED))
                    .forEach(name -> events.add(new DirectoryEvent.PersonReleased(at, by.actor(), name,
                            Hold.DEPARTED.code(), why)));
        }
        return events;
    }

    private static DepartureOutcome.Refused unknown(Kind kind, String subject) {
        return new DepartureOutcome.Refused(DepartureOutcome.Reason.UNKNOWN, "There is no " + kind.code()
                + " called " + subject + ", or it was off-boarded already.");
    }

    private Optional<DepartureOutcome.Refused> notAllowed(Orderer by, Kind kind, String subject) {
        if (kind == Kind.PERSON && by.person().filter(name -> name.value().equals(subject)).isPresent()) {
            return Optional.of(new DepartureOutcome.Refused(DepartureOutcome.Reason.OWN,
                    "Nobody off-boards themselves: ask another administrator."));
        }
        boolean sponsor = kind == Kind.ENGAGEMENT && present(by).filter(Person::internal)
                .filter(person -> engagements.byId(subject)
                        .filter(each -> each.sponsor().equals(person.name())).isPresent())
                .isPresent();
        return governs(by) || sponsor
                ? Optional.empty()
                : Optional.of(new DepartureOutcome.Refused(DepartureOutcome.Reason.NOT_ALLOWED,
                        "Off-boarding takes an administrator of the company; an engagement also its sponsor."));
    }

    private boolean governs(Orderer by) {
        return by.person().isEmpty() || present(by).filter(DepartureViews::administers).isPresent();
    }

    // As the directory has them now, not as they were when they signed in.
    private Optional<Person> present(Orderer by) {
        return by.person().flatMap(people::byName).filter(Person::enabled);
    }
}
