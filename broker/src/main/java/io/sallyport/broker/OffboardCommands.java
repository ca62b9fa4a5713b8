package io.sallyport.broker;

import io.sallyport.policies.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport broker offboard}: a person, a provider or an engagement leaves; orders to the running broker. */
@Command(name = "offboard", mixinStandardHelpOptions = true, version = BrokerMain.VERSION, description = "Off-board a person, a provider or an engagement: sessions end, grants are revoked, keys prove nobody any more. Without --yes it only says what it would take away. Exit codes: 0 done; 1 refused; 2 wrong usage or configuration; 3 the broker does not answer.", footer = {
        "", "Examples:", "  broker offboard provider acme --config broker.yaml",
        "  broker offboard provider acme --reason \"contract cancelled\" --yes --config broker.yaml",
        "  broker offboard proof d-abcdefghij --json --config broker.yaml > proof.json"})
final class OffboardCommands {
    private final BrokerMain broker;

    OffboardCommands(BrokerMain broker) {
        this.broker = broker;
    }

    @Command(name = "person", mixinStandardHelpOptions = true, description = "Off-board one person.")
    int person(@Parameters(paramLabel = "NAME") String name,
            @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT", description = "why; kept in the journal") String reason,
            @Option(names = "--yes", description = "do it") boolean yes,
            @Option(names = "--json", description = "for scripts") boolean json)
            throws InterruptedException {
        return ask("person", name, reason, yes, json);
    }

    @Command(name = "provider", mixinStandardHelpOptions = true, description = "Off-board a provider with everybody in it and all its engagements.")
    int provider(@Parameters(paramLabel = "NAME") String name,
            @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT", description = "why; kept in the journal") String reason,
            @Option(names = "--yes", description = "do it") boolean yes,
            @Option(names = "--json", description = "for scripts") boolean json)
            throws InterruptedException {
        return ask("provider", name, reason, yes, json);
    }

    @Command(name = "engagement", mixinStandardHelpOptions = true, description = "End an engagement early; its people stay.")
    int engagement(@Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT", description = "why; kept in the journal") String reason,
            @Option(names = "--yes", description = "do it") boolean yes,
            @Option(names = "--json", description = "for scripts") boolean json)
            throws InterruptedException {
        return ask("engagement", id, reason, yes, json);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List what was off-boarded, newest first.")
    int list(@Option(names = "--json", description = "for scripts") boolean json)
            throws InterruptedException {
        return ask("list", "", "", false, json);
    }

    @Command(name = "proof", mixinStandardHelpOptions = true, description = "Print the proof of an off-boarding.")
    int proof(@Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "the document to the byte, whose SHA-256 the journal holds once it is complete") boolean json)
            throws InterruptedException {
        return ask("proof", id, "", false, json);
    }

    @Command(name = "undo", mixinStandardHelpOptions = true, description = "Let go whoever an off-boarding holds. What it revoked stays revoked.")
    int undo(@Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; kept in the journal") String reason)
            throws InterruptedException {
        return ask("undo", id, reason, true, false);
    }

    private int ask(String verb, String name, String reason, boolean yes, boolean json)
            throws InterruptedException {
        return broker.ask(Json.object().put("order", DepartureOrders.ORDER).put("verb", verb)
                .put("name", name).put("reason", reason).put("yes", yes).build(),
                answer -> json ? List.of(answer.object("result").text()) : answer.strings("lines"));
    }
}
