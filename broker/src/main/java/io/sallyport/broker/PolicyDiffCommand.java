package io.sallyport.broker;

import io.sallyport.broker.policy.KeptPolicies;
import io.sallyport.policies.cli.DiffReport;
import io.sallyport.policies.policy.Compiled;
import io.sallyport.policies.policy.PolicyCompiler;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sallyport policy diff} over what the running broker has stored. The candidate is compiled and everything is decided in this process,
 * with the rights of whoever asks: the broker only hands out what it kept.
 */
@Command(name = "diff", mixinStandardHelpOptions = true, description = {
        "Decide the requests that the running broker has stored under the policy in force and under the policy of FOLDER, and list what would change, the most dangerous first.",
        "Exit codes: 0 nothing would change; 1 something would; " + StoredRequests.CODES,
        "Two folders over a file of facts, without a broker: sallyport policy diff OLD NEW --facts FILE"}, footer = {
                "", "Examples:",
                "  sallyport policy diff policy-proposed --config /etc/sallyport/broker.yaml",
                "  sallyport policy diff policy-proposed --since 2026-01-01 --json --config /etc/sallyport/broker.yaml"})
final class PolicyDiffCommand implements Callable<Integer> {
    private final StoredRequests requests;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FOLDER", description = "the candidate, wherever it is")
    private Path folder = Path.of("");

    @Option(names = "--since", defaultValue = StoredRequests.NINETY_DAYS, paramLabel = "TIME", description = StoredRequests.SINCE)
    private String since = StoredRequests.NINETY_DAYS;

    @Option(names = "--json", description = "one object on one line, for scripts")
    private boolean json;

    PolicyDiffCommand(StoredRequests requests) {
        this.requests = requests;
    }

    @Override
    public Integer call() throws InterruptedException {
        return requests.read(spec.commandLine(), since, this::compare);
    }

    private int compare(StoredDecisions stored, Instant from) throws IOException, ConfigException {
        PolicySnapshot candidate = compiled(PolicyCompiler.compile(folder), folder.toString());
        PolicySnapshot inForce = inForce(stored.inForce());
        try (DiffReport report = new DiffReport(
                new DiffReport.Style(json, requests.colour(), Sanitize::terminal))) {
            StoredDiff diff = new StoredDiff(inForce, candidate, report);
            requests.forEach(stored, diff::take, spec.commandLine().getErr());
            if (!stored.sameInForce()) {
                throw new IOException("another policy came into force meanwhile");
            }
            PrintWriter out = spec.commandLine().getOut();
            diff.print(from, json, out);
            out.flush();
            return diff.changes() ? BrokerMain.REFUSED : BrokerMain.DONE;
        }
    }

    /** The text in force stands in the state folder, which whoever may open the admin socket may read. */
    private PolicySnapshot inForce(String hash) throws ConfigException {
        try {
            Path kept = StateFolder.policies(requests.configuration());
            return compiled(PolicyCompiler.compile(KeptPolicies.in(kept).source(hash)),
                    "the policy in force, " + hash + ",");
        } catch (IOException e) {
            throw new ConfigException("the policy in force can't be read: " + e.getMessage());
        }
    }

    private static PolicySnapshot compiled(Compiled compiled, String what) throws ConfigException {
        return switch (compiled) {
            case Compiled.Valid(PolicySnapshot snapshot, var _) -> snapshot;
            case Compiled.Invalid(List<Problem> problems) -> {
                List<String> lines = new ArrayList<>();
                problems.forEach(problem -> problem.toString().lines().map(Sanitize::terminal)
                        .forEach(lines::add));
                lines.add(what + " has errors: nothing was compared");
                throw new ConfigException(lines);
            }
        };
    }
}
