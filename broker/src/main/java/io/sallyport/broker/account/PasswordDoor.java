package io.sallyport.broker.account;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.broker.identity.TotpOutcome;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Name, password and a second factor, all three at once: a password alone is never enough, and nobody learns that one is right
 * without the other. Blocking; safe for many threads.
 *
 * <p>Wrong tries are counted three ways. By source, whatever the name; by name and source; and by name over all the sources that
 * this name never came in from. A crowd of strangers can so make each other wait, but not the owner at their usual place; and
 * passkeys and {@code ssh gw console} go past all of it, because nothing can be guessed there.
 */
public final class PasswordDoor {
    private static final Logger LOG = Logger.getLogger(PasswordDoor.class.getName());
    static final GuessBrake.Pace BY_SOURCE = new GuessBrake.Pace(20, Duration.ofSeconds(2),
            Duration.ofMinutes(1), Duration.ofMinutes(30));
    static final GuessBrake.Pace BY_NAME_AND_SOURCE = new GuessBrake.Pace(5, Duration.ofSeconds(2),
            Duration.ofMinutes(5), Duration.ofHours(1));
    static final GuessBrake.Pace BY_NAME = new GuessBrake.Pace(50, Duration.ofSeconds(5),
            Duration.ofMinutes(1), Duration.ofHours(1));
    /** Names with sources that are remembered as theirs. */
    private static final int KNOWN = 20_000;

    private final AccountStore store;
    private final People people;
    private final Passwords passwords;
    private final SecondFactors second;
    private final AccountJournal journal;
    private final GuessBrake bySource;
    private final GuessBrake byBoth;
    private final GuessBrake byName;
    // Guarded by itself.
    private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KNOWN;
        }
    };

    PasswordDoor(AccountStore store, People people, Passwords passwords, SecondFactors second,
            AccountJournal journal, LongSupplier nanos) {
        this.store = store;
        this.people = people;
        this.passwords = passwords;
        this.second = second;
        this.journal = journal;
        this.bySource = new GuessBrake(BY_SOURCE, nanos);
        this.byBoth = new GuessBrake(BY_NAME_AND_SOURCE, nanos);
        this.byName = new GuessBrake(BY_NAME, nanos);
    }

    /**
     * Looks at all three.
     *
     * @param name as it was typed; foreign
     * @param code a one-time code or a recovery code; foreign
     */
    public SignInOutcome enter(String name, String password, String code, InetAddress from) {
        Tries tries = new Tries(name, block(from));
        Optional<Duration> wait = tries.begin();
        if (wait.isPresent()) {
            return new SignInOutcome.Wait(wait.get());
        }
        Optional<StoredAccount> account;
        try {
            account = PersonName.parse(name).flatMap(store::find).filter(StoredAccount::enabled)
                    .filter(there -> people.byName(there.person()).filter(Person::enabled).isPresent());
        } catch (AccountStoreException e) {
            LOG.log(Level.SEVERE, "an account can't be read", e);
            tries.undo();
            return new SignInOutcome.NotNow();
        }
        return switch (passwords.compare(password, account.flatMap(StoredAccount::password))) {
            case BUSY -> {
                tries.undo();
                yield new SignInOutcome.NotNow();
            }
            case WRONG -> tries.wrong(account);
            case RIGHT -> secondOf(account.orElseThrow(), password, code, tries);
        };
    }

    private SignInOutcome secondOf(StoredAccount account, String password, String code, Tries tries) {
        return switch (second.verify(account.person(), code)) {
            // That a second factor has to wait is not said: it would tell that the password was right.
            case TotpOutcome.Wrong _,TotpOutcome.Wait _ -> tries.wrong(Optional.of(account));
            case TotpOutcome.Unavailable _ -> {
                tries.undo();
                yield new SignInOutcome.NotNow();
            }
            case TotpOutcome.Right _ -> {
                tries.right();
                refresh(account, password);
                yield new SignInOutcome.Proven(account.person(), Mfa.OTP, ShownFactor.OTP);
            }
        };
    }

    // The password is at hand only now: a hash that has become too cheap is made anew.
    private void refresh(StoredAccount account, String password) {
        if (account.password().filter(passwords::outdated).isEmpty()) {
            return;
        }
        Optional<PasswordHash> fresh = passwords.hash(password);
        if (fresh.isEmpty()) {
            return;
        }
        store.<Boolean>change(account.person(), now -> now.filter(there -> there.password()
                .equals(account.password()))
                .map(there -> AccountStore.Changed.to(there.with(fresh.get()), true))
                .orElse(AccountStore.Changed.nothing(false)));
    }

    private static String block(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    }

    /** One try, as it is counted. */
    private final class Tries {
        private final String name;
        private final String source;
        private final String both;
        private final boolean stranger;

        Tries(String name, String source) {
            this.name = name;
            this.source = source;
            this.both = source + " " + name;
            synchronized (known) {
                this.stranger = known.get(both) == null;
            }
        }

        /** Counts in all of them or in none. */
        Optional<Duration> begin() {
            Optional<Duration> wait = bySource.begin(source);
            if (wait.isPresent()) {
                return wait;
            }
            wait = byBoth.begin(both);
            if (wait.isPresent()) {
                bySource.undo(source);
                return wait;
            }
            wait = stranger ? byName.begin(name) : Optional.empty();
            if (wait.isPresent()) {
                bySource.undo(source);
                byBoth.undo(both);
            }
            return wait;
        }

        void undo() {
            bySource.undo(source);
            byBoth.undo(both);
            if (stranger) {
                byName.undo(name);
            }
        }

        void right() {
            bySource.undo(source);
            byBoth.right(both);
            if (stranger) {
                byName.undo(name);
            }
            synchronized (known) {
                known.put(both, true);
            }
        }

        SignInOutcome wrong(Optional<StoredAccount> account) {
            if (stranger && byName.justFull(name)) {
                account.ifPresent(there -> journal.braked(there.person(), "password"));
            }
            return new SignInOutcome.Refused();
        }
    }
}
