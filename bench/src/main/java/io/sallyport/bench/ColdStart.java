package io.sallyport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** {@code policy check policies/example} from nothing to its exit, as whoever types it waits for it, and without the launcher. */
final class ColdStart {
    private static final int RUNS = 9;

    private final Path home;
    private final LongSupplier nanos;
    private final Consumer<String> print;

    ColdStart(Path home, LongSupplier nanos, Consumer<String> print) {
        this.home = home;
        this.nanos = nanos;
        this.print = print;
    }

    /** Wall and CPU time of one run, in seconds. */
    private record Run(double wall, double cpu) {}

    void run() throws IOException, InterruptedException {
        Table table = new Table(print, "policy check, " + RUNS + " runs", "wall s, median", "lowest",
                "highest",
                "CPU s, median");
        row(table, "./sallyport policy check", List.of(home.resolve("sallyport").toString(), "policy"));
        row(table, "the program alone", program());
        table.print();
    }

    private void row(Table table, String name, List<String> command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("check", home.resolve("policies/example").toString()));
        once(line); // the files are in memory from here on
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(once(line));
        }
        List<Double> walls = runs.stream().map(Run::wall).sorted().toList();
        table.row(name, walls.get(RUNS / 2), walls.getFirst(), walls.getLast(),
                runs.stream().map(Run::cpu).sorted().toList().get(RUNS / 2));
    }

    private Run once(List<String> line) throws IOException, InterruptedException {
        long own = ProcessHandle.current().pid();
        double cpu = ProcFs.waitedCpuSeconds(own);
        long begin = nanos.getAsLong();
        int exit = new ProcessBuilder(line).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        double wall = (nanos.getAsLong() - begin) / 1e9;
        if (exit != 0) {
            throw new IOException("policy check gave exit code " + exit);
        }
        return new Run(wall, ProcFs.waitedCpuSeconds(own) - cpu);
    }

    /** As the launcher starts it. */
    private List<String> program() throws IOException {
        Path target = home.resolve("policies/target");
        try (Stream<Path> jars = Files.list(target)) {
            Path jar = jars.filter(path -> path.getFileName().toString().matches("policies-[0-9].*\\.jar"))
                    .findFirst().orElseThrow(() -> new IOException("no jar in " + target));
            String java = ProcessHandle.current().info().command().orElse("java");
            return List.of(java, "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xlog:disable",
                    "-Xlog:all=error:stderr", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp",
                    jar + ":" + target.resolve("lib") + "/*", "io.sallyport.policies.cli.PolicyMain");
        }
    }
}
