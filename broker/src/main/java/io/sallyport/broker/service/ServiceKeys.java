package io.sallyport.broker.service;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.OfferedKey;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The keys of service accounts. Whoever answers for an account registers and removes them, and administrators of the company do; never the
 * account itself, or whoever stole its key would bring their own. Blocking; safe for many threads.
 */
public final class ServiceKeys {
    /** Keys of one account. */
    public static final int MOST = 20;

    private final AuditTrail trail;
    private final People people;
    private final ServiceDesk desk;
    private final Duration longest;

    /** {@code longest}: no key that is added here lives longer. */
    public ServiceKeys(AuditTrail trail, People people, ServiceDesk desk, Duration longest) {
        this.trail = trail;
        this.people = people;
        this.desk = desk;
        this.longest = longest;
    }

    /** No key that is added here lives longer. */
    public Duration longest() {
        return longest;
    }

    /**
     * Registers a key.
     *
     * @param lifetime empty: as long as it may be; never beyond the account's end
     * @param shown the strongest proof beyond their key that {@code by} has given a short while ago
     */
    public ServiceOutcome add(Person by, PersonName name, String line, Optional<Duration> lifetime,
            Mfa shown) {
        return switch (OfferedKey.read(line)) {
            case OfferedKey.Bad(String why) ->
                new ServiceOutcome.Refused(ServiceOutcome.Reason.BAD_KEY, why);
            case OfferedKey.Good key -> trail.commit(at -> add(by, name, key, lifetime, shown, at));
        };
    }

    private Ruling<ServiceOutcome> add(Person by, PersonName name, OfferedKey.Good key,
            Optional<Duration> lifetime, Mfa shown, Instant at) {
        Optional<Person> account = mine(by, name);
        if (account.isEmpty()) {
            return ServiceDesk.unknown(name);
        }
        if (!shown.atLeast(Mfa.OTP)) {
            return ServiceDesk.refuse(ServiceOutcome.Reason.PROOF_NEEDED,
                    "A new key takes more than the key you use: show your second factor first.");
        }
        if (lifetime.filter(wish -> !wish.isPositive() || wish.compareTo(longest) > 0).isPresent()) {
            return ServiceDesk.refuse(ServiceOutcome.Reason.BAD_FORM,
                    "A key lives 1 to " + longest.toDays() + " days here.");
        }
        if (people.key(key.fingerprint()).isPresent()) {
            return ServiceDesk.refuse(ServiceOutcome.Reason.TAKEN,
                    "This key is known here already: one key, one account, once. Make another one.");
        }
        if (people.keysOf(name).size() >= MOST) {
            return ServiceDesk.refuse(ServiceOutcome.Reason.TOO_MANY,
                    "That would be more than " + MOST + " keys. Remove one first.");
        }
        Instant end = account.get().service().orElseThrow().until();
        Instant wish = at.plus(lifetime.orElse(longest));
        Instant expires = wish.isBefore(end) ? wish : end;
        return Ruling.of(new ServiceOutcome.KeyAdded(account.get(), key.fingerprint(), expires),
                new DirectoryEvent.KeyRegistered(at, Actor.of(by.name()), name, key.fingerprint(),
                        key.key().line(), Optional.of(Origin.SALLYPORT.code()), Optional.of(expires)));
    }

    /** Removes one that was registered here; sessions that it opened end. */
    public ServiceOutcome remove(Person by, PersonName name, KeyFingerprint fingerprint) {
        return trail.commit(at -> {
            Optional<Person> account = mine(by, name);
            if (account.isEmpty()) {
                return ServiceDesk.unknown(name);
            }
            Optional<RegisteredKey> key = people.key(fingerprint).filter(each -> each.person().equals(name));
            if (key.isEmpty()) {
                return ServiceDesk.refuse(ServiceOutcome.Reason.UNKNOWN,
                        "'" + name + "' has no key " + fingerprint + ".");
            }
            return key.get().origin() == Origin.SALLYPORT
                    ? Ruling.of(new ServiceOutcome.KeyRemoved(account.get(), fingerprint),
                            new DirectoryEvent.KeyRemoved(at, Actor.of(by.name()), name, fingerprint))
                    : ServiceDesk.refuse(ServiceOutcome.Reason.ELSEWHERE,
                            "This key stands in the broker's directory file: have it taken out there.");
        });
    }

    private Optional<Person> mine(Person by, PersonName name) {
        Optional<Person> now = people.byName(by.name()).filter(Person::enabled);
        return now.flatMap(person -> desk.account(person, name).filter(
                account -> ServiceDesk.administers(person) || ServiceDesk.owns(person, account)));
    }
}
