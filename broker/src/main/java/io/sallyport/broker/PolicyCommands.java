package io.sallyport.broker;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sallyport policy activate}, {@code withdraw} and {@code history}: orders about the policy to the running broker. {@code diff} and
 * {@code facts} stand beside.
 */
@Command(name = "policy", mixinStandardHelpOptions = true, version = BrokerMain.VERSION, description = "Bring the policy folder into force, take a proposal back, list what was in force, or decide stored requests under another policy.")
final class PolicyCommands {
    private final BrokerMain broker;

    PolicyCommands(BrokerMain broker) {
        this.broker = broker;
    }

    @Command(name = "activate", mixinStandardHelpOptions = true, description = "Have the running broker read its policy folder, compile it, run its tests, and take it into force or, where broker.yaml says activation: second-person, propose it to an approver, who confirms with \"ssh gw policy activate HASH\". Exit codes: 0 done; 1 refused, with every problem; 2 wrong usage or configuration; 3 the broker does not answer.", footer = {
            "", "Examples:", "  sallyport policy activate --dry-run --config /etc/sallyport/broker.yaml",
            "  sallyport policy activate --dry-run --json --config /etc/sallyport/broker.yaml",
            "  sallyport policy activate --config /etc/sallyport/broker.yaml"})
    int activate(
            @Option(names = "--dry-run", description = "change nothing; say which rules would be added, removed or changed, and which sessions, grants and requests that would hit") boolean dryRun,
            @Option(names = "--json", description = "for scripts") boolean json)
            throws InterruptedException {
        return broker.ask(
                Json.object().put("order", "policy-activate").put("dry_run", dryRun).put("json", json)
                        .build(),
                answer -> json ? List.of(answer.object("result").text()) : answer.strings("lines"));
    }

    @Command(name = "withdraw", mixinStandardHelpOptions = true, description = "Take back the version that waits for a second person. The journal keeps why. Exit codes: 0 done; 1 nothing waits; 2 wrong usage or configuration; 3 the broker does not answer.", footer = {
            "", "Example:",
            "  sallyport policy withdraw --reason \"the window was wrong\" --config /etc/sallyport/broker.yaml"})
    int withdraw(
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; kept in the journal") String reason)
            throws InterruptedException {
        return broker.ask(Json.object().put("order", "policy-withdraw").put("reason", reason).build(),
                answer -> answer.strings("lines"));
    }

    @Command(name = "history", mixinStandardHelpOptions = true, description = "List the last activations, newest first: hash, when, who, git commit of the folder. Exit codes: 0 done; 1 refused; 2 wrong usage or configuration; 3 the broker does not answer.", footer = {
            "", "Example:", "  sallyport policy history --json --config /etc/sallyport/broker.yaml"})
    int history(@Option(names = "--json", description = "for scripts") boolean json)
            throws InterruptedException {
        return broker.ask(Json.object().put("order", "policy-history").build(),
                answer -> json ? List.of(json(answer)) : answer.strings("lines"));
    }

    private static String json(Json.Obj answer) {
        JsonBuilder shown = Json.object();
        answer.fields().forEach((name, value) -> {
            if (!name.equals("ok") && !name.equals("lines")) {
                shown.put(name, value);
            }
        });
        return shown.text();
    }
}
