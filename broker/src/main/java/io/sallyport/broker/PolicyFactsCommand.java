package io.sallyport.broker;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sallyport policy facts}: what {@code policy diff OLD NEW --facts FILE} reads, from what the running broker has stored. */
@Command(name = "facts", mixinStandardHelpOptions = true, description = {
        "Print the facts of the requests that the running broker has stored, one request a line (sallyport-facts/1), oldest first, for \"sallyport policy diff OLD NEW --facts FILE\" elsewhere.",
        "They are personal data: who of which company asked for what, when and from where. Keep them where only reviewers read, and no longer than you need them.",
        "Exit codes: 0 done; " + StoredRequests.CODES}, footer = {"", "Example:",
                "  (umask 077; sallyport policy facts --since 90d --config /etc/sallyport/broker.yaml > requests.jsonl)"})
final class PolicyFactsCommand implements Callable<Integer> {
    private final StoredRequests requests;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--since", defaultValue = StoredRequests.NINETY_DAYS, paramLabel = "TIME", description = StoredRequests.SINCE)
    private String since = StoredRequests.NINETY_DAYS;

    PolicyFactsCommand(StoredRequests requests) {
        this.requests = requests;
    }

    @Override
    public Integer call() throws InterruptedException {
        return requests.read(spec.commandLine(), since, this::print);
    }

    private int print(StoredDecisions stored, Instant from) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        AtomicLong missing = new AtomicLong();
        requests.forEach(stored,
                each -> StoredDiff.kept(each).ifPresentOrElse(
                        decision -> out.println(decision.explanation().facts().json().text()),
                        missing::incrementAndGet),
                spec.commandLine().getErr());
        out.flush();
        if (missing.get() > 0) {
            requests.warn(missing + " of " + stored.total() + " requests since " + from
                    + " are left out: no facts of them were kept");
        }
        return BrokerMain.DONE;
    }
}
