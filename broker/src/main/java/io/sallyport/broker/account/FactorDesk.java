package io.sallyport.broker.account;

import io.sallyport.broker.account.AccountStore.Changed;
import io.sallyport.broker.account.FactorOutcome.Why;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One's own factors: seen, set, added and taken away, as {@link ChangeRule} allows. {@code shown} is always what the web session
 * of the one who asks has proven, of the same person. Blocking; safe for many threads.
 */
public final class FactorDesk {
    /** How long a new secret waits for its first code. */
    static final Duration PENDING = Duration.ofMinutes(10);
    private static final int WAITING = 1000;

    /** What an authenticator app needs. Shown once, to its owner alone. */
    public record NewTotp(String secret, String uri) {
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    private record Pending(Secret secret, long at) {}

    private final AccountStore store;
    private final AccountJournal journal;
    private final Passwords passwords;
    private final String issuer;
    private final InstantSource time;
    private final LongSupplier nanos;
    private final SecureRandom random;
    // Guarded by itself.
    private final Map<PersonName, Pending> pending = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PersonName, Pending> eldest) {
            return size() > WAITING;
        }
    };

    /** @param issuer how apps name this installation */
    FactorDesk(AccountStore store, AccountJournal journal, Passwords passwords, String issuer,
            InstantSource time, LongSupplier nanos, SecureRandom random) {
        this.store = store;
        this.journal = journal;
        this.passwords = passwords;
        this.issuer = issuer;
        this.time = time;
        this.nanos = nanos;
        this.random = random;
    }

    /** What there is, and whether it may be changed now. */
    public AccountView view(PersonName person, Assurance shown) {
        Optional<StoredAccount> account = store.find(person);
        Optional<ChangeRule.Barrier> barrier = ChangeRule.barrier(account, shown, time.instant());
        StoredAccount there = account.orElseGet(() -> StoredAccount.empty(person, Secret.of(new byte[0])));
        return new AccountView(there.password().isPresent(), there.totp().map(TotpFactor::since),
                there.passkeys().stream().map(key -> new AccountView.Key(key.id(), key.label(), key.since(),
                        key.used(), key.backedUp())).toList(),
                there.recovery().size(), there.guarded(), barrier.map(ChangeRule.Barrier::why),
                barrier.map(ChangeRule.Barrier::text).orElse(""), there.strongest());
    }

    /** Sets or changes the password. */
    public FactorOutcome<Boolean> setPassword(Person person, Assurance shown, String chosen) {
        Optional<String> bad = PasswordRules.refusal(chosen, person.name(), person.fullName());
        // Asked before the work of hashing, and again when it is done.
        if (bad.isPresent() || view(person.name(), shown).barrier().isPresent()) {
            return change(person, shown, _ -> no(Why.BAD_PASSWORD, bad.orElse("")));
        }
        Optional<PasswordHash> hash = passwords.hash(chosen);
        return change(person, shown, there -> {
            if (hash.isEmpty()) {
                return no(Why.BUSY, "Too many people at once. Try again.");
            }
            journal.password(person.name(), there.password().isEmpty());
            return yes(there.with(hash.get()));
        });
    }

    /** A new secret for an app. It counts for nothing until {@link #confirmTotp}; an app that there is stays good until then. */
    public FactorOutcome<NewTotp> beginTotp(Person person, Assurance shown) {
        Optional<ChangeRule.Barrier> barrier = ChangeRule.barrier(store.find(person.name()), shown,
                time.instant());
        if (barrier.isPresent()) {
            return FactorOutcome.refused(barrier.get().why(), barrier.get().text());
        }
        byte[] bytes = new byte[Totp.SECRET_BYTES];
        random.nextBytes(bytes);
        Secret secret = Secret.of(bytes);
        synchronized (pending) {
            pending.remove(person.name());
            pending.put(person.name(), new Pending(secret, nanos.getAsLong()));
        }
        return FactorOutcome.done(new NewTotp(Base32.text(bytes), Totp.uri(issuer, person.name(), secret)));
    }

    /** Takes the first code of the new secret: the app has it. */
    public FactorOutcome<Boolean> confirmTotp(Person person, Assurance shown, String typed) {
        Optional<Secret> secret = pendingOf(person.name());
        return change(person, shown, there -> {
            OptionalLong step = secret.map(each -> Totp.match(each, typed.replaceAll("\\s", ""),
                    time.instant(), Long.MIN_VALUE)).orElse(OptionalLong.empty());
            if (step.isEmpty()) {
                return no(Why.BAD_CODE, secret.isEmpty()
                        ? "That took too long. Begin again."
                        : "This is not the code that the app shows now. Is the clock of the phone right?");
            }
            synchronized (pending) {
                pending.remove(person.name());
            }
            journal.totpAdded(person.name(), there.totp().isPresent());
            return yes(there.withTotp(Optional.of(new TotpFactor(secret.orElseThrow(), step.getAsLong(),
                    time.instant()))));
        });
    }

    public FactorOutcome<Boolean> removeTotp(Person person, Assurance shown) {
        return change(person, shown, there -> {
            if (there.totp().isEmpty()) {
                return no(Why.NO_SUCH, "There is no authenticator app.");
            }
            if (there.passkeys().isEmpty()) {
                return last();
            }
            journal.totpRemoved(person.name());
            return yes(there.withTotp(Optional.empty()));
        });
    }

    /** {@code id}: of {@link AccountView.Key}. */
    public FactorOutcome<Boolean> removePasskey(Person person, Assurance shown, String id) {
        return change(person, shown, there -> {
            Optional<Passkey> key = there.passkeys().stream().filter(each -> each.id().equals(id))
                    .findFirst();
            if (key.isEmpty()) {
                return no(Why.NO_SUCH, "There is no such passkey.");
            }
            if (there.passkeys().size() == 1 && there.totp().isEmpty()) {
                return last();
            }
            journal.passkeyRemoved(person.name(), key.get());
            List<Passkey> left = new ArrayList<>(there.passkeys());
            left.remove(key.get());
            return yes(there.withPasskeys(left));
        });
    }

    /** New recovery codes, to be shown once; those there were are void. */
    public FactorOutcome<List<String>> makeRecoveryCodes(Person person, Assurance shown) {
        List<String> codes = RecoveryCodes.make(random);
        return change(person, shown, there -> {
            if (!there.hasSecondFactor()) {
                return no(Why.NO_SUCH, "Recovery codes stand in for a second factor. Set one up first.");
            }
            journal.recoveryMade(person.name(), codes.size());
            return Changed.to(there.withRecovery(codes.stream().map(RecoveryCodes::hash).toList()),
                    FactorOutcome.done(codes));
        });
    }

    private Optional<Secret> pendingOf(PersonName person) {
        synchronized (pending) {
            return Optional.ofNullable(pending.get(person))
                    .filter(each -> nanos.getAsLong() - each.at <= PENDING.toNanos()).map(Pending::secret);
        }
    }

    private <T> FactorOutcome<T> change(Person person, Assurance shown,
            Function<StoredAccount, Changed<FactorOutcome<T>>> change) {
        return store.change(person.name(), account -> {
            Optional<ChangeRule.Barrier> barrier = ChangeRule.barrier(account, shown, time.instant());
            return barrier.isPresent()
                    ? no(barrier.get().why(), barrier.get().text())
                    : change.apply(account.orElseThrow());
        });
    }

    private static Changed<FactorOutcome<Boolean>> last() {
        return no(Why.LAST_ONE,
                "This is your last second factor, and without one nobody signs in. Add another first.");
    }

    private static Changed<FactorOutcome<Boolean>> yes(StoredAccount account) {
        return Changed.to(account, FactorOutcome.done(true));
    }

    private static <T> Changed<FactorOutcome<T>> no(Why why, String text) {
        return Changed.nothing(FactorOutcome.refused(why, text));
    }
}
