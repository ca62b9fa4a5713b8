package io.sallyport.broker;

import io.sallyport.broker.request.StoredDecision;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/** How a command reads what the running broker has stored: from when, with what on the screen, and with which exit codes. */
final class StoredRequests {
    static final String SINCE = "how far back: 90d, 12h, a date (midnight UTC) or a time with its offset (default: ${DEFAULT-VALUE})";
    static final String CODES = "2 wrong usage, configuration or policy; 3 the broker does not answer.";
    static final String NINETY_DAYS = "90d";

    private final BrokerMain broker;
    private final Screen screen;
    private final InstantSource time;
    private final LongSupplier nanos;

    StoredRequests(BrokerMain broker, Screen screen, InstantSource time, LongSupplier nanos) {
        this.broker = broker;
        this.screen = screen;
        this.time = time;
        this.nanos = nanos;
    }

    /** What is done with them; the exit code. */
    interface Work {
        int with(StoredDecisions stored, Instant since) throws IOException, ConfigException;
    }

    /** @param since as it was typed for {@code command} */
    int read(CommandLine command, String since, Work work) throws InterruptedException {
        Instant from = Since.parse(since, time.instant())
                .orElseThrow(() -> new CommandLine.ParameterException(command,
                        "'" + Sanitize.terminal(since)
                                + "' is no time in the past: write 90d, 12h, 2026-01-31 or 2026-01-31T08:00Z"));
        return broker.guarded(() -> {
            try {
                return work.with(
                        StoredDecisions.since(StateFolder.adminSocket(broker.configuration()), from), from);
            } catch (UncheckedIOException e) {
                broker.err(List.of(String.valueOf(e.getMessage())));
                return BrokerMain.WRONG;
            } catch (IOException e) {
                broker.err(List.of("the broker does not answer: " + e.getMessage(),
                        "stored requests are read from the running broker: start it, or ask again"));
                return BrokerMain.NOT_RUNNING;
            }
        });
    }

    /** Hands out each of them and says meanwhile how far it is. */
    void forEach(StoredDecisions stored, Consumer<StoredDecision> reader, PrintWriter err)
            throws IOException {
        Progress progress = new Progress(err, screen.progress(), nanos, stored.total());
        try {
            stored.forEach(each -> {
                reader.accept(each);
                progress.step();
            });
        } finally {
            progress.clear();
        }
    }

    boolean colour() {
        return screen.colour();
    }

    BrokerConfig configuration() throws ConfigException {
        return broker.configuration();
    }

    void warn(String line) {
        broker.err(List.of(line));
    }
}
