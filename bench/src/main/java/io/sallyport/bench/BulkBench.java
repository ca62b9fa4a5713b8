package io.sallyport.bench;

import io.sallyport.certsdev.DemoFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** 512 MB of random bytes through a command, down and up: MB/s, and CPU seconds per GiB of each serving process. */
final class BulkBench {
    private static final int MIB = 512;
    private final List<SshPath> paths;
    private final int rounds;
    private final Path file;
    private final LongSupplier nanos;
    private final Consumer<String> print;

    BulkBench(List<SshPath> paths, int rounds, Path folder, LongSupplier nanos, Consumer<String> print) {
        this.paths = paths;
        this.rounds = rounds;
        this.file = folder.resolve("random.bin");
        this.nanos = nanos;
        this.print = print;
    }

    void run() throws IOException, InterruptedException {
        writeRandom();
        measure("512 MB down",
                path -> new ProcessBuilder("ssh", "-F", path.config().toString(), path.host(), "cat " + file)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        measure("512 MB up",
                path -> new ProcessBuilder("ssh", "-F", path.config().toString(), path.host(),
                        "cat > /dev/null")
                        .redirectInput(file.toFile()));
    }

    private interface Transfer {
        ProcessBuilder of(SshPath path);
    }

    /** What was measured on one path: speed, and CPU of each of its servers, in their order. */
    private record Measured(SshPath path, Samples speed, List<Samples> cpu) {
        static Measured of(SshPath path) {
            return new Measured(path, new Samples(), path.pids().stream().map(_ -> new Samples()).toList());
        }
    }

    private void measure(String title, Transfer transfer) throws IOException, InterruptedException {
        List<Measured> all = paths.stream().map(Measured::of).toList();
        for (int round = -1; round < rounds; round++) {
            for (Measured one : all) {
                SshPath path = one.path();
                List<Double> before = path.pids().stream().map(server -> ProcFs.cpuSeconds(server.pid()))
                        .toList();
                long start = nanos.getAsLong();
                Process process = transfer.of(path).redirectError(ProcessBuilder.Redirect.INHERIT).start();
                if (process.waitFor() != 0) {
                    throw new DemoFailure(
                            title + " over " + path.name() + ": exit code " + process.exitValue());
                }
                double seconds = (nanos.getAsLong() - start) / 1e9;
                if (round >= 0) {
                    one.speed().add(MIB * 1.048576 / seconds);
                    for (int i = 0; i < path.pids().size(); i++) {
                        double used = ProcFs.cpuSeconds(path.pids().get(i).pid()) - before.get(i);
                        one.cpu().get(i).add(used * 1024 / MIB);
                    }
                }
            }
        }
        Table table = new Table(print, title, "MB/s p50", "CPU s/GiB");
        for (Measured one : all) {
            table.row(one.path().name(), one.speed().median(), Double.NaN);
            for (int i = 0; i < one.cpu().size(); i++) {
                table.row("  " + one.path().pids().get(i).name(), Double.NaN, one.cpu().get(i).median());
            }
        }
        table.print();
        table.ratios("MB/s", all.stream().map(one -> one.speed().median()).toList());
    }

    private void writeRandom() throws IOException {
        byte[] block = new byte[1 << 20];
        SecureRandom random = new SecureRandom();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MIB; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }
}
