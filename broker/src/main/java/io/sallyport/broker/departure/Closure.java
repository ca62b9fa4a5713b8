package io.sallyport.broker.departure;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.FeedWatch;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.evidence.log.SignedCheckpoint;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sees an off-boarding through to its proof: disables the accounts, waits until every session was seen to have ended, writes the document and
 * binds it in the journal. What was not done when a broker stopped is done by the next. Blocking; one thread.
 */
public final class Closure {
    private static final Logger LOG = Logger.getLogger(Closure.class.getName());
    /** Between two tries to disable an account whose directory did not answer. */
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final AuditTrail trail;
    private final DepartureStore store;
    private final Proof proof;
    private final ProofShelf shelf;
    private final Accounts accounts;
    private final Supplier<SignedCheckpoint> checkpoint;
    private final InstantSource time;

    Closure(AuditTrail trail, DepartureStore store, Proof proof, ProofShelf shelf, Accounts accounts,
            Supplier<SignedCheckpoint> checkpoint, InstantSource time) {
        this.trail = trail;
        this.store = store;
        this.proof = proof;
        this.shelf = shelf;
        this.accounts = accounts;
        this.checkpoint = checkpoint;
        this.time = time;
    }

    /** Looks after every event that may complete one, and again and again, until closed. */
    public FeedWatch watch(Feed feed) {
        return FeedWatch.start("departure-watch", feed,
                event -> event instanceof SessionEvent.SessionEnded
                        || event instanceof DepartureEvent.DepartureOrdered,
                AGAIN, this::look);
    }

    /** Does what can be done by now for every open off-boarding. */
    public void look() {
        store.open().forEach(this::look);
    }

    private void look(Departure departure) {
        if (departure.takesPeople()) {
            settle(departure);
        }
        store.departure(departure.id()).filter(now -> now.completion().isEmpty()).filter(proof::complete)
                .ifPresent(this::complete);
    }

    private void settle(Departure departure) {
        for (Leaver leaver : departure.leavers()) {
            if (leaver.account().isEmpty()) {
                try {
                    settled(departure.id(), leaver.person(), disable(leaver.person()));
                } catch (AccountsUnavailableException e) {
                    // The others would wait for it as well. The watch comes again.
                    LOG.log(Level.WARNING, "off-boarding {0}: the directory of accounts does not answer;"
                            + " the accounts are disabled as soon as it does", departure.id());
                    return;
                }
            }
        }
    }

    private Leaver.AccountEnd.State disable(PersonName person) {
        Optional<Account> account = accounts.find(person);
        // Disabled again all the same: it ends what sign-ins there are.
        accounts.disable(person);
        return account.isEmpty()
                ? Leaver.AccountEnd.State.NONE
                : account.get().enabled()
                        ? Leaver.AccountEnd.State.DISABLED
                        : Leaver.AccountEnd.State.WAS_DISABLED;
    }

    private void settled(DepartureId id, PersonName person, Leaver.AccountEnd.State state) {
        // Asked for this one person only: a provider has hundreds.
        trail.<Boolean>commit(at -> store.unsettled(id, person)
                ? Ruling.of(true, new DepartureEvent.DepartureAccount(at, Actor.SYSTEM, id.value(),
                        person, accounts.kind(), state.code()))
                : Ruling.of(false));
    }

    private void complete(Departure departure) {
        // What the document says was committed before the checkpoint was signed, so the checkpoint covers
        // it.
        Instant at = time.instant();
        byte[] document = proof.finished(departure, at, checkpoint.get()).canonical();
        shelf.put(departure.id(), document);
        trail.<Boolean>commit(then -> store.departure(departure.id())
                .filter(now -> now.completion().isEmpty())
                .map(_ -> Ruling.of(true, new DepartureEvent.DepartureCompleted(then, Actor.SYSTEM,
                        departure.id().value(), ProofShelf.sha256(document), document.length)))
                .orElseGet(() -> Ruling.of(false)));
    }
}
