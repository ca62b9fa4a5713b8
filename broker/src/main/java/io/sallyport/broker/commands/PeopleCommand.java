package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.keys.Dormancy;
import io.sallyport.broker.waiting.Waiting;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code people}: who is held and who soon will be, because nobody has seen them; {@code release}. */
@Command(footer = {"", "Examples:", "  ssh gw people", "  ssh gw people --json",
        "  ssh gw people release eva --reason '\"back from leave\"'", "",
        "Only those who were not seen for long are released here. Whoever was off-boarded comes back with: ssh gw offboard undo"})
final class PeopleCommand implements GatewayCommand {
    private static final List<String> HEAD = List.of("PERSON", "ORGANISATION", "HELD");

    private final Call call;

    @Parameters(index = "0", paramLabel = "release", arity = "0..1", description = "what to do; without it: list")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", description = "who")
    private Optional<String> name = Optional.empty();
    @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept in the journal")
    private Optional<String> reason = Optional.empty();

    PeopleCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (verb.isEmpty()) {
            return list();
        }
        Optional<PersonName> who = name.flatMap(PersonName::parse);
        if (!verb.get().equals("release") || who.isEmpty() || reason.isEmpty()) {
            return call.say().usage("ssh gw people, or: release NAME --reason TEXT");
        }
        return switch (call.desks().keys().dormancy().release(call.person(), who.get(), reason.get())) {
            case Dormancy.Release.Done() -> call.say().json()
                    ? call.say().json(Json.object().put("released", who.get().value()).build())
                    : call.say().done(who.get() + " may come in again.");
            case Dormancy.Release.Refused(String text) -> call.say().refused(text);
        };
    }

    private int list() {
        List<Person> held = call.desks().people().all().stream().filter(person -> !holds(person).isEmpty())
                .sorted(Comparator.comparing(person -> person.name().value())).toList();
        List<Dormancy.Drowsy> soon = call.desks().keys().dormancy().soon();
        if (call.say().json()) {
            return call.say().json(Json.object()
                    .put("held", Json.array(held.stream()
                            .map(person -> (Json) Json.object().put("person", person.name().value())
                                    .put("organisation", person.organisation().value())
                                    .put("holds", Json.strings(List.of(holds(person).split(", ")))).build())
                            .toList()))
                    .put("soon", Json.array(soon.stream()
                            .map(each -> (Json) Json.object().put("person", each.person().value())
                                    .put("seen", each.seen().toString()).put("at", each.at().toString())
                                    .build())
                            .toList()))
                    .build());
        }
        if (!held.isEmpty()) {
            call.say().table(HEAD, held.stream().map(person -> List.of(person.name().value(),
                    person.organisation().value(), holds(person))).toList());
        }
        soon.forEach(each -> call.say().line(new Waiting.HeldSoon(each).text()));
        return call.say().done(held.isEmpty() && soon.isEmpty() ? "Nobody is held." : "");
    }

    private String holds(Person person) {
        return call.desks().people().holdsOf(person.name()).stream().map(Hold::code).sorted()
                .collect(Collectors.joining(", "));
    }
}
