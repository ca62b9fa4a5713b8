package io.sallyport.bench;

import io.sallyport.certsdev.DemoFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Connect, authenticate, run {@code true}, close: wall time as the engineer waits, and the servers' CPU time. */
final class ConnectBench {
    private static final int WARM_UP = 4;
    private final List<SshPath> paths;
    private final int rounds;
    private final LongSupplier nanos;
    private final Consumer<String> print;

    ConnectBench(List<SshPath> paths, int rounds, LongSupplier nanos, Consumer<String> print) {
        this.paths = paths;
        this.rounds = rounds;
        this.nanos = nanos;
        this.print = print;
    }

    /** What was measured on one path. */
    private record Measured(SshPath path, Samples wall, Samples cpu) {}

    void run() {
        List<Measured> all = paths.stream().map(path -> new Measured(path, new Samples(), new Samples()))
                .toList();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Measured one : all) {
                double before = serverCpu(one.path());
                long start = nanos.getAsLong();
                connect(one.path());
                double seconds = (nanos.getAsLong() - start) / 1e9;
                if (round >= 0) {
                    one.wall().add(seconds * 1000);
                    one.cpu().add((serverCpu(one.path()) - before) * 1000);
                }
            }
        }
        Table table = new Table(print, "connect + true", "ms p50", "ms p95", "server CPU ms");
        for (Measured one : all) {
            table.row(one.path().name(), one.wall().median(), one.wall().quantile(0.95), one.cpu().median());
        }
        table.print();
        table.ratios("p50", all.stream().map(one -> one.wall().median()).toList());
        table.ratios("server CPU", all.stream().map(one -> one.cpu().median()).toList());
    }

    private static void connect(SshPath path) {
        var result = path.ssh(Duration.ofSeconds(30)).ssh(path.host(), "true");
        if (result.exit() != 0) {
            throw new DemoFailure(String.format(Locale.ROOT, "%s: exit code %d: %s", path.name(),
                    result.exit(), result.said()));
        }
    }

    private static double serverCpu(SshPath path) {
        return path.pids().stream().mapToDouble(server -> ProcFs.cpuSeconds(server.pid())).sum();
    }
}
