package io.sallyport.broker.console;

import io.sallyport.broker.engagement.Organisation;
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
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Providers, their rosters and invitations over REST. */
final class ApiProviders {
    private static final String HOME = "/api/v1/providers";
    private static final String INVITATIONS = "/api/v1/invitations";

    private final ProviderBook book;
    private final Supplier<String> origin;

    ApiProviders(ProviderBook book, Supplier<String> origin) {
        this.book = book;
        this.origin = origin;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(HOME, Access.SIGNED_IN, this::list),
                Endpoint.get(HOME + "/:name", Access.SIGNED_IN,
                        call -> seen(call, sheet -> Reply.data(json(sheet)))),
                Endpoint.post(HOME + "/:name/invitations", Access.SIGNED_IN,
                        call -> seen(call, sheet -> invite(call, sheet))),
                Endpoint.post(HOME + "/:name/roster", Access.SIGNED_IN,
                        call -> seen(call, sheet -> confirm(call, sheet))),
                Endpoint.post(INVITATIONS + "/:id/agree", Access.SIGNED_IN,
                        call -> answer(call, id -> book.agree(call.caller().person(), id))),
                Endpoint.post(INVITATIONS + "/:id/link", Access.SIGNED_IN,
                        call -> answer(call, id -> book.link(call.caller().person(), id))),
                Endpoint.post(INVITATIONS + "/:id/close", Access.SIGNED_IN, this::close));
    }

    private Reply list(Call call) {
        return Reply.data(Json.object().put("providers", Json.array(book.all(call.caller().person()).stream()
                .map(each -> head(each.organisation()).put("due", each.due().map(Instant::toString)).build())
                .toList())).build());
    }

    private Reply seen(Call call, Function<ProviderSheet, Reply> then) {
        return OrganisationName.parse(call.part("name"))
                .flatMap(name -> book.sheet(call.caller().person(), name)).map(then)
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply invite(Call call, ProviderSheet sheet) {
        Json.Obj body = call.json().onlyFields("mail", "fullName", "groups");
        Set<GroupName> groups = new HashSet<>();
        for (String text : body.has("groups") ? body.strings("groups") : List.<String>of()) {
            groups.add(GroupName.parse(text).orElseThrow(() -> Read.bad("groups", "a list of groups")));
        }
        return said(book.invite(call.caller().person(), new InvitationForm(sheet.organisation().name(),
                Read.text("mail", body.string("mail"), 254),
                Read.text("fullName", body.string("fullName"), 400), groups)), 201);
    }

    private Reply confirm(Call call, ProviderSheet sheet) {
        Json.Obj body = call.json().onlyFields("stays", "seen");
        return switch (book.confirm(call.caller().person(), sheet.organisation().name(),
                names("stays", body), names("seen", body))) {
            case RosterDesk.Outcome.Confirmed(int confirmed, List<PersonName> held, List<PersonName> released) ->
                Reply.data(Json.object().put("confirmed", confirmed).put("held", names(held))
                        .put("released", names(released)).build());
            case RosterDesk.Outcome.Refused(RosterDesk.Reason reason, String text) -> Reply.refused(Problem
                    .of(Outcomes.status(reason), code(reason), "Refused", Text.plain(text)));
        };
    }

    private static Set<PersonName> names(String field, Json.Obj body) {
        Set<PersonName> names = new HashSet<>();
        for (String text : body.strings(field)) {
            names.add(PersonName.parse(text).orElseThrow(() -> Read.bad(field, "a list of people's names")));
        }
        return names;
    }

    private static Json names(List<PersonName> names) {
        return Json.strings(names.stream().map(PersonName::value).toList());
    }

    private Reply close(Call call) {
        String reason = Read.text("reason", call.json().onlyFields("reason").string("reason"), Read.TEXT);
        return answer(call, id -> book.close(call.caller().person(), id, reason));
    }

    private Reply answer(Call call, Function<InvitationId, InvitationOutcome> act) {
        Optional<InvitationId> found = InvitationId.parse(call.part("id"))
                .filter(id -> book.invitation(call.caller().person(), id).isPresent());
        return found.map(id -> said(act.apply(id), 200)).orElse(Reply.refused(Problem.notFound()));
    }

    private Reply said(InvitationOutcome outcome, int status) {
        return switch (outcome) {
            case InvitationOutcome.Done(Invitation made) -> new Reply.Data(status, json(made));
            case InvitationOutcome.Joined(Invitation made, var _, var _) ->
                new Reply.Data(status, json(made));
            case InvitationOutcome.Linked linked -> new Reply.Data(status,
                    Json.object().put("invitation", linked.invitation().id().value())
                            .put("url", ProviderLinks.url(origin.get(), linked))
                            .put("until", linked.until().toString()).build());
            case InvitationOutcome.Refused(InvitationOutcome.Reason reason, String text) -> Reply.refused(
                    Problem.of(Outcomes.status(reason), code(reason), "Refused", Text.plain(text)));
        };
    }

    private static String code(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonBuilder head(Organisation provider) {
        return Json.object().put("name", provider.name().value()).put("title", provider.title())
                .put("sponsor", provider.care().sponsor().map(PersonName::value));
    }

    private static Json.Obj json(ProviderSheet sheet) {
        Organisation provider = sheet.organisation();
        return head(provider).put("contacts", Json.strings(provider.care().contacts()))
                .put("mailDomains", Json.strings(provider.care().mailDomains()))
                .put("groups", Json.strings(groups(provider.care().groups())))
                .put("due", sheet.due().map(Instant::toString))
                .put("confirmedAt", sheet.confirmed().map(Instant::toString))
                .put("terms", sheet.terms().termsHash())
                .put("people", Json.array(sheet.members().stream().map(ApiProviders::json).toList()))
                .put("invitations", Json.array(sheet.invitations().stream().map(ApiProviders::json).toList()))
                .put("mayInvite", sheet.acts()).put("mayAgree", sheet.answers()).build();
    }

    private static Json.Obj json(ProviderSheet.Member member) {
        Person person = member.person();
        return Json.object().put("person", person.name().value()).put("fullName", person.fullName())
                .put("mail", person.mail()).put("state", member.state())
                .put("roles", Json.strings(person.roles().stream().map(Role::code).sorted().toList()))
                .put("groups", Json.strings(groups(person.groups()))).put("terms", member.terms())
                .put("keyUsedAt", member.used().map(Instant::toString)).build();
    }

    private static List<String> groups(Collection<GroupName> groups) {
        return groups.stream().map(GroupName::value).sorted().toList();
    }

    private static Json.Obj json(Invitation each) {
        return Json.object().put("id", each.id().value()).put("state", each.state().code())
                .put("provider", each.provider().value()).put("mail", each.mail())
                .put("fullName", each.fullName()).put("groups", Json.strings(groups(each.groups())))
                .put("inviter", each.inviter().value()).put("invitedAt", each.invitedAt().toString())
                .put("expiresAt", each.expiresAt().toString())
                .put("person", each.person().map(PersonName::value)).build();
    }
}
