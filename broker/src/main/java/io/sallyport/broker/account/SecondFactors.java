package io.sallyport.broker.account;

import io.sallyport.broker.account.AccountStore.Changed;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.identity.TotpOutcome;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One-time codes and recovery codes, each good once. Wrong ones are counted by person: whoever gets as far as to try one has
 * proven a key or a password of that person already, so no stranger can make anybody wait here. Safe for many threads.
 */
final class SecondFactors implements StepUpFactors {
    private static final Logger LOG = Logger.getLogger(SecondFactors.class.getName());
    /** Three codes of a million are good at a time: at this pace guessing takes centuries. */
    static final GuessBrake.Pace PACE = new GuessBrake.Pace(5, Duration.ofSeconds(15), Duration.ofMinutes(15),
            Duration.ofHours(24));
    /** Longer than any code with all its blanks. */
    private static final int LONGEST = 64;

    private final AccountStore store;
    private final People people;
    private final AccountJournal journal;
    private final InstantSource time;
    private final GuessBrake brake;

    SecondFactors(AccountStore store, People people, AccountJournal journal, InstantSource time,
            LongSupplier nanos) {
        this.store = store;
        this.people = people;
        this.journal = journal;
        this.time = time;
        this.brake = new GuessBrake(PACE, nanos);
    }

    @Override
    public boolean hasTotp(PersonName person) {
        try {
            return usable(store.find(person)).flatMap(StoredAccount::totp).isPresent();
        } catch (AccountStoreException e) {
            LOG.log(Level.SEVERE, "an account can't be read", e);
            return false;
        }
    }

    @Override
    public TotpOutcome verify(PersonName person, String typed) {
        Optional<Duration> wait = brake.begin(person.value());
        if (wait.isPresent()) {
            return new TotpOutcome.Wait(wait.get());
        }
        try {
            if (store.change(person, account -> use(account, typed))) {
                brake.right(person.value());
                return new TotpOutcome.Right();
            }
        } catch (AccountStoreException e) {
            LOG.log(Level.SEVERE, "an account can't be read or written", e);
            brake.undo(person.value());
            return new TotpOutcome.Unavailable();
        }
        if (brake.justFull(person.value())) {
            journal.braked(person, "otp");
        }
        return new TotpOutcome.Wrong();
    }

    private Changed<Boolean> use(Optional<StoredAccount> account, String typed) {
        Optional<StoredAccount> usable = usable(account);
        if (usable.isEmpty() || typed.length() > LONGEST) {
            return Changed.nothing(false);
        }
        StoredAccount there = usable.get();
        return RecoveryCodes.likely(typed) ? useRecovery(there, typed) : useTotp(there, typed);
    }

    private Changed<Boolean> useTotp(StoredAccount account, String typed) {
        String digits = typed.replaceAll("\\s", "");
        if (account.totp().isEmpty() || !digits.matches("[0-9]{" + Totp.DIGITS + "}")) {
            return Changed.nothing(false);
        }
        TotpFactor totp = account.totp().get();
        OptionalLong step = Totp.match(totp.secret(), digits, time.instant(), totp.lastStep());
        return step.isPresent()
                ? Changed.to(account.withTotp(Optional.of(totp.usedAt(step.getAsLong()))), true)
                : Changed.nothing(false);
    }

    private Changed<Boolean> useRecovery(StoredAccount account, String typed) {
        Optional<String> match = RecoveryCodes.match(account.recovery(), typed);
        if (match.isEmpty()) {
            return Changed.nothing(false);
        }
        List<String> left = new ArrayList<>(account.recovery());
        left.remove(match.get());
        journal.recoveryUsed(account.person(), left.size());
        LOG.log(Level.WARNING, "a recovery code of {0} was used, {1} left",
                new Object[]{account.person(), left.size()});
        return Changed.to(account.withRecovery(left), true);
    }

    private Optional<StoredAccount> usable(Optional<StoredAccount> account) {
        return account.filter(StoredAccount::enabled).filter(StoredAccount::hasSecondFactor)
                .filter(there -> people.byName(there.person()).filter(Person::enabled).isPresent());
    }
}
