package io.sallyport.broker.keys;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.KeyEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.OfferedKey;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.cert.SshPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * People add and remove their own keys, and administrators of the company end those of others. A new one takes a fresh proof beyond the key in use; where nobody could give one, and for whoever decides
 * or looks after others, somebody else's yes. Blocking; safe for many threads.
 */
public final class KeyDesk {
    /** How old the proof for a new key may be. */
    public static final Duration RECENT = Duration.ofMinutes(10);
    /** Keys of one person, those that wait among them. */
    public static final int MOST = 20;

    private final AuditTrail trail;
    private final People people;
    private final KeyStore store;
    private final KeySettings settings;
    private final RecentProof proof;
    private final RandomGenerator random;

    public KeyDesk(AuditTrail trail, People people, KeyStore store, KeySettings settings, RecentProof proof,
            RandomGenerator random) {
        this.trail = trail;
        this.people = people;
        this.store = store;
        this.settings = settings;
        this.proof = proof;
        this.random = random;
    }

    /** No key that people add lives longer. */
    public Duration longest() {
        return settings.longest();
    }

    /** Adds a key to those of {@code by}, or has it wait. */
    public KeyOutcome add(Person by, KeyForm form) {
        return switch (OfferedKey.read(form.line())) {
            case OfferedKey.Bad(String why) -> refused(KeyOutcome.Reason.BAD_KEY, why);
            case OfferedKey.Good(SshPublicKey key, KeyFingerprint _) -> add(by, form, key);
        };
    }

    private KeyOutcome add(Person by, KeyForm form, SshPublicKey key) {
        Duration lifetime = form.lifetime().orElse(settings.longest());
        if (lifetime.compareTo(settings.longest()) > 0 || !lifetime.isPositive()) {
            return refused(KeyOutcome.Reason.TOO_LONG,
                    "A key lives at most " + settings.longest().toDays() + " days here.");
        }
        boolean proven = form.shown().atLeast(Mfa.OTP);
        // Asked before the commit: it may wait for a directory of accounts.
        if (!proven && proof.possible(by.name())) {
            return refused(KeyOutcome.Reason.PROOF_NEEDED,
                    "A new key takes more than the key you use: show your"
                            + " second factor first, not longer than " + RECENT.toMinutes()
                            + " minutes ago.");
        }
        boolean alone = proven && !sensitive(by);
        return trail.commit(at -> decide(at, by, key, form, alone));
    }

    private Ruling<KeyOutcome> decide(Instant at, Person by, SshPublicKey key, KeyForm form,
            boolean alone) {
        Duration lifetime = form.lifetime().orElse(settings.longest());
        KeyFingerprint fingerprint = new KeyFingerprint(key.fingerprint());
        List<KeyProposal> waiting = store.waiting();
        if (people.byName(by.name()).filter(Person::enabled).isEmpty()) {
            return Ruling.of(refused(KeyOutcome.Reason.NOT_ALLOWED, "Your account is not active any more."));
        }
        // One answer for every owner: who has a key is not for others to know.
        if (people.key(fingerprint).isPresent()
                || waiting.stream().anyMatch(each -> each.fingerprint().equals(fingerprint))) {
            return Ruling.of(refused(KeyOutcome.Reason.TAKEN,
                    "This key is known here already: one key, one person, once. Make another one."));
        }
        long own = people.keysOf(by.name()).size()
                + waiting.stream().filter(each -> each.person().equals(by.name())).count();
        if (own >= MOST) {
            return Ruling.of(refused(KeyOutcome.Reason.TOO_MANY,
                    "That would be more than " + MOST + " keys. Remove one first."));
        }
        Actor actor = Actor.of(by.name());
        if (alone) {
            return added(at, actor, new KeyProposal("", by.name(), fingerprint, key.line(), lifetime, at,
                    form.rotation()), List.of());
        }
        KeyProposal proposal = new KeyProposal(id(), by.name(), fingerprint, key.line(), lifetime, at,
                form.rotation().filter(each -> own(by.name(), each.old()).isPresent()));
        return Ruling.of(new KeyOutcome.Waits(proposal), new KeyEvent.KeyProposed(at, actor, proposal.id(),
                by.name(), fingerprint, key.line(), lifetime, proposal.rotation().map(Rotation::old),
                proposal.rotation().map(Rotation::overlap)));
    }

    // The new key and the end of the old one are one commit: nobody is left with an old one that goes
    // on
    // for ever, or without any.
    private Ruling<KeyOutcome> added(Instant at, Actor actor, KeyProposal key, List<Event> before) {
        Instant expires = at.plus(key.lifetime());
        List<Event> events = new ArrayList<>(before);
        events.add(new DirectoryEvent.KeyRegistered(at, actor, key.person(), key.fingerprint(), key.line(),
                Optional.of(Origin.SALLYPORT.code()), Optional.of(expires)));
        Optional<KeyOutcome.Ends> replaced = key.rotation()
                .flatMap(rotation -> replaced(key.person(), rotation, at));
        replaced.ifPresent(end -> events.add(
                new DirectoryEvent.KeyEnding(at, actor, key.person(), end.fingerprint(), end.at())));
        return new Ruling<>(new KeyOutcome.Added(key.fingerprint(), expires, replaced), events);
    }

    // A rotation shortens a life and never lengthens one. A key that is gone meanwhile needs no end.
    private Optional<KeyOutcome.Ends> replaced(PersonName person, Rotation rotation, Instant at) {
        Instant end = at.plus(rotation.overlap());
        return own(person, rotation.old()).filter(old -> old.good(end))
                .map(old -> new KeyOutcome.Ends(old.fingerprint(), end));
    }

    private Optional<RegisteredKey> own(PersonName person, KeyFingerprint fingerprint) {
        return people.key(fingerprint).filter(each -> each.person().equals(person));
    }

    /** What waits for a yes of this person, or was proposed by them; oldest first. */
    public List<KeyProposal> waiting(Person viewer) {
        return store.waiting().stream()
                .filter(each -> each.person().equals(viewer.name()) || mayDecide(viewer)).toList();
    }

    /** Says yes or no to a key that waits; its own person may take it back. */
    public KeyOutcome decide(Person by, String id, boolean yes) {
        return trail.commit(at -> {
            Optional<KeyProposal> found = store.waiting().stream().filter(each -> each.id().equals(id))
                    .findFirst();
            Optional<Person> decider = people.byName(by.name()).filter(Person::enabled);
            boolean own = found.filter(each -> each.person().equals(by.name())).isPresent();
            if (found.isEmpty() || decider.isEmpty() || (!own && !mayDecide(decider.get()))) {
                return Ruling.of(refused(KeyOutcome.Reason.UNKNOWN, "No key of that id waits for you."));
            }
            if (own && yes) {
                return Ruling.of(refused(KeyOutcome.Reason.NOT_ALLOWED,
                        "Somebody else has to say yes to your key."));
            }
            KeyProposal proposal = found.get();
            Actor actor = Actor.of(by.name());
            if (!yes) {
                return Ruling.of(new KeyOutcome.Dropped(proposal), new KeyEvent.KeyProposalEnded(at, actor,
                        id, proposal.person(), own ? "withdrawn" : "refused"));
            }
            if (people.byName(proposal.person()).filter(Person::enabled).isEmpty()) {
                return Ruling.of(refused(KeyOutcome.Reason.NOT_ALLOWED,
                        proposal.person() + " is not active: nothing to say yes to."));
            }
            // Somebody may have come with it meanwhile, or the operator entered it for another.
            if (people.key(proposal.fingerprint()).isPresent()) {
                return Ruling.of(refused(KeyOutcome.Reason.TAKEN,
                        "This key is somebody's by now: one key, one person, once. Say no to it."));
            }
            return added(at, actor, proposal,
                    List.of(new KeyEvent.KeyProposalEnded(at, actor, id, proposal.person(), "approved")));
        });
    }

    /**
     * Ends a key of {@code by}.
     *
     * @param after zero: it is removed; otherwise it goes on so long
     * @param sure also the only one that is good
     */
    public KeyOutcome end(Person by, KeyFingerprint fingerprint, Duration after, boolean sure) {
        return trail.commit(at -> {
            Optional<RegisteredKey> key = own(by.name(), fingerprint);
            if (key.isEmpty()) {
                return Ruling.of(refused(KeyOutcome.Reason.UNKNOWN, "You have no such key."));
            }
            if (key.get().origin() != Origin.SALLYPORT && after.isZero()) {
                return Ruling.of(refused(KeyOutcome.Reason.ELSEWHERE, key.get().origin() == Origin.FILE
                        ? "This key stands in the broker's directory file: ask the operator to take it out there."
                        : "This key comes from the identity provider: remove it in your account there."));
            }
            boolean others = people.keysOf(by.name()).stream()
                    .anyMatch(each -> !each.fingerprint().equals(fingerprint) && each.good(at.plus(after)));
            if (!others && !sure) {
                return Ruling.of(refused(KeyOutcome.Reason.LAST,
                        "This is your only key: without it you can't come in. If you mean it, add --yes."));
            }
            Actor actor = Actor.of(by.name());
            Instant end = at.plus(after);
            return after.isZero()
                    ? Ruling.of(new KeyOutcome.Ends(fingerprint, at),
                            new DirectoryEvent.KeyRemoved(at, actor, by.name(), fingerprint))
                    : Ruling.of(new KeyOutcome.Ends(fingerprint, end),
                            new DirectoryEvent.KeyEnding(at, actor, by.name(), fingerprint, end));
        });
    }

    /** Somebody else's keys, for administrators of the company. Empty: it is not theirs to see, or there is nobody of that name. */
    public Optional<List<RegisteredKey>> keysOf(Person viewer, PersonName whose) {
        return administrator(viewer) && people.byName(whose).isPresent()
                ? Optional.of(List.copyOf(people.keysOf(whose)))
                : Optional.empty();
    }

    /**
     * Ends somebody else's key at once. For administrators of the company who showed a second factor; to everybody else there is no such key.
     *
     * @param shown the strongest proof beyond the key in use that {@code by} has shown within {@link #RECENT}
     * @param sure also the only one that is good
     */
    public KeyOutcome endOf(Person by, PersonName whose, KeyFingerprint fingerprint, Mfa shown,
            boolean sure) {
        if (!administrator(by)) {
            return refused(KeyOutcome.Reason.UNKNOWN, "There is no such key.");
        }
        // Asked before the commit: it may wait for a directory of accounts.
        if (!shown.atLeast(Mfa.OTP) && proof.possible(by.name())) {
            return refused(KeyOutcome.Reason.PROOF_NEEDED,
                    "Ending somebody else's key takes more than the key"
                            + " you use: show your second factor first, not longer than " + RECENT.toMinutes()
                            + " minutes ago.");
        }
        return trail.commit(at -> {
            Optional<RegisteredKey> key = people.key(fingerprint).filter(each -> each.person().equals(whose));
            if (key.isEmpty() || !administrator(by)) {
                return Ruling.of(refused(KeyOutcome.Reason.UNKNOWN, "There is no such key."));
            }
            if (key.get().origin() != Origin.SALLYPORT) {
                return Ruling.of(refused(KeyOutcome.Reason.ELSEWHERE, key.get().origin() == Origin.FILE
                        ? "This key stands in the broker's directory file: it is taken out there."
                        : "This key comes from the identity provider: it is removed in the account there."));
            }
            boolean others = people.keysOf(whose).stream()
                    .anyMatch(each -> !each.fingerprint().equals(fingerprint) && each.good(at));
            if (!others && !sure) {
                return Ruling.of(refused(KeyOutcome.Reason.LAST, "This is the only key of " + whose
                        + ": without it they can't come in. If you mean it, say that you are sure (--yes)."));
            }
            return Ruling.of(new KeyOutcome.Ends(fingerprint, at),
                    new DirectoryEvent.KeyRemoved(at, Actor.of(by.name()), whose, fingerprint));
        });
    }

    // As the directory has them at this moment, not as they were when they connected.
    private boolean administrator(Person person) {
        return people.byName(person.name()).filter(Person::enabled).filter(Person::internal)
                .filter(each -> each.is(Role.ADMINISTRATOR)).isPresent();
    }

    private boolean sensitive(Person person) {
        return person.is(Role.APPROVER) || person.is(Role.AUDITOR) || person.is(Role.ADMINISTRATOR)
                || person.groups().stream().anyMatch(settings.secondApproval()::contains);
    }

    private static boolean mayDecide(Person person) {
        return person.internal() && (person.is(Role.APPROVER) || person.is(Role.ADMINISTRATOR));
    }

    private static KeyOutcome refused(KeyOutcome.Reason reason, String text) {
        return new KeyOutcome.Refused(reason, text);
    }

    private String id() {
        StringBuilder id = new StringBuilder("k-");
        for (int i = 0; i < 10; i++) {
            id.append("abcdefghijklmnopqrstuvwxyz234567".charAt(random.nextInt(32)));
        }
        return id.toString();
    }
}
