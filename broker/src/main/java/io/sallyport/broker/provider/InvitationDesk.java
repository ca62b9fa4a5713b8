package io.sallyport.broker.provider;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.ProviderEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Mail;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Inviting people to a provider, and answering for it. A manager of the provider asks, within what the provider may: its mail domains and its
 * groups; somebody of the company agrees. Blocking; safe for many threads.
 */
public final class InvitationDesk {
    /** How long an invitation waits, and how long a link is good. */
    public static final Duration LIFE = Duration.ofDays(7);
    /** Of one provider that wait at a time. */
    static final int WAITING = 200;
    static final int NAME = 200;
    static final int REASON = 500;

    private final AuditTrail trail;
    private final InvitationStore store;
    private final People people;
    private final Engagements engagements;
    private final SecureRandom random;

    public InvitationDesk(AuditTrail trail, InvitationStore store, People people, Engagements engagements,
            SecureRandom random) {
        this.trail = trail;
        this.store = store;
        this.people = people;
        this.engagements = engagements;
        this.random = random;
    }

    /** Invites. Allowed: administrators of the company, the provider's sponsor, its managers; these have to be agreed with. */
    public InvitationOutcome invite(Person by, InvitationForm form) {
        return trail.commit(at -> {
            Optional<Organisation> provider = provider(form.provider());
            Optional<Person> now = now(by);
            if (provider.isEmpty() || now.filter(p -> Oversight.acts(p, provider.get())).isEmpty()) {
                return refuse(InvitationOutcome.Reason.NOT_ALLOWED, "Inviting for " + form.provider()
                        + " takes one of its managers, its sponsor, or an administrator of the company.");
            }
            boolean confirmed = Oversight.answers(now.get(), provider.get());
            Optional<Ruling<InvitationOutcome>> wrong = wrong(form, provider.get(), confirmed);
            if (wrong.isPresent()) {
                return wrong.get();
            }
            List<GroupName> groups = form.groups().stream().sorted().toList();
            Invitation made = new Invitation(InvitationId.random(random), form.provider(), mail(form),
                    form.fullName().strip(), groups, by.name(), at, at.plus(LIFE),
                    confirmed ? Invitation.State.OPEN : Invitation.State.PROPOSED, Optional.empty());
            return Ruling.of(new InvitationOutcome.Done(made), new ProviderEvent.InvitationMade(at,
                    Actor.of(by.name()), made.id().value(), made.provider(), made.mail(), made.fullName(),
                    groups, by.name(), confirmed, made.expiresAt()));
        });
    }

    private static String mail(InvitationForm form) {
        return form.mail().strip().toLowerCase(Locale.ROOT);
    }

    private Optional<Ruling<InvitationOutcome>> wrong(InvitationForm form, Organisation provider,
            boolean company) {
        String mail = mail(form);
        if (!Mail.plausible(mail)) {
            return no(InvitationOutcome.Reason.BAD_INVITATION, "That is no mail address.");
        }
        if (!Line.good(form.fullName(), NAME)) {
            return no(InvitationOutcome.Reason.BAD_INVITATION,
                    "Give the person's name: one line of 1 to " + NAME + " characters.");
        }
        List<String> domains = provider.care().mailDomains();
        if (!(company && domains.isEmpty()) && !domains.contains(mail.substring(mail.indexOf('@') + 1))) {
            return no(InvitationOutcome.Reason.MAIL_DOMAIN, domains.isEmpty()
                    ? "No mail domain is set for " + provider.name()
                            + ". Its sponsor or an administrator of the company can invite."
                    : "For " + provider.name() + ", addresses end in: " + String.join(", ", domains) + ".");
        }
        Optional<GroupName> foreign = form.groups().stream()
                .filter(group -> !provider.care().groups().contains(group)).sorted().findFirst();
        if (foreign.isPresent()) {
            return no(InvitationOutcome.Reason.GROUP_NOT_GIVEN, "The group " + foreign.get()
                    + " is none of those that people of " + provider.name() + " may be given: "
                    + (provider.care().groups().isEmpty() ? "there is none." : groups(provider) + "."));
        }
        List<Invitation> waiting = store.waiting().stream()
                .filter(each -> each.provider().equals(provider.name())).toList();
        if (waiting.stream().anyMatch(each -> each.mail().equals(mail)) || people.all().stream().anyMatch(
                person -> person.organisation().equals(provider.name())
                        && person.mail().filter(mail::equalsIgnoreCase).isPresent())) {
            return no(InvitationOutcome.Reason.INVITED_ALREADY, "Somebody of " + provider.name()
                    + " with that address is here or invited already. See: ssh gw invite");
        }
        return waiting.size() >= WAITING
                ? no(InvitationOutcome.Reason.TOO_MANY, "There are " + WAITING
                        + " invitations that wait. Withdraw some: ssh gw invite withdraw ID")
                : Optional.empty();
    }

    private static String groups(Organisation provider) {
        return String.join(", ", provider.care().groups().stream().map(GroupName::value).toList());
    }

    /** Agrees to what a manager asked for. Allowed: administrators of the company, the provider's sponsor. */
    public InvitationOutcome confirm(Person by, InvitationId id) {
        return trail.commit(at -> {
            Optional<Invitation> found = seen(by, id);
            if (found.isEmpty()) {
                return none(id);
            }
            if (now(by).filter(p -> Oversight.answers(p, require(found.get()))).isEmpty()) {
                return refuse(InvitationOutcome.Reason.NOT_ALLOWED,
                        "Agreeing takes the provider's sponsor or an administrator of the company.");
            }
            if (found.get().state() != Invitation.State.PROPOSED || !at.isBefore(found.get().expiresAt())) {
                return refuse(InvitationOutcome.Reason.NOT_OPEN,
                        "The invitation " + id + " does not wait for that.");
            }
            if (!found.get().fits(require(found.get()))) {
                return outgrown(id);
            }
            return Ruling.of(new InvitationOutcome.Done(as(found.get(), Invitation.State.OPEN)),
                    new ProviderEvent.InvitationConfirmed(at, Actor.of(by.name()), id.value(), by.name()));
        });
    }

    /** Gives out a link, the only one that is good from now on. Allowed: whoever may invite for that provider. */
    public InvitationOutcome link(Person by, InvitationId id) {
        return trail.commit(at -> {
            Optional<Invitation> found = seen(by, id)
                    .filter(each -> now(by).filter(p -> Oversight.acts(p, require(each))).isPresent());
            if (found.isEmpty()) {
                return none(id);
            }
            if (found.get().state() != Invitation.State.OPEN) {
                return refuse(InvitationOutcome.Reason.NOT_OPEN,
                        found.get().state() == Invitation.State.PROPOSED
                                ? "Somebody of the company has to agree first: ssh gw invite confirm " + id
                                : "The invitation " + id + " is " + found.get().state().code() + ".");
            }
            if (!found.get().fits(require(found.get()))) {
                return outgrown(id);
            }
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            return Ruling.of(new InvitationOutcome.Linked(found.get(), secret, at.plus(LIFE)),
                    new ProviderEvent.InvitationLinked(at, Actor.of(by.name()), id.value(),
                            Terms.hash(secret), at.plus(LIFE)));
        });
    }

    /** Takes an invitation back, or refuses what a manager asked for. Allowed: whoever may invite for that provider. */
    public InvitationOutcome close(Person by, InvitationId id, String reason) {
        return trail.commit(at -> {
            Optional<Invitation> found = seen(by, id)
                    .filter(each -> now(by).filter(p -> Oversight.acts(p, require(each))).isPresent());
            if (found.isEmpty()) {
                return none(id);
            }
            if (!Line.good(reason, REASON)) {
                return refuse(InvitationOutcome.Reason.BAD_INVITATION,
                        "Say why, in one line of at most " + REASON + " characters.");
            }
            if (!found.get().state().waits()) {
                return refuse(InvitationOutcome.Reason.NOT_OPEN,
                        "The invitation " + id + " is " + found.get().state().code() + " already.");
            }
            Invitation.State how = found.get().state() == Invitation.State.PROPOSED
                    && !found.get().inviter().equals(by.name())
                            ? Invitation.State.REFUSED
                            : Invitation.State.WITHDRAWN;
            return Ruling.of(new InvitationOutcome.Done(as(found.get(), how)),
                    new ProviderEvent.InvitationClosed(at, Actor.of(by.name()), id.value(), how.code(),
                            reason.strip()));
        });
    }

    /** Closes those that waited too long. */
    public void expireOverdue() {
        trail.commit(at -> {
            List<Event> events = store.waiting().stream().filter(each -> !at.isBefore(each.expiresAt()))
                    .<Event>map(each -> new ProviderEvent.InvitationClosed(at, Actor.SYSTEM,
                            each.id().value(), Invitation.State.EXPIRED.code(), "nobody accepted it in time"))
                    .toList();
            return new Ruling<>(events.size(), events);
        });
    }

    /** The newest 100 of a provider that this person may know of. */
    public List<Invitation> list(Person viewer, OrganisationName of) {
        return provider(of)
                .filter(provider -> now(viewer).filter(p -> Oversight.sees(p, provider)).isPresent())
                .map(provider -> store.newest(provider.name(), 100)).orElse(List.of());
    }

    /** The one with this id, if this person may know of it. */
    public Optional<Invitation> invitation(Person viewer, InvitationId id) {
        return seen(viewer, id);
    }

    /** The providers this person may invite for, or look at. */
    public List<Organisation> providers(Person viewer) {
        return now(viewer).map(person -> engagements.organisations().stream()
                .filter(each -> Oversight.sees(person, each)).toList()).orElse(List.of());
    }

    /** Those that wait for this person to agree, oldest first. */
    public List<Invitation> toConfirm(Person viewer) {
        return now(viewer).map(person -> store.waiting().stream()
                .filter(each -> each.state() == Invitation.State.PROPOSED)
                .filter(each -> provider(each.provider()).filter(p -> Oversight.answers(person, p))
                        .isPresent())
                .toList()).orElse(List.of());
    }

    private Optional<Invitation> seen(Person viewer, InvitationId id) {
        return store.find(id).filter(each -> provider(each.provider())
                .filter(provider -> now(viewer).filter(p -> Oversight.sees(p, provider)).isPresent())
                .isPresent());
    }

    private Organisation require(Invitation invitation) {
        return provider(invitation.provider())
                .orElseThrow(() -> new IllegalStateException("the provider of " + invitation.id()));
    }

    private Optional<Organisation> provider(OrganisationName name) {
        return engagements.organisation(name).filter(each -> !each.internal());
    }

    // As the directory has them at this moment, not as they were when they connected.
    private Optional<Person> now(Person by) {
        return people.byName(by.name()).filter(Person::enabled);
    }

    private static Invitation as(Invitation old, Invitation.State state) {
        return new Invitation(old.id(), old.provider(), old.mail(), old.fullName(), old.groups(),
                old.inviter(), old.invitedAt(), old.expiresAt(), state, old.person());
    }

    private static Ruling<InvitationOutcome> outgrown(InvitationId id) {
        return refuse(InvitationOutcome.Reason.NOT_OPEN, "The invitation " + id + " is for an address or a"
                + " group that the provider may not have any more. Withdraw it, and invite anew.");
    }

    private static Ruling<InvitationOutcome> none(InvitationId id) {
        return refuse(InvitationOutcome.Reason.NO_SUCH_INVITATION, "There is no invitation " + id + ".");
    }

    private static Optional<Ruling<InvitationOutcome>> no(InvitationOutcome.Reason reason, String text) {
        return Optional.of(refuse(reason, text));
    }

    private static Ruling<InvitationOutcome> refuse(InvitationOutcome.Reason reason, String text) {
        return Ruling.of(new InvitationOutcome.Refused(reason, text));
    }
}
