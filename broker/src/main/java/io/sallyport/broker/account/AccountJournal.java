package io.sallyport.broker.account;

import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Says in the journal what is about to change in an account, before it does. Safe for many threads. */
final class AccountJournal {
    private final AuditTrail trail;

    AccountJournal(AuditTrail trail) {
        this.trail = trail;
    }

    void made(Actor actor, PersonName person) {
        trail.record(at -> new AccountEvent.AccountMade(at, actor, person));
    }

    void opened(Actor actor, PersonName person, Instant until) {
        trail.record(at -> new AccountEvent.AccountOpened(at, actor, person, until));
    }

    void reset(Actor actor, PersonName person) {
        trail.record(at -> new AccountEvent.AccountReset(at, actor, person));
    }

    void enabled(PersonName person, boolean now) {
        trail.record(at -> now
                ? new AccountEvent.AccountEnabled(at, Actor.SYSTEM, person)
                : new AccountEvent.AccountDisabled(at, Actor.SYSTEM, person));
    }

    void password(PersonName person, boolean first) {
        trail.record(at -> first
                ? new AccountEvent.FactorAdded(at, Actor.of(person), person, "password", Optional.empty(),
                        Optional.empty())
                : new AccountEvent.PasswordChanged(at, Actor.of(person), person));
    }

    void totpAdded(PersonName person, boolean instead) {
        Function<Instant, Event> added = at -> new AccountEvent.FactorAdded(at, Actor.of(person), person,
                "otp", Optional.empty(), Optional.empty());
        trail.<Boolean>commit(at -> new Ruling<>(true, instead
                ? List.of(totpGone(at, person), added.apply(at))
                : List.of(added.apply(at))));
    }

    void totpRemoved(PersonName person) {
        trail.record(at -> totpGone(at, person));
    }

    void passkeyAdded(PersonName person, Passkey key) {
        trail.record(at -> new AccountEvent.FactorAdded(at, Actor.of(person), person, "passkey",
                Optional.of(key.id()), Optional.of(key.label())));
    }

    void passkeyRemoved(PersonName person, Passkey key) {
        trail.record(at -> new AccountEvent.FactorRemoved(at, Actor.of(person), person, "passkey",
                Optional.of(key.id()), Optional.of(key.label())));
    }

    void recoveryMade(PersonName person, int count) {
        trail.record(at -> new AccountEvent.RecoveryCodesMade(at, Actor.of(person), person, count));
    }

    void recoveryUsed(PersonName person, int left) {
        trail.record(at -> new AccountEvent.RecoveryCodeUsed(at, Actor.of(person), person, left));
    }

    void braked(PersonName person, String factor) {
        trail.record(at -> new AccountEvent.SignInBraked(at, Actor.SYSTEM, person, factor));
    }

    private static Event totpGone(Instant at, PersonName person) {
        return new AccountEvent.FactorRemoved(at, Actor.of(person), person, "otp", Optional.empty(),
                Optional.empty());
    }
}
