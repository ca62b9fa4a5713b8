package io.sallyport.broker.provider;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.ProviderEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.OfferedKey;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.cert.SshPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The other end of an invitation: whoever has its link becomes one of the provider's people, with one key, having agreed to the terms. One
 * step in the journal makes the person, registers the key and uses the link up. Blocking; safe for many threads.
 */
public final class JoinDesk {
    private static final Logger LOG = Logger.getLogger(JoinDesk.class.getName());
    private static final String NOT_GOOD = "This link is not good, or not any more. Ask whoever invited you for a new one.";

    private final AuditTrail trail;
    private final InvitationStore store;
    private final People people;
    private final Engagements engagements;
    private final Terms terms;
    private final InstantSource time;
    private final Accounts accounts;

    public JoinDesk(AuditTrail trail, InvitationStore store, People people, Engagements engagements,
            Terms terms, InstantSource time, Accounts accounts) {
        this.trail = trail;
        this.store = store;
        this.people = people;
        this.engagements = engagements;
        this.terms = terms;
        this.time = time;
        this.accounts = accounts;
    }

    /** What whoever joins has to agree to now. */
    public Terms terms() {
        return terms;
    }

    /** The invitation whose link has this secret, if it may be accepted now. */
    public Optional<Invitation> look(String secret) {
        return look(secret, time.instant());
    }

    private Optional<Invitation> look(String secret, Instant now) {
        return store.byLink(Terms.hash(secret)).filter(each -> now.isBefore(each.expiresAt()))
                .filter(each -> provider(each).isPresent());
    }

    /**
     * Accepts, and asks for an account for whoever is there now; that the account directory is away keeps nobody out, since the key is what lets
     * people in. Whoever calls counts wrong secrets by source.
     */
    public InvitationOutcome accept(String secret, JoinForm form) {
        // Asked before the commit: it may wait for the directory of accounts.
        if (othersAccount(secret, form)) {
            return new InvitationOutcome.Refused(InvitationOutcome.Reason.NAME_TAKEN, notToBeHad(form));
        }
        InvitationOutcome outcome = taken(secret, form);
        return outcome instanceof InvitationOutcome.Joined(Invitation invitation, Person person, var _)
                ? new InvitationOutcome.Joined(invitation, person, account(person))
                : outcome;
    }

    private boolean othersAccount(String secret, JoinForm form) {
        try {
            return look(secret).flatMap(invitation -> PersonName.parse(form.name().strip())
                    .filter(name -> people.byName(name).isEmpty()).flatMap(accounts::find)
                    .filter(account -> account.mail().filter(invitation.mail()::equalsIgnoreCase)
                            .isEmpty()))
                    .isPresent();
        } catch (AccountsUnavailableException e) {
            LOG.log(Level.WARNING, "whether the name has an account can't be told", e);
            return false;
        }
    }

    private static String notToBeHad(JoinForm form) {
        return "'" + form.name().strip() + "' can't be had. Choose another name.";
    }

    private Provisioned account(Person person) {
        try {
            Provisioned made = accounts.provision(new NewAccount(person.name(), person.fullName(),
                    person.mail(), person.organisation(), person.groups()));
            // An account that they did not get is not theirs.
            if (accounts.federated() && !(made instanceof Provisioned.Refused)) {
                accounts.find(person.name()).ifPresent(account -> link(person.name(), account.subject()));
            }
            return made;
        } catch (AccountsUnavailableException e) {
            LOG.log(Level.WARNING, "no account could be asked for", e);
            return new Provisioned.Refused("The directory of accounts does not answer now.");
        }
    }

    // From here on the identity provider can sign them in, and its no is one here too.
    private void link(PersonName name, String subject) {
        trail.commit(at -> Ruling.of(true, people.byName(name).stream()
                .filter(person -> person.origin() == Origin.SALLYPORT && person.subject().isEmpty())
                .map(person -> new DirectoryEvent.PersonChanged(at, Actor.SYSTEM, name, person.fullName(),
                        person.organisation(), person.groups().stream().sorted().toList(),
                        person.roles().stream().map(Role::code).sorted().toList(), true,
                        Optional.empty(), person.mail(), Optional.of(Origin.SALLYPORT.code()),
                        Optional.of(subject)))
                .toArray(Event[]::new)));
    }

    private InvitationOutcome taken(String secret, JoinForm form) {
        return trail.commit(at -> {
            Optional<Invitation> invitation = look(secret, at);
            if (invitation.isEmpty()) {
                return refuse(InvitationOutcome.Reason.NO_SUCH_INVITATION, NOT_GOOD);
            }
            if (!form.terms().equals(terms.termsHash())) {
                return refuse(InvitationOutcome.Reason.TERMS_CHANGED,
                        "Agree to the terms as they are now: read them again.");
            }
            Optional<PersonName> name = PersonName.parse(form.name().strip());
            if (name.isEmpty() || !Line.good(form.fullName(), InvitationDesk.NAME)) {
                return refuse(InvitationOutcome.Reason.BAD_NAME,
                        "Your name here has 1 to 63 of a-z, 0-9, '.',"
                                + " '_' and '-' and begins with a letter or digit; your full name is one line.");
            }
            // A name that somebody had once must not become somebody else's.
            if (people.byName(name.get()).isPresent() || !people.holdsOf(name.get()).isEmpty()
                    || store.knew(name.get())) {
                return refuse(InvitationOutcome.Reason.NAME_TAKEN, notToBeHad(form));
            }
            return switch (OfferedKey.read(form.key())) {
                // Whose it is, is nobody's business.
                case OfferedKey.Good good when people.key(good.fingerprint()).isPresent() ->
                    refuse(InvitationOutcome.Reason.BAD_KEY,
                            "That key can't be registered. Make a new one: ssh-keygen -t ed25519");
                case OfferedKey.Good(SshPublicKey key, KeyFingerprint fingerprint) ->
                    joined(invitation.get(), name.get(), form, key, fingerprint, at);
                case OfferedKey.Bad(String why) -> refuse(InvitationOutcome.Reason.BAD_KEY, why);
            };
        });
    }

    private Ruling<InvitationOutcome> joined(Invitation invitation, PersonName name, JoinForm form,
            SshPublicKey key, KeyFingerprint fingerprint, Instant at) {
        Person person = new Person(name, form.fullName().strip(), invitation.provider(), false,
                new HashSet<>(invitation.groups()), Set.of(Role.ENGINEER), true, Optional.empty(),
                Optional.of(invitation.mail()), Origin.SALLYPORT, Optional.empty());
        Actor self = Actor.of(name);
        return Ruling.of(new InvitationOutcome.Joined(invitation, person, new Provisioned.Existing()),
                new DirectoryEvent.PersonAdded(at, self, name, person.fullName(), person.organisation(),
                        invitation.groups(), List.of(Role.ENGINEER.code()), true, Optional.empty(),
                        person.mail(), Optional.of(Origin.SALLYPORT.code()), Optional.empty()),
                new DirectoryEvent.KeyRegistered(at, self, name, fingerprint, key.line(),
                        Optional.of(Origin.SALLYPORT.code()), Optional.empty()),
                new ProviderEvent.InvitationAccepted(at, self, invitation.id().value(), name,
                        terms.termsHash(), terms.noticeHash()));
    }

    private Optional<Organisation> provider(Invitation invitation) {
        // Nobody joins a provider that was off-boarded after they were invited, or with what it may not
        // have
        // any more.
        return engagements.organisation(invitation.provider())
                .filter(each -> !each.internal() && !engagements.held().contains(each.name()))
                .filter(invitation::fits);
    }

    private static Ruling<InvitationOutcome> refuse(InvitationOutcome.Reason reason, String text) {
        return Ruling.of(new InvitationOutcome.Refused(reason, text));
    }
}
