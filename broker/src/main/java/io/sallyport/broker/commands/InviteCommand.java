package io.sallyport.broker.commands;

import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.InvitationForm;
import io.sallyport.broker.provider.InvitationId;
import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code invite}: who is invited to a provider; {@code add}, {@code csv}, {@code confirm}, {@code link}, {@code withdraw}. */
@Command(footer = {"", "Examples:", "  ssh gw invite",
        "  ssh gw invite add eva@acme.example --name '\"Eva Engineer\"' --group acme/ops",
        "  ssh gw invite csv < people.csv        lines of MAIL,NAME[,GROUP GROUP...]",
        "  ssh gw invite confirm i-abcdefghij    what a provider's manager asked for",
        "  ssh gw invite link i-abcdefghij       a new link; the one before is dead",
        "  ssh gw invite withdraw i-abcdefghij --reason \"not needed\"", "",
        "A link works once, for seven days. Give it to the person it is for and to nobody else."})
final class InviteCommand implements GatewayCommand {
    static final List<String> HEAD = List.of("INVITATION", "STATE", "PROVIDER", "MAIL", "NAME", "GROUPS",
            "BY",
            "UNTIL");
    private static final String USAGE = "ssh gw invite, or: add MAIL --name NAME [--group G], or: csv, or: confirm ID,"
            + " or: link ID, or: withdraw ID --reason TEXT";

    private final Call call;

    @Parameters(index = "0", paramLabel = "add|csv|confirm|link|withdraw", arity = "0..1", description = "what to do; without it: list")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "MAIL|ID", arity = "0..1", description = "whom, or which one")
    private Optional<String> what = Optional.empty();
    @Option(names = "--provider", paramLabel = "PROVIDER", description = "for whom (default: your own, or the only one you may)")
    private Optional<String> provider = Optional.empty();
    @Option(names = "--name", paramLabel = "NAME", description = "the person's full name")
    private Optional<String> name = Optional.empty();
    @Option(names = "--group", paramLabel = "GROUP", description = "a group they are to have; may be repeated")
    private List<String> groups = List.of();
    @Option(names = "--reason", paramLabel = "TEXT", description = "why it is withdrawn")
    private Optional<String> reason = Optional.empty();

    InviteCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        List<Organisation> providers = call.desks().providers().invitations().providers(call.person());
        if (providers.isEmpty()) {
            return call.say()
                    .refused("Inviting takes a manager of the provider, its sponsor, or an administrator"
                            + " of the company.");
        }
        return switch (verb.orElse("")) {
            case "" -> list(providers);
            case "add" -> what.isPresent() ? add(providers) : call.say().usage(USAGE);
            case "csv" -> csv(providers);
            case "confirm", "link", "withdraw" -> what.flatMap(InvitationId::parse).map(this::answer)
                    .orElseGet(() -> call.say().usage(USAGE));
            default -> call.say().usage(USAGE);
        };
    }

    private Optional<OrganisationName> provider(List<Organisation> providers) {
        if (provider.isPresent()) {
            return provider.flatMap(OrganisationName::parse);
        }
        return providers.size() == 1 ? Optional.of(providers.getFirst().name()) : Optional.empty();
    }

    private int list(List<Organisation> providers) {
        List<Invitation> all = providers.stream().filter(
                each -> provider.isEmpty() || provider.get().equals(each.name().value()))
                .flatMap(each -> call.desks().providers().invitations().list(call.person(), each.name())
                        .stream())
                .toList();
        if (call.say().json()) {
            return call.say().json(Json.array(all.stream().map(InviteCommand::json).toList()));
        }
        if (all.isEmpty()) {
            return call.say().done("Nobody is invited. To invite: ssh gw invite add MAIL --name NAME");
        }
        call.say().table(HEAD, all.stream().map(InviteCommand::row).toList());
        return Say.DONE;
    }

    private int add(List<Organisation> providers) {
        Optional<OrganisationName> of = provider(providers);
        if (of.isEmpty()) {
            return call.say().usage("--provider says for which provider.");
        }
        Set<GroupName> wanted = new HashSet<>();
        for (String text : groups) {
            Optional<GroupName> group = GroupName.parse(text);
            if (group.isEmpty()) {
                return call.say().usage("--group takes the name of a group, such as acme/ops.");
            }
            wanted.add(group.get());
        }
        return said(call.desks().providers().invitations().invite(call.person(),
                new InvitationForm(of.get(), what.orElse(""), name.orElse(""), wanted)), "invited");
    }

    private int csv(List<Organisation> providers) {
        Optional<OrganisationName> of = provider(providers);
        if (of.isEmpty()) {
            return call.say().usage("--provider says for which provider.");
        }
        return switch (InvitationCsv.read(of.get(), call.say().screen().in())) {
            case InvitationCsv.Wrong(List<String> problems) -> call.say().usage(
                    String.join("\n", problems)
                            + "\nNobody was invited. Mend these lines and send all again.");
            case InvitationCsv.Right(List<InvitationForm> forms) -> invite(forms);
        };
    }

    private int invite(List<InvitationForm> forms) {
        List<Json> made = new ArrayList<>();
        int refused = 0;
        for (InvitationForm form : forms) {
            switch (call.desks().providers().invitations().invite(call.person(), form)) {
                case InvitationOutcome.Done(Invitation invitation) -> {
                    made.add(json(invitation));
                    if (!call.say().json()) {
                        call.say().line(invitation.id() + "  " + invitation.state().code() + "  "
                                + invitation.mail());
                    }
                }
                case InvitationOutcome.Refused(InvitationOutcome.Reason _, String text) -> {
                    refused++;
                    call.say().refused(form.mail() + ": " + text);
                }
                case InvitationOutcome.Linked _,InvitationOutcome.Joined _ ->
                    throw new IllegalStateException("inviting neither links nor joins");
            }
        }
        if (call.say().json()) {
            call.say().json(Json.array(made));
        }
        return refused == 0 ? Say.DONE : Say.REFUSED;
    }

    private int answer(InvitationId id) {
        var desk = call.desks().providers().invitations();
        return switch (verb.orElse("")) {
            case "confirm" -> said(desk.confirm(call.person(), id), "confirmed");
            case "link" -> said(desk.link(call.person(), id), "linked");
            default -> reason.map(why -> said(desk.close(call.person(), id, why), "closed"))
                    .orElseGet(() -> call.say().usage("--reason says why."));
        };
    }

    private int said(InvitationOutcome outcome, String done) {
        return switch (outcome) {
            case InvitationOutcome.Done(Invitation made) -> call.say().json()
                    ? call.say().json(Json.object().put(done, json(made)).build())
                    : call.say().done(made.id() + ": " + made.mail() + " is " + made.state().code()
                            + next(made));
            case InvitationOutcome.Linked linked -> linked(linked);
            case InvitationOutcome.Joined(Invitation made, var _, var _) ->
                call.say().done(made.id() + ": accepted");
            case InvitationOutcome.Refused(InvitationOutcome.Reason why, String text) ->
                why == InvitationOutcome.Reason.BAD_INVITATION
                        ? call.say().usage(text)
                        : call.say().refused(text);
        };
    }

    private static String next(Invitation made) {
        return switch (made.state()) {
            case PROPOSED ->
                ". The provider's sponsor or an administrator has to agree: ssh gw invite confirm "
                        + made.id();
            case OPEN -> ". For the link: ssh gw invite link " + made.id();
            case ACCEPTED, WITHDRAWN, REFUSED, EXPIRED -> ".";
        };
    }

    private int linked(InvitationOutcome.Linked linked) {
        // Behind "#", so that the secret is in no server's log and no proxy's.
        String url = call.desks().place().console() + "/join#" + linked.secret();
        if (call.say().json()) {
            return call.say().json(Json.object().put("invitation", linked.invitation().id().value())
                    .put("url", url).put("until", linked.until().toString()).build());
        }
        call.say().line("For " + linked.invitation().fullName() + " (" + linked.invitation().mail()
                + ") alone, once, until " + Times.shown(linked.until()) + ":");
        return call.say().done(url);
    }

    static Json.Obj json(Invitation each) {
        return Json.object().put("invitation", each.id().value()).put("state", each.state().code())
                .put("provider", each.provider().value()).put("mail", each.mail())
                .put("fullName", each.fullName())
                .put("groups", Json.strings(each.groups().stream().map(GroupName::value).toList()))
                .put("inviter", each.inviter().value()).put("invitedAt", each.invitedAt().toString())
                .put("expiresAt", each.expiresAt().toString())
                .put("person", each.person().map(person -> person.value())).build();
    }

    private static List<String> row(Invitation each) {
        return List.of(each.id().value(), each.state().code(), each.provider().value(), each.mail(),
                each.fullName(), String.join(" ", each.groups().stream().map(GroupName::value).toList()),
                each.inviter().value(), Times.shown(each.expiresAt()));
    }
}
