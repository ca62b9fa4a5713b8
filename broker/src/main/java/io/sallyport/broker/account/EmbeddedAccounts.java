package io.sallyport.broker.account;

import io.sallyport.broker.account.AccountStore.Changed;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The account directory of a broker without an identity provider. What it keeps is sealed in files of its own
 * (docs/formats/accounts.md); what happens to it is in the journal. Blocking; safe for many threads.
 */
public final class EmbeddedAccounts implements Accounts {
    /**
     * What it works with.
     *
     * @param folder of the sealed files, and {@code key} the file of their key
     * @param signOut ends every browser session of a person
     * @param host the console's host name, which passkeys are made for; {@code console}: its address with the real port
     * @param nanos monotonic, in nanoseconds
     */
    public record Parts(Path folder, Path key, AuditTrail trail, People people, Consumer<PersonName> signOut,
            String host, Supplier<URI> console, InstantSource time, LongSupplier nanos,
            SecureRandom random) {}

    private final AccountStore store;
    private final People people;
    private final Consumer<PersonName> signOut;
    private final AccountJournal journal;
    private final InstantSource time;
    private final EnrolmentLinks links;
    private final SecondFactors second;
    private final PasswordDoor door;
    private final FactorDesk factors;
    private final PasskeyDesk passkeys;
    private final Opening opening;

    private EmbeddedAccounts(AccountStore store, Parts parts) {
        this.store = store;
        this.people = parts.people;
        this.signOut = parts.signOut;
        this.time = parts.time;
        this.journal = new AccountJournal(parts.trail);
        this.links = new EnrolmentLinks(parts.random, parts.nanos);
        Passwords passwords = new Passwords(parts.random, PasswordHash.Cost.STANDARD);
        this.second = new SecondFactors(store, people, journal, time, parts.nanos);
        this.door = new PasswordDoor(store, people, passwords, second, journal, parts.nanos);
        this.factors = new FactorDesk(store, journal, passwords, "Sallyport " + parts.host, time,
                parts.nanos, parts.random);
        this.passkeys = new PasskeyDesk(store, people, journal, parts.host, parts.console, time,
                new Challenges(parts.random, parts.nanos));
        this.opening = new Opening(store, people, journal, links, signOut, time);
    }

    /** @throws IOException folder or key can't be used; the message says what to do */
    public static EmbeddedAccounts open(Parts parts) throws IOException {
        return new EmbeddedAccounts(AccountStore.open(parts.folder, parts.key, parts.random), parts);
    }

    /** Name, password and code. */
    public PasswordDoor door() {
        return door;
    }

    public PasskeyDesk passkeys() {
        return passkeys;
    }

    public FactorDesk factors() {
        return factors;
    }

    public EnrolmentLinks links() {
        return links;
    }

    public Opening opening() {
        return opening;
    }

    /** For the prompt of ssh, and for proving more in a browser. */
    public StepUpFactors stepUp() {
        return second;
    }

    /** True when there is any account: only then is there a point in asking for names and passwords. */
    public boolean any() {
        return store.any();
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public Optional<Account> find(PersonName person) {
        return asked(() -> store.find(person).flatMap(this::account));
    }

    /** {@inheritDoc} A new account is open for enrolment, as if the operator had opened it. */
    @Override
    public Provisioned provision(NewAccount wanted) {
        Profile profile = new Profile(wanted.fullName(), wanted.mail(), wanted.organisation(),
                wanted.groups());
        return asked(() -> store.<Provisioned>change(wanted.person(), account -> {
            if (account.isPresent()) {
                if (account.get().profile().map(Profile::organisation)
                        .filter(had -> !had.equals(wanted.organisation())).isPresent()) {
                    return Changed.nothing(
                            new Provisioned.Refused("the account is of another organisation"));
                }
                // Left by somebody of that name who is not here any more: their factors would sign in the new
                // one.
                if (account.get().profile().flatMap(Profile::mail)
                        .filter(had -> wanted.mail().filter(had::equalsIgnoreCase).isPresent()).isEmpty()) {
                    return Changed.nothing(new Provisioned.Refused("there is an account '" + wanted.person()
                            + "' already, of somebody with another mail address"));
                }
                return Changed.to(account.get().with(profile), new Provisioned.Existing());
            }
            journal.made(Actor.SYSTEM, wanted.person());
            Instant until = time.instant().plus(Opening.OPEN);
            journal.opened(Actor.SYSTEM, wanted.person(), until);
            return Changed.to(StoredAccount.empty(wanted.person(), store.newHandle()).with(profile)
                    .opened(until), new Provisioned.Made(Optional.empty()));
        }));
    }

    @Override
    public void disable(PersonName person) {
        boolean there = enabled(person, false);
        if (there) {
            signOut(person);
        }
    }

    @Override
    public void enable(PersonName person) {
        enabled(person, true);
    }

    @Override
    public void signOut(PersonName person) {
        links.drop(person);
        signOut.accept(person);
    }

    private boolean enabled(PersonName person, boolean now) {
        return asked(() -> store.<Boolean>change(person, account -> {
            if (account.isEmpty() || account.get().enabled() == now) {
                return Changed.nothing(account.isPresent());
            }
            journal.enabled(person, now);
            return Changed.to(account.get().withEnabled(now), true);
        }));
    }

    // The directory of people is newer than what an invitation said.
    private Optional<Account> account(StoredAccount there) {
        Optional<Person> known = people.byName(there.person());
        Optional<Profile> said = known
                .map(person -> new Profile(person.fullName(), person.mail(), person.organisation(),
                        person.groups()))
                .or(there::profile);
        return said.map(profile -> new Account(there.person(), Webauthn.base64(there.handle().bytes()),
                profile.fullName(), profile.mail(), profile.organisation(), profile.groups(),
                there.enabled(), there.factors()));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (AccountStoreException e) {
            throw new AccountsUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }
}
