package io.sallyport.certsdev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of Sallyport's programs as this checkout built it, to be started as a process of its own.
 *
 * @param home the checkout
 * @param module the Maven module it is in
 * @param main its main class
 * @param options what the Java virtual machine is told when the program runs as a server
 */
public record Program(Path home, String module, String main, List<String> options) {
    /** Half of the processor time of a start, for less speed later. */
    public static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final String SERVE = "run";
    private static final List<String> EVERY = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-Djdk.serialFilter=!*");
    /** For what ends in a moment: the second compiler would take more processor time than it gives back. */
    private static final List<String> TOOL = List.of("-Xmx256m", ONE_COMPILER);

    public Program {
        options = List.copyOf(options);
    }

    public static Program authority(Path home) {
        return new Program(home, "authority", "io.sallyport.authority.AuthorityMain", List.of("-Xmx192m"));
    }

    public static Program broker(Path home) {
        return new Program(home, "broker", "io.sallyport.broker.BrokerMain",
                heap("-Xms64m", "-Xmx512m"));
    }

    public static Program agent(Path home) {
        int carriers = (Runtime.getRuntime().availableProcessors() + 1) / 2;
        return new Program(home, "agent", "io.sallyport.agent.AgentMain",
                heap("-Xms32m", "-Xmx192m", "-Djdk.virtualThreadScheduler.parallelism=" + carriers));
    }

    private static List<String> heap(String... more) {
        return Stream.concat(Stream.of("-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40", "-Xmn16m"),
                Stream.of(more)).toList();
    }

    public static Program verify(Path home) {
        return new Program(home, "evidence", "io.sallyport.evidence.cli.VerifyMain",
                TOOL);
    }

    public static Program replay(Path home) {
        return new Program(home, "evidence", "io.sallyport.evidence.cli.ReplayMain",
                TOOL);
    }

    public static Program policy(Path home) {
        return new Program(home, "policies", "io.sallyport.policies.cli.PolicyMain",
                TOOL);
    }

    /** The same, as a server told this as well. */
    public Program with(List<String> more) {
        return new Program(home, module, main, Stream.concat(options.stream(), more.stream()).toList());
    }

    /** The command line that runs it with these arguments, by the Java that runs this code. */
    public List<String> commandLine(String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(EVERY);
        line.addAll(List.of(arguments).contains(SERVE) ? options : TOOL);
        line.add("-cp");
        line.add(jar() + ":" + home.resolve(module).resolve("target/lib") + "/*");
        line.add(main);
        line.addAll(List.of(arguments));
        return line;
    }

    private Path jar() {
        Path target = home.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches(module + "-[0-9].*\\.jar"))
                    .filter(file -> !file.getFileName().toString().contains("sources"))
                    .findFirst()
                    .orElseThrow(
                            () -> new DemoFailure("no jar of " + module + " in " + target + ": build first"));
        } catch (IOException e) {
            throw new DemoFailure("can't look into " + target + ": build first", e);
        }
    }
}
