package io.sallyport.broker.keycloak;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.PersonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds people whose account is disabled or gone, and lets go of those whose account is back. Blocking; safe for many threads. */
final class AccountHolds {
    private final AuditTrail trail;
    private final People people;

    AccountHolds(AuditTrail trail, People people) {
        this.trail = trail;
        this.people = people;
    }

    /**
     * Makes the holds {@link Hold#ACCOUNT} of those who have one of these accounts what they should be, in one step.
     *
     * @param reasons by account, why its person is to be held; empty: is not to be
     * @return who is held from now on and was not before
     */
    List<PersonName> settle(Map<String, Optional<String>> reasons) {
        return trail.commit(at -> {
            List<Event> events = new ArrayList<>();
            List<PersonName> held = new ArrayList<>();
            reasons.forEach(
                    (subject, reason) -> people.bySubject(subject).map(Person::name).ifPresent(name -> {
                        boolean is = people.holdsOf(name).contains(Hold.ACCOUNT);
                        if (is == reason.isPresent()) {
                            return;
                        }
                        if (reason.isPresent()) {
                            held.add(name);
                            events.add(
                                    new DirectoryEvent.PersonHeld(at, Actor.SYSTEM, name, Hold.ACCOUNT.code(),
                                            reason.get()));
                        } else {
                            events.add(new DirectoryEvent.PersonReleased(at, Actor.SYSTEM, name,
                                    Hold.ACCOUNT.code(), "the account is enabled"));
                        }
                    }));
            return new Ruling<>(held, events);
        });
    }
}
