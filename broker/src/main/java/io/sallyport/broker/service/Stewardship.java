package io.sallyport.broker.service;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.FeedWatch;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.PersonKind;
import io.sallyport.wire.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Holds every service account for which nobody answers, or whose time is over, and lets it go when somebody does or it has time again. Blocking;
 * safe for many threads.
 */
public final class Stewardship {
    private static final Logger LOG = Logger.getLogger(Stewardship.class.getName());

    private final AuditTrail trail;
    private final People people;

    public Stewardship(AuditTrail trail, People people) {
        this.trail = trail;
        this.people = people;
    }

    /** Who answers for the account now; empty: nobody does, so it is held. */
    public Optional<Person> steward(Person account) {
        return account.service().flatMap(service -> people.byName(service.owner()))
                .filter(owner -> answersFor(owner, account));
    }

    /** Whether somebody could be the account's owner: an enabled human of its organisation or of the company. */
    static boolean answersFor(Person owner, Person account) {
        return owner.enabled() && owner.kind() == PersonKind.HUMAN
                && (owner.internal() || owner.organisation().equals(account.organisation()));
    }

    /** Checks after every change of the directory, until closed. */
    public FeedWatch watch(Feed feed) {
        return FeedWatch.start("service-accounts", feed, event -> event instanceof DirectoryEvent,
                Limits.LEASE_RENEWAL, this::check);
    }

    /** Lays and lifts what is due. Called after every change of the directory, and again and again. Returns how many that were. */
    public int check() {
        List<Event> done = trail.commit(at -> {
            List<Event> events = new ArrayList<>();
            for (Person person : people.all()) {
                person.service().ifPresent(account -> {
                    look(events, at, person.name(), Hold.OWNER, steward(person).isEmpty(), unowned(account));
                    look(events, at, person.name(), Hold.ENDED, !account.good(at), "its time is over");
                });
            }
            return new Ruling<>(List.copyOf(events), events);
        });
        done.forEach(each -> LOG.log(Level.WARNING, "service accounts: {0}", said(each)));
        return done.size();
    }

    private static String unowned(ServiceAccount account) {
        return "nobody answers for it: " + account.owner() + " is not active, or can't answer for it";
    }

    private void look(List<Event> events, Instant at, PersonName name, Hold hold, boolean due, String why) {
        boolean held = people.holdsOf(name).contains(hold);
        if (due && !held) {
            events.add(new DirectoryEvent.PersonHeld(at, Actor.SYSTEM, name, hold.code(), why));
        } else if (!due && held) {
            events.add(new DirectoryEvent.PersonReleased(at, Actor.SYSTEM, name, hold.code(),
                    hold == Hold.OWNER ? "somebody answers for it" : "it has time again"));
        }
    }

    private static String said(Event event) {
        return switch (event) {
            case DirectoryEvent.PersonHeld held -> held.name() + " is held: " + held.reason();
            case DirectoryEvent.PersonReleased released ->
                released.name() + " is not held any more: " + released.reason();
            default -> event.toString();
        };
    }
}
