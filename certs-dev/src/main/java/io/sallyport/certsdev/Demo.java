package io.sallyport.certsdev;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * A whole small Sallyport on loopback: authority, broker and one agent for this machine, each a process of its own, with three
 * example people. Started once; closing ends the processes in reverse order. For many threads.
 */
public final class Demo implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_GRACE = Duration.ofSeconds(8);
    private static final int SECRET_BYTES = 24;

    private final Path home;
    private final DemoFolder folder;
    private final LongSupplier nanos;
    private final SecureRandom random;
    private final Scenario scenario;
    private final List<String> options;
    private final List<RunningProgram> running = new ArrayList<>();
    private DemoPorts ports = DemoPorts.ANY;

    /** @param home the checkout whose build is run */
    public Demo(Path home, DemoFolder folder, Scenario scenario, LongSupplier nanos, SecureRandom random) {
        this(home, folder, scenario, List.of(), nanos, random);
    }

    /** @param options what the virtual machines of the three servers are told besides */
    public Demo(Path home, DemoFolder folder, Scenario scenario, List<String> options, LongSupplier nanos,
            SecureRandom random) {
        this.options = List.copyOf(options);
        this.home = home;
        this.folder = folder;
        this.scenario = scenario;
        this.nanos = nanos;
        this.random = random;
    }

    public Path home() {
        return home;
    }

    public DemoFolder folder() {
        return folder;
    }

    /** The account on this machine that the engineer uses. */
    public String login() {
        return scenario.login();
    }

    /** Where the broker really listens; known after {@link #start}. */
    public synchronized DemoPorts ports() {
        return ports;
    }

    public String consoleUrl() {
        return "https://127.0.0.1:" + ports().console();
    }

    /** Starts everything and returns when an engineer could connect. @throws DemoFailure with the reason and the log's end */
    public void start(DemoPorts wanted) {
        prepare();
        startAuthority();
        startBroker(wanted);
        enrolAgent();
        startAgent();
        describe();
    }

    private void prepare() {
        Files600.folder(folder.root());
        for (Path path : List.of(folder.broker(), folder.policy(), folder.policy().resolve("rules"),
                folder.logs())) {
            Files600.folder(path);
        }
        Files600.write(folder.passphrase(), secret());
        StringBuilder people = new StringBuilder();
        for (Scenario.Someone someone : scenario.people()) {
            Files600.folder(folder.person(someone.folder()));
            people.append(DemoTexts.person(someone,
                    DevKeys.makePerson(folder.key(someone.folder()), someone.name(), random)));
        }
        Files600.write(folder.directory(), DemoTexts.directory(scenario, people.toString()));
        Files600.write(folder.policy().resolve("policy.yaml"), DemoTexts.policy());
        Files600.write(folder.policy().resolve("vocabulary.yaml"), DemoTexts.vocabulary());
        Files600.write(folder.policy().resolve("rules/acme.yaml"), scenario.rules());
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return java.util.HexFormat.of().formatHex(bytes) + "\n";
    }

    private void startAuthority() {
        run("authority's keys",
                Program.authority(home).commandLine("init", "--demo", "--dir", folder.authority().toString(),
                        "--passphrase-file", folder.passphrase().toString()));
        RunningProgram authority = begin("authority",
                Program.authority(home).with(options).commandLine("run", "--dir",
                        folder.authority().toString(),
                        "--passphrase-file", folder.passphrase().toString()));
        authority.await("it answered", START_LIMIT, () -> DevKeys.answers(folder.authoritySocket()));
        Files600.write(folder.knownHosts(),
                DevKeys.knownHosts(folder.authoritySocket(), List.of("gw", "demo-host")));
    }

    /** Starts the broker, or starts it again on the same ports and state. */
    public void startBroker(DemoPorts wanted) {
        startBroker(wanted, "");
    }

    /** The same with more lines in its configuration. */
    public void startBroker(DemoPorts wanted, String more) {
        startBroker(wanted, text -> text + more);
    }

    /** The same with its configuration changed. */
    public void startBroker(DemoPorts wanted, UnaryOperator<String> configuration) {
        Files600.write(folder.brokerConfig(), configuration.apply(DemoTexts.broker(wanted)));
        RunningProgram broker = begin("broker",
                Program.broker(home).with(options).commandLine("run", "--config",
                        folder.brokerConfig().toString()));
        broker.await("it listened", START_LIMIT, () -> Files.exists(folder.listening()));
        Json.Obj listening = read(folder.listening());
        synchronized (this) {
            ports = new DemoPorts((int) listening.number("gateway"), (int) listening.number("console"),
                    (int) listening.number("agents"));
        }
        for (Scenario.Someone someone : scenario.people()) {
            Files600.write(folder.sshConfig(someone.folder()),
                    DemoTexts.sshConfig(folder, someone, ports().gateway(), login()));
        }
    }

    private void enrolAgent() {
        String token = run("join token", Program.broker(home).commandLine("join-token", "demo-host",
                "--config", folder.brokerConfig().toString()));
        Files600.write(folder.joinToken(), token.strip() + "\n");
        run("agent's enrolment",
                Program.agent(home).commandLine("enrol", "--token-file", folder.joinToken().toString(),
                        "--dir",
                        folder.agent().toString(), "--mode", "demo"));
        Files600.write(folder.agent().resolve("ceiling.yaml"), DemoTexts.ceiling(scenario));
    }

    /** Starts the agent and returns when the broker sees it. */
    public void startAgent() {
        RunningProgram agent = begin("agent",
                Program.agent(home).with(options).commandLine("run", "--dir", folder.agent().toString(),
                        "--mode", "demo"));
        StockSsh engineer = new StockSsh(folder.sshConfig(scenario.people().getFirst().folder()),
                START_LIMIT);
        agent.await("the broker saw it", START_LIMIT,
                () -> engineer.ssh("gw", "targets", "--json").out().contains("\"online\":true"));
    }

    private void describe() {
        JsonBuilder pids = Json.object();
        synchronized (this) {
            running.forEach(program -> pids.put(program.name(), program.pid()));
        }
        JsonBuilder facts = Json.object().put("gateway", "127.0.0.1:" + ports().gateway())
                .put("console", consoleUrl())
                .put("agents", "127.0.0.1:" + ports().agents()).put("login", login()).put("pids", pids);
        Files600.write(folder.facts(), facts.text() + "\n");
        Files600.write(folder.ready(), "ready\n");
    }

    private synchronized RunningProgram begin(String name, List<String> commandLine) {
        RunningProgram program = RunningProgram.start(name, commandLine, folder.logs().resolve(name + ".log"),
                nanos);
        running.add(program);
        return program;
    }

    /** A running program by its name: {@code authority}, {@code broker}, {@code agent}; the newest of that name. */
    public synchronized RunningProgram program(String name) {
        return running.reversed().stream().filter(program -> program.name().equals(name)).findFirst()
                .orElseThrow(() -> new DemoFailure("no " + name + " was started"));
    }

    private String run(String what, List<String> commandLine) {
        try {
            Process process = new ProcessBuilder(commandLine).redirectInput(Path.of("/dev/null").toFile())
                    .redirectError(
                            ProcessBuilder.Redirect.appendTo(folder.logs().resolve("setup.log").toFile()))
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new DemoFailure("could not make the " + what + ": " + said.strip() + "\n"
                        + Files.readString(folder.logs().resolve("setup.log")).strip().indent(4));
            }
            return said;
        } catch (IOException e) {
            throw new DemoFailure("could not make the " + what + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private static Json.Obj read(Path file) {
        try {
            return JsonParser.parseObject(Files.readAllBytes(file), 1 << 16, 8);
        } catch (IOException | JsonFormatException e) {
            throw new DemoFailure("can't read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Blocks until one of the programs has ended by itself. */
    public void awaitDeath() throws InterruptedException {
        while (allAlive()) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private synchronized boolean allAlive() {
        return running.stream().allMatch(RunningProgram::alive);
    }

    synchronized String lastLines() {
        return running.stream().filter(program -> !program.alive()).map(RunningProgram::lastLines).findFirst()
                .orElse("");
    }

    @Override
    public synchronized void close() {
        for (RunningProgram program : running.reversed()) {
            program.end(END_GRACE);
        }
    }

    /** Removes a throw-away folder and all in it, if it is still there; never follows a link. */
    public static void remove(Path root) {
        if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                        throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path path, java.io.IOException failure)
                        throws IOException {
                    Files.delete(path);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("sallyport demo: could not remove " + root + ": " + e);
        }
    }
}
