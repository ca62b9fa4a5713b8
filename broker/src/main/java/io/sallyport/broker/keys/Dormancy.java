package io.sallyport.broker.keys;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.KeyEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Holds whoever was not seen for too long: no key proven, no browser signed in, nothing else in the journal by them. Whoever never had a key and
 * never came is not looked at. Blocking; safe for many threads.
 */
public final class Dormancy {
    /** How long before the hold it is said; half of the time when that is shorter. */
    public static final Duration WARNING = Duration.ofDays(14);
    /** Characters of why. */
    public static final int REASON = 500;
    private static final Logger LOG = Logger.getLogger(Dormancy.class.getName());

    private final AuditTrail trail;
    private final People people;
    private final KeyStore store;
    private final Duration after;
    private final InstantSource time;

    /** {@code after}: without a sign for so long, somebody is held. */
    public Dormancy(AuditTrail trail, People people, KeyStore store, Duration after, InstantSource time) {
        this.trail = trail;
        this.people = people;
        this.store = store;
        this.after = after;
        this.time = time;
    }

    /** Somebody who was warned, or has to be, and is held at {@code at} unless they come. */
    public record Drowsy(PersonName person, Instant seen, boolean warned, Instant at) {}

    /** Those who were warned, the next one to be held first. */
    public List<Drowsy> soon() {
        return drowsy(time.instant()).stream().filter(Drowsy::warned).toList();
    }

    private List<Drowsy> drowsy(Instant now) {
        Map<PersonName, KeyStore.Seen> seen = store.seen();
        List<Drowsy> drowsy = new ArrayList<>();
        for (Person person : people.all()) {
            KeyStore.Seen last = seen.get(person.name());
            if (person.enabled() && last != null && !now.isBefore(last.at().plus(after).minus(notice()))) {
                // Never without a notice, however long ago it was: an older broker did not write down who
                // came.
                Instant end = last.warned().orElse(now).plus(notice());
                Instant due = last.at().plus(after);
                drowsy.add(new Drowsy(person.name(), last.at(), last.warned().isPresent(),
                        end.isAfter(due) ? end : due));
            }
        }
        drowsy.sort(Comparator.comparing(Drowsy::at));
        return drowsy;
    }

    private Duration notice() {
        return WARNING.compareTo(after.dividedBy(2)) < 0 ? WARNING : after.dividedBy(2);
    }

    /** Warns of everybody whose time is over soon, and holds whoever was warned and did not come. Called once a day. Returns how many it held. */
    public int check() {
        List<Drowsy> held = trail.commit(at -> {
            List<Event> events = new ArrayList<>();
            List<Drowsy> over = new ArrayList<>();
            for (Drowsy each : drowsy(at)) {
                if (!each.warned()) {
                    events.add(new KeyEvent.DormancyWarned(at, Actor.SYSTEM, each.person(), each.at()));
                } else if (!at.isBefore(each.at())) {
                    over.add(each);
                    events.add(new DirectoryEvent.PersonHeld(at, Actor.SYSTEM, each.person(),
                            Hold.DORMANT.code(), "not seen since " + each.seen()));
                }
            }
            return new Ruling<>(over, events);
        });
        held.forEach(each -> LOG.log(Level.WARNING, "dormancy: {0} is held, not seen since {1}",
                new Object[]{each.person(), each.seen()}));
        soon().forEach(each -> LOG.log(Level.WARNING, "dormancy: {0} is held at {1} unless seen before",
                new Object[]{each.person(), each.at()}));
        return held.size();
    }

    /** What came of a release. */
    public sealed interface Release {
        record Done() implements Release {}

        record Refused(String text) implements Release {}
    }

    /** Lifts the hold; groups and roles count from now on. For administrators of the company. */
    public Release release(Person by, PersonName name, String reason) {
        if (reason.isBlank() || reason.length() > REASON) {
            return new Release.Refused("Say why, in at most " + REASON + " characters.");
        }
        return trail.commit(at -> {
            if (people.byName(by.name()).filter(Person::enabled).filter(Person::internal)
                    .filter(each -> each.is(Role.ADMINISTRATOR)).isEmpty()) {
                return Ruling.of(new Release.Refused("That takes an administrator of the company."));
            }
            if (!people.holdsOf(name).contains(Hold.DORMANT)) {
                return Ruling.of(new Release.Refused("Nobody of that name is held as dormant."));
            }
            return Ruling.of(new Release.Done(), new DirectoryEvent.PersonReleased(at, Actor.of(by.name()),
                    name, Hold.DORMANT.code(), reason));
        });
    }
}
