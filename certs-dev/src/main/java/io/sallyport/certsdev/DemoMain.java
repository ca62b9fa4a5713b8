package io.sallyport.certsdev;

import io.sallyport.wire.text.Logging;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sallyport demo}: authority, broker and one agent for this very machine, with example people, until Ctrl-C. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Starts authority, broker and one agent for this very machine, on loopback, with an example provider,",
        "approver and auditor, and prints the story as lines to paste. Ctrl-C ends everything."}, footer = {
                "", "Examples:", "  ./sallyport demo", "  ./sallyport demo --script",
                "  ./sallyport demo --dir /tmp/sp --gateway-port 2222",
                "",
                "Exit codes: 0 every step held (--script) or ended by Ctrl-C; 1 something did not hold; 2 wrong usage."})
public final class DemoMain implements Callable<Integer> {
    private static final int DIDNT_HOLD = 1;

    @Option(names = "--script", description = "play the story without a person, print each step with its time")
    private boolean script;

    @Option(names = "--dir", paramLabel = "DIR", description = "keep the state here (default: a throw-away folder)")
    private @Nullable Path dir;

    @Option(names = "--gateway-port", paramLabel = "PORT", defaultValue = "0", description = "default: a free one")
    private int gatewayPort;

    @Option(names = "--console-port", paramLabel = "PORT", defaultValue = "0", description = "default: a free one")
    private int consolePort;

    @Option(names = "--agents-port", paramLabel = "PORT", defaultValue = "0", description = "default: a free one")
    private int agentsPort;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) {
        Logging.install();
        System.exit(new CommandLine(new DemoMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean throwAway = dir == null;
        Path root = dir == null
                ? Files.createTempDirectory("sallyport-demo-")
                : dir.toAbsolutePath().normalize();
        DemoFolder folder = new DemoFolder(root);
        DemoPorts ports;
        try {
            ports = new DemoPorts(gatewayPort, consolePort, agentsPort);
        } catch (IllegalArgumentException e) {
            System.err.println("sallyport demo: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Demo demo = new Demo(Path.of(System.getProperty("sallyport.home", ".")).toAbsolutePath().normalize(),
                folder,
                Scenario.example(System.getProperty("user.name")),
                System::nanoTime, new SecureRandom());
        Thread ending = new Thread(() -> {
            demo.close();
            if (throwAway) {
                Demo.remove(root);
            }
            ended.countDown();
        }, "ending");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            out.println("Starting authority, broker and agent ...");
            demo.start(ports);
            if (script) {
                new DemoStory(demo, System::nanoTime, out::println).play();
                out.println("Every step held.");
                return CommandLine.ExitCode.OK;
            }
            out.print(new DemoTour(demo).text());
            demo.awaitDeath();
            throw new DemoFailure("one of the programs ended by itself" + demo.lastLines());
        } catch (DemoFailure e) {
            System.err.println("sallyport demo: " + e.getMessage());
            return DIDNT_HOLD;
        }
    }
}
