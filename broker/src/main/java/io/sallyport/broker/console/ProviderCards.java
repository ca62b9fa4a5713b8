package io.sallyport.broker.console;

import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.ProviderHead;
import io.sallyport.broker.provider.ProviderSheet;
import io.sallyport.broker.provider.Terms;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Providers as pages show them. Safe for many threads. */
final class ProviderCards {
    /** How much of a hash tells one version from another. */
    private static final int HASH = 12;
    private static final Duration SOON = Duration.ofDays(14);

    private final People people;
    private final InstantSource time;

    ProviderCards(People people, InstantSource time) {
        this.people = people;
        this.time = time;
    }

    ProviderRow row(ProviderHead head) {
        Organisation provider = head.organisation();
        return new ProviderRow(provider.name().value(), title(provider),
                provider.care().sponsor().map(this::name).orElse("nobody"), roster(head.due()),
                tone(head.due()));
    }

    ProviderView of(ProviderSheet sheet) {
        Organisation provider = sheet.organisation();
        return new ProviderView(provider.name().value(), title(provider), facts(sheet),
                sheet.members().stream().map(member -> member(member, sheet.terms())).toList(),
                sheet.invitations().stream().map(each -> invitation(each, sheet)).toList(),
                provider.care().groups().stream().map(GroupName::value).sorted().toList(),
                sheet.members().stream().map(member -> member.person().name().value())
                        .collect(Collectors.joining(" ")),
                sheet.acts(), sheet.due().isPresent());
    }

    static String title(Organisation provider) {
        return provider.title().isBlank() ? provider.name().value() : Text.plain(provider.title());
    }

    private List<Fact> facts(ProviderSheet sheet) {
        Organisation provider = sheet.organisation();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Sponsor", provider.care().sponsor().map(this::name).orElse("nobody"), false));
        facts.add(new Fact("Managers", joined(sheet.members().stream().map(ProviderSheet.Member::person)
                .filter(person -> person.is(Role.MANAGER)).map(person -> Text.plain(person.fullName())),
                "nobody"), false));
        provider.care().contacts().forEach(each -> facts.add(new Fact("Contact", Text.plain(each), false)));
        facts.add(new Fact("Mail domains", joined(provider.care().mailDomains().stream(), "none"), true));
        facts.add(new Fact("Roster", roster(sheet.due()), false));
        facts.add(new Fact("Confirmed last",
                sheet.confirmed().map(at -> Moment.of(at).text()).orElse("never"), false));
        facts.add(new Fact("Terms in force", sheet.terms().termsHash().substring(0, HASH), true));
        return facts;
    }

    private String roster(Optional<Instant> until) {
        return until
                .map(due -> (time.instant().isBefore(due) ? "to be confirmed by " : "overdue since ")
                        + Moment.of(due).text())
                .orElse("does not have to be confirmed");
    }

    private String tone(Optional<Instant> until) {
        Instant now = time.instant();
        return until
                .map(due -> !now.isBefore(due) ? "bad" : now.plus(SOON).isBefore(due) ? "good" : "wait")
                .orElse("");
    }

    private static MemberRow member(ProviderSheet.Member member, Terms terms) {
        Person person = member.person();
        return new MemberRow(person.name().value(), Text.plain(person.fullName()),
                Text.plain(person.mail().orElse("")), member.state(),
                person.enabled() ? "good" : "bad",
                joined(person.roles().stream().map(Role::code).sorted(), "-"),
                joined(person.groups().stream().map(GroupName::value).sorted(), "-"),
                agreed(member.terms(), terms),
                member.used().map(day -> day.toString().substring(0, 10)).orElse("never"),
                person.is(Role.MANAGER), !member.holds().contains(Hold.ROSTER));
    }

    private static String agreed(Optional<String> hash, Terms now) {
        return hash.map(
                each -> each.equals(now.termsHash()) ? "in force" : "older, " + each.substring(0, HASH))
                .orElse("-");
    }

    private InvitationRow invitation(Invitation invitation, ProviderSheet sheet) {
        boolean open = invitation.state() == Invitation.State.OPEN;
        boolean proposed = invitation.state() == Invitation.State.PROPOSED;
        return new InvitationRow(invitation.id().value(), Text.plain(invitation.mail()),
                Text.plain(invitation.fullName()),
                joined(invitation.groups().stream().map(GroupName::value), ""), name(invitation.inviter()),
                state(invitation), open ? "good" : proposed ? "wait" : "", Moment.of(invitation.expiresAt()),
                proposed && sheet.answers(), open && sheet.acts(), (open || proposed) && sheet.acts());
    }

    private static String state(Invitation invitation) {
        return switch (invitation.state()) {
            case PROPOSED -> "waits for the company";
            case OPEN -> "open";
            case ACCEPTED -> "accepted" + invitation.person().map(name -> " as " + name).orElse("");
            case WITHDRAWN -> "withdrawn";
            case REFUSED -> "refused";
            case EXPIRED -> "expired";
        };
    }

    private String name(PersonName name) {
        return Text.plain(people.byName(name).map(Person::fullName).orElse(name.value()));
    }

    private static String joined(Stream<String> words, String none) {
        String all = words.collect(Collectors.joining(", "));
        return all.isEmpty() ? none : all;
    }
}
