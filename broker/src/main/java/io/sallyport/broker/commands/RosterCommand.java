package io.sallyport.broker.commands;

import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.provider.RosterDesk;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code roster}: a provider's people; {@code confirm} says which of them still work for it. */
@Command(footer = {"", "Examples:", "  ssh gw roster", "  ssh gw roster --provider acme --json",
        "  ssh gw roster confirm eva emil        everybody else of the provider is held",
        "  ssh gw roster confirm --all"})
final class RosterCommand implements GatewayCommand {
    static final List<String> HEAD = List.of("PERSON", "NAME", "STATE", "ROLES", "GROUPS", "KEY USED");

    private final Call call;

    @Parameters(index = "0", paramLabel = "confirm", arity = "0..1", description = "without it: list")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1..*", paramLabel = "PERSON", arity = "0..*", description = "who still works for the provider")
    private List<String> names = List.of();
    @Option(names = "--provider", paramLabel = "PROVIDER", description = "whose (default: your own, or the only one you may see)")
    private Optional<String> provider = Optional.empty();
    @Option(names = "--all", description = "everybody still does")
    private boolean all;

    RosterCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        List<Organisation> providers = call.desks().providers().invitations().providers(call.person());
        Optional<OrganisationName> of = provider.isPresent()
                ? provider.flatMap(OrganisationName::parse)
                : providers.size() == 1 ? Optional.of(providers.getFirst().name()) : Optional.empty();
        if (providers.isEmpty()) {
            return call.say()
                    .refused("Rosters are for a provider's managers, its sponsor, and administrators and"
                            + " auditors of the company.");
        }
        if (of.isEmpty()) {
            return call.say().usage("--provider says which provider: " + String.join(", ",
                    providers.stream().map(each -> each.name().value()).toList()));
        }
        return switch (verb.orElse("")) {
            case "" -> list(of.get());
            case "confirm" -> confirm(of.get());
            default -> call.say().usage("ssh gw roster, or: confirm PERSON..., or: confirm --all");
        };
    }

    private int list(OrganisationName of) {
        List<Person> people = call.desks().providers().rosters().roster(call.person(), of);
        Optional<Instant> due = call.desks().providers().rosters().due(of);
        if (call.say().json()) {
            return call.say().json(Json.object().put("provider", of.value())
                    .put("due", due.map(Instant::toString))
                    .put("people", Json.array(people.stream().map(this::json).toList())).build());
        }
        if (people.isEmpty()) {
            return call.say().done("There is nobody of " + of + ". To invite somebody: ssh gw invite --help");
        }
        call.say().table(HEAD, people.stream().map(this::row).toList());
        due.ifPresent(when -> call.say().line("To be confirmed by " + Times.shown(when)
                + ", or everybody but its managers is held: ssh gw roster confirm --help"));
        return Say.DONE;
    }

    private int confirm(OrganisationName of) {
        Set<PersonName> staying = new HashSet<>();
        if (all == !names.isEmpty()) {
            return call.say().usage("Name who still works for " + of + ", or say --all.");
        }
        if (all) {
            call.desks().providers().rosters().roster(call.person(), of)
                    .forEach(person -> staying.add(person.name()));
        }
        for (String text : names) {
            Optional<PersonName> name = PersonName.parse(text);
            if (name.isEmpty()) {
                return call.say().usage("That is no person's name. See: ssh gw roster");
            }
            staying.add(name.get());
        }
        return switch (call.desks().providers().rosters().confirm(call.person(), of, staying,
                Optional.empty())) {
            case RosterDesk.Outcome.Confirmed(int confirmed, List<PersonName> held, List<PersonName> released) ->
                said(of, confirmed, held, released);
            case RosterDesk.Outcome.Refused(RosterDesk.Reason _, String text) -> call.say().refused(text);
        };
    }

    private int said(OrganisationName of, int confirmed, List<PersonName> held, List<PersonName> released) {
        if (call.say().json()) {
            return call.say().json(Json.object().put("confirmed", confirmed)
                    .put("held", Json.strings(held.stream().map(PersonName::value).toList()))
                    .put("released", Json.strings(released.stream().map(PersonName::value).toList()))
                    .build());
        }
        if (!held.isEmpty()) {
            call.say().line("Held, their sessions end now: "
                    + String.join(", ", held.stream().map(PersonName::value).toList()));
        }
        return call.say().done(confirmed + " of " + of + " confirmed" + call.desks().providers().rosters()
                .due(of).map(due -> ", next by " + Times.shown(due)).orElse("") + ".");
    }

    private String state(Person person) {
        Set<Hold> holds = call.desks().people().holdsOf(person.name());
        return person.enabled()
                ? "enabled"
                : holds.isEmpty()
                        ? "disabled"
                        : String.join(" ", holds.stream().map(Hold::code).sorted().toList());
    }

    private Optional<Instant> used(Person person) {
        return call.desks().people().keysOf(person.name()).stream().map(RegisteredKey::lastUsed)
                .flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    private List<String> row(Person person) {
        return List.of(person.name().value(), person.fullName(), state(person),
                joined(person.roles().stream().map(Role::code)),
                joined(person.groups().stream().map(GroupName::value)),
                used(person).map(day -> day.toString().substring(0, 10)).orElse("never"));
    }

    private static String joined(Stream<String> words) {
        return String.join(" ", words.sorted().toList());
    }

    private Json.Obj json(Person person) {
        return Json.object().put("person", person.name().value()).put("fullName", person.fullName())
                .put("state", state(person)).put("mail", person.mail())
                .put("roles", Json.strings(person.roles().stream().map(Role::code).sorted().toList()))
                .put("groups", Json.strings(person.groups().stream().map(GroupName::value).sorted().toList()))
                .put("keyUsed", used(person).map(Instant::toString)).build();
    }
}
