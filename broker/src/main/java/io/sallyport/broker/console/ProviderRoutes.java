package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.InvitationForm;
import io.sallyport.broker.provider.InvitationId;
import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.broker.provider.ProviderSheet;
import io.sallyport.broker.provider.RosterDesk;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Providers as pages: their people, the roster, invitations. A provider that is not the viewer's to see is one that is not there, whatever
 * they send (WEB-6).
 */
final class ProviderRoutes {
    private static final String HOME = "/providers";
    private static final int NAME = 64;
    /** A roster as one field: what the limit of a form's field leaves. */
    private static final int NAMES = 12_000;
    private static final int PEOPLE = 500;

    private final ProviderBook book;
    private final ProviderCards cards;
    private final Pages pages;
    private final Supplier<String> origin;

    /** {@code origin}: where people reach this console, for the links of invitations. */
    ProviderRoutes(ProviderBook book, ProviderCards cards, Pages pages, Supplier<String> origin) {
        this.book = book;
        this.cards = cards;
        this.pages = pages;
        this.origin = origin;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(HOME, Access.SIGNED_IN, this::list),
                Endpoint.get(HOME + "/:name", Access.SIGNED_IN,
                        call -> seen(call, sheet -> page(call, sheet, 200, ProviderNotice.NONE))),
                Endpoint.post(HOME + "/:name/invitations", Access.SIGNED_IN,
                        call -> seen(call, sheet -> invite(call, sheet))),
                Endpoint.post(HOME + "/:name/roster", Access.SIGNED_IN,
                        call -> seen(call, sheet -> confirm(call, sheet))),
                Endpoint.post("/invitations/:id/agree", Access.SIGNED_IN,
                        call -> answer(call, id -> book.agree(call.caller().person(), id))),
                Endpoint.post("/invitations/:id/link", Access.SIGNED_IN,
                        call -> answer(call, id -> book.link(call.caller().person(), id))),
                Endpoint.post("/invitations/:id/close", Access.SIGNED_IN,
                        call -> answer(call, id -> book.close(call.caller().person(), id,
                                call.field("reason", Read.TEXT).orElse("")))));
    }

    private Reply list(Call call) {
        Person viewer = call.caller().person();
        List<ProviderRow> rows = book.all(viewer).stream().map(cards::row).toList();
        return rows.isEmpty()
                ? Reply.refused(Problem.notFound())
                : Reply.page("providers",
                        Map.of("chrome", pages.chrome(call, "Providers", HOME), "rows", rows));
    }

    private Reply seen(Call call, Function<ProviderSheet, Reply> then) {
        return OrganisationName.parse(call.part("name"))
                .flatMap(name -> book.sheet(call.caller().person(), name)).map(then)
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply page(Call call, ProviderSheet sheet, int status, ProviderNotice notice) {
        ProviderView view = cards.of(sheet);
        return new Reply.Html(status, false, "provider",
                Map.of("chrome", pages.chrome(call, view.title(), HOME).withBack(HOME, "Providers"), "p",
                        view, "notice", notice, "confirmable",
                        view.members().size() <= PEOPLE && view.seen().length() <= NAMES));
    }

    private Reply again(Call call, OrganisationName of, int status, ProviderNotice notice) {
        return book.sheet(call.caller().person(), of).map(sheet -> page(call, sheet, status, notice))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply invite(Call call, ProviderSheet sheet) {
        OrganisationName of = sheet.organisation().name();
        Set<GroupName> groups = new HashSet<>();
        for (String text : call.fields("group", NAME)) {
            groups.add(GroupName.parse(text).orElseThrow(() -> Read.bad("group", "a group")));
        }
        return said(call, of, book.invite(call.caller().person(), new InvitationForm(of,
                call.field("mail", 254).orElse(""), call.field("full_name", 400).orElse(""), groups)));
    }

    private Reply answer(Call call, Function<InvitationId, InvitationOutcome> act) {
        Optional<Invitation> found = InvitationId.parse(call.part("id"))
                .flatMap(id -> book.invitation(call.caller().person(), id));
        return found.map(each -> said(call, each.provider(), act.apply(each.id())))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply said(Call call, OrganisationName of, InvitationOutcome outcome) {
        return switch (outcome) {
            case InvitationOutcome.Done _,InvitationOutcome.Joined _ ->
                Reply.see(HOME + "/" + of + "#invitations");
            // The secret is in this answer and in no address and no log.
            case InvitationOutcome.Linked linked -> again(call, of, 200,
                    new ProviderNotice("", ProviderLinks.url(origin.get(), linked),
                            ProviderLinks.words(linked)));
            case InvitationOutcome.Refused(InvitationOutcome.Reason reason, String text) ->
                again(call, of, Outcomes.status(reason), ProviderNotice.error(Text.plain(text)));
        };
    }

    private Reply confirm(Call call, ProviderSheet sheet) {
        Set<PersonName> seen = names(List.of(call.requiredField("seen", NAMES).split(" ")));
        Set<PersonName> staying = names(call.fields("stays", NAME));
        sheet.members().stream().map(ProviderSheet.Member::person)
                .filter(person -> person.is(Role.MANAGER))
                .map(Person::name).filter(seen::contains).forEach(staying::add);
        List<MemberRow> left = cards.of(sheet).members().stream()
                .filter(row -> row.stays() && !staying.contains(new PersonName(row.name()))).toList();
        boolean current = seen.equals(sheet.members().stream().map(member -> member.person().name())
                .collect(Collectors.toSet()));
        if (sheet.acts() && current && !left.isEmpty() && call.field("sure", 5).isEmpty()) {
            return ask(call, sheet, staying, left);
        }
        OrganisationName of = sheet.organisation().name();
        return switch (book.confirm(call.caller().person(), of, staying, seen)) {
            case RosterDesk.Outcome.Confirmed _ -> Reply.see(HOME + "/" + of + "#roster");
            case RosterDesk.Outcome.Refused(RosterDesk.Reason reason, String text) ->
                again(call, of, Outcomes.status(reason), ProviderNotice.error(Text.plain(text)));
        };
    }

    // Whoever is left out loses their sessions at once: that is said before, by name.
    private Reply ask(Call call, ProviderSheet sheet, Set<PersonName> staying, List<MemberRow> left) {
        ProviderView view = cards.of(sheet);
        return Reply.page("providersure",
                Map.of("chrome",
                        pages.chrome(call, view.title(), HOME).withBack(HOME + "/" + view.name(),
                                view.title()),
                        "p", view, "left", left, "staying",
                        staying.stream().map(PersonName::value).sorted().toList()));
    }

    private static Set<PersonName> names(List<String> texts) {
        Set<PersonName> names = new HashSet<>();
        for (String text : texts) {
            names.add(PersonName.parse(text).orElseThrow(() -> Read.bad("stays", "a person's name")));
        }
        return names;
    }
}
