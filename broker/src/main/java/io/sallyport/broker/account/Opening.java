package io.sallyport.broker.account;

import io.sallyport.broker.account.AccountStore.Changed;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** What the operator does at the broker's own machine: opens accounts for enrolment, and lets the first administrator in. */
public final class Opening {
    /** How long an account stays open for its owner to come. */
    public static final Duration OPEN = Duration.ofDays(7);

    /** What came of it. */
    public sealed interface Outcome {
        /** The account is open until then, for whoever proves a key of the person. */
        record Opened(Instant until) implements Outcome {}

        /** {@code code}: a secret that opens the person's account page once. */
        record Linked(String code) implements Outcome {
            @Override
            public String toString() {
                return "(secret)";
            }
        }

        record Refused(String why) implements Outcome {}
    }

    private final AccountStore store;
    private final People people;
    private final AccountJournal journal;
    private final EnrolmentLinks links;
    private final Consumer<PersonName> signOut;
    private final InstantSource time;

    Opening(AccountStore store, People people, AccountJournal journal, EnrolmentLinks links,
            Consumer<PersonName> signOut, InstantSource time) {
        this.store = store;
        this.people = people;
        this.journal = journal;
        this.links = links;
        this.signOut = signOut;
        this.time = time;
    }

    /**
     * Opens the account of somebody in the directory, and makes it if there is none.
     *
     * @param reset first takes every factor away and ends every sign-in: for who lost all of them, and proved who they are
     */
    public Outcome open(PersonName person, boolean reset) {
        if (people.byName(person).filter(Person::enabled).isEmpty()) {
            return new Outcome.Refused("there is no such person in the directory, or they are not enabled");
        }
        Outcome outcome = store.change(person, account -> opened(person, account, reset));
        if (reset && outcome instanceof Outcome.Opened) {
            links.drop(person);
            signOut.accept(person);
        }
        return outcome;
    }

    /** Opens the account of the first administrator, and returns a link's code. Refused once an administrator is guarded. */
    public Outcome firstAdmin(PersonName person) {
        Optional<Person> known = people.byName(person).filter(Person::enabled);
        if (known.filter(each -> each.is(Role.ADMINISTRATOR)).isEmpty()) {
            return new Outcome.Refused(
                    "there is no such administrator in the directory: enter the person there"
                            + " first, with the role administrator");
        }
        if (people.all().stream().filter(each -> each.is(Role.ADMINISTRATOR)).map(Person::name)
                .anyMatch(each -> store.find(each).filter(StoredAccount::guarded).isPresent())) {
            return new Outcome.Refused("there is an administrator with a second factor already: others are"
                    + " enrolled with account-open");
        }
        return switch (open(person, false)) {
            case Outcome.Opened _ ->
                new Outcome.Linked(links.make(person, EnrolmentLinks.BY_OPERATOR));
            case Outcome other -> other;
        };
    }

    private Changed<Outcome> opened(PersonName person, Optional<StoredAccount> account, boolean reset) {
        if (account.filter(each -> !each.enabled()).isPresent()) {
            return Changed.nothing(new Outcome.Refused("the account is disabled"));
        }
        if (!reset && account.filter(StoredAccount::guarded).isPresent()) {
            return Changed.nothing(new Outcome.Refused("a second factor was enrolled already, and its owner"
                    + " changes it. When all are lost: --reset"));
        }
        StoredAccount there = account.orElseGet(() -> {
            journal.made(Actor.OPERATOR, person);
            return StoredAccount.empty(person, store.newHandle());
        });
        if (reset) {
            journal.reset(Actor.OPERATOR, person);
            there = there.reset();
        }
        Instant until = time.instant().plus(OPEN);
        journal.opened(Actor.OPERATOR, person, until);
        return Changed.to(there.opened(until), new Outcome.Opened(until));
    }
}
