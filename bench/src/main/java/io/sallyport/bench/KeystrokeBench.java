package io.sallyport.bench;

import io.sallyport.certsdev.DemoFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One byte typed into a terminal session until it is echoed, with the client's keystroke obscuring off (or not there). */
final class KeystrokeBench {
    private static final int WARM_UP = 2000;
    private static final int KEYS = 60;
    private final List<SshPath> paths;
    private final int rounds;
    private final LongSupplier nanos;
    private final Consumer<String> print;

    KeystrokeBench(List<SshPath> paths, int rounds, LongSupplier nanos, Consumer<String> print) {
        this.paths = paths;
        this.rounds = rounds;
        this.nanos = nanos;
        this.print = print;
    }

    /** An open terminal session and its samples. */
    private record Open(SshPath path, Process process, Samples samples) {}

    void run() throws IOException {
        List<Open> open = new ArrayList<>();
        try {
            for (SshPath path : paths) {
                Process process = path.ssh(Duration.ofMinutes(5)).start("ssh", "-tt", path.host(),
                        "stty raw -echo; echo READY; exec cat");
                open.add(new Open(path, process, new Samples()));
                awaitReady(process.getInputStream());
                keys(process, WARM_UP, new Samples());
            }
            for (int round = 0; round < rounds; round++) {
                for (Open one : open) {
                    keys(one.process(), KEYS, one.samples());
                }
            }
        } finally {
            open.forEach(one -> one.process().destroyForcibly());
        }
        Table table = new Table(print, "keystroke round trip", "ms p50", "ms p95", "ms p99");
        for (Open one : open) {
            table.row(one.path().name(), one.samples().median(), one.samples().quantile(0.95),
                    one.samples().quantile(0.99));
        }
        table.print();
        table.ratios("p50", open.stream().map(one -> one.samples().median()).toList());
    }

    private void keys(Process process, int count, Samples into) throws IOException {
        OutputStream out = process.getOutputStream();
        InputStream in = process.getInputStream();
        for (int i = 0; i < count; i++) {
            long start = nanos.getAsLong();
            out.write('a' + i % 26);
            out.flush();
            if (in.read() < 0) {
                throw new DemoFailure("the session ended under the keystrokes");
            }
            into.add((nanos.getAsLong() - start) / 1e6);
        }
    }

    private static void awaitReady(InputStream in) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().contains("READY\r\n") && !seen.toString().endsWith("READY\n")) {
            int c = in.read();
            if (c < 0) {
                throw new DemoFailure("no session: " + seen);
            }
            seen.append((char) c);
        }
    }
}
