package io.sallyport.certsdev;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The product's whole job, played with the stock {@code ssh} client: refused, asked for, approved, worked, ended at the minute,
 * replayed, verified. Every step is checked; the first that does not hold ends the story.
 */
public final class DemoStory {
    private static final Duration RUN_LIMIT = Duration.ofSeconds(60);
    private static final Duration WORK_LIMIT = Duration.ofSeconds(110);
    private static final int JSON_LIMIT = 1 << 20;
    private static final String MARK = "sallyport-demo-mark";

    private final Demo demo;
    private final LongSupplier nanos;
    private final Consumer<String> print;
    private final StockSsh engineer;
    private final StockSsh approver;
    private final StockSsh auditor;
    private final long began;

    /** @param print takes one line of progress at a time */
    public DemoStory(Demo demo, LongSupplier nanos, Consumer<String> print) {
        this.demo = demo;
        this.nanos = nanos;
        this.print = print;
        this.engineer = as(Scenario.ENGINEER, RUN_LIMIT);
        this.approver = as(Scenario.APPROVER, RUN_LIMIT);
        this.auditor = as(Scenario.AUDITOR, RUN_LIMIT);
        this.began = nanos.getAsLong();
    }

    private StockSsh as(Scenario.Someone someone, Duration limit) {
        return new StockSsh(demo.folder().sshConfig(someone.folder()), limit);
    }

    /** Plays it all. @throws DemoFailure at the first step that does not hold, naming it */
    public void play() {
        refusedBeforeApproval();
        String request = asks();
        approves(request);
        Process work = worksUntilTheEnd();
        exitCodeComesThrough();
        filesGoUpAndDown();
        String session = diesAtTheEnd(work);
        replays(session);
        verifies(session);
    }

    private void refusedBeforeApproval() {
        StockSsh.Result result = engineer.ssh("demo-host", "true");
        hold("the engineer is refused before approval, and told what to type",
                result.exit() == 255 && result.stderr().contains("ssh gw request demo-host"), result.said());
    }

    private String asks() {
        StockSsh.Result result = engineer.ssh("gw", "request", "demo-host", "--as", demo.login(), "--for",
                "1m", "--reason",
                "'Look at the disk alert'", "--json");
        String id = result.exit() == 0 ? json(result).object("request").string("request") : "";
        hold("the engineer asks for one minute as " + demo.login() + ": " + id, result.exit() == 0,
                result.said());
        return id;
    }

    private void approves(String request) {
        StockSsh.Result own = engineer.ssh("gw", "approve", request);
        hold("the engineer can't approve it", own.exit() == 1, own.said());
        StockSsh.Result inbox = approver.ssh("gw", "inbox");
        hold("it waits in the approver's inbox", inbox.exit() == 0 && inbox.out().contains(request),
                inbox.said());
        StockSsh.Result yes = approver.ssh("gw", "approve", request);
        hold("the approver says yes", yes.exit() == 0, yes.said());
    }

    private Process worksUntilTheEnd() {
        Process work = as(Scenario.ENGINEER, WORK_LIMIT).start("ssh", "-tt", "demo-host");
        String script = "stty -echo; PS1=; echo " + MARK
                + "; setsid -f sleep 3471; nohup sleep 3472 >/dev/null 2>&1 &\n sleep 3473\n";
        try {
            work.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
            work.getOutputStream().flush();
        } catch (IOException e) {
            throw new DemoFailure("the session did not take input: " + e.getMessage(), e);
        }
        await("a shell is open, with children that try to stay behind", Duration.ofSeconds(30),
                () -> sleepers() == 3, work);
        return work;
    }

    private void exitCodeComesThrough() {
        StockSsh.Result result = engineer.ssh("demo-host", "exit 7");
        hold("'exit 7' comes back as 7", result.exit() == 7, result.said());
    }

    private void filesGoUpAndDown() {
        Path local = demo.folder().person("engineer").resolve("upload.txt");
        Path back = demo.folder().person("engineer").resolve("download.txt");
        Path remote = demo.folder().root().resolve("copied-by-scp.txt");
        Files600.write(local, "carried over and back\n".repeat(1000));
        StockSsh.Result up = engineer.run("scp", new byte[0], "-q", local.toString(), "demo-host:" + remote);
        StockSsh.Result down = engineer.run("scp", new byte[0], "-q", "demo-host:" + remote, back.toString());
        hold("a file goes up and comes back unchanged",
                up.exit() == 0 && down.exit() == 0 && same(local, back), up.said() + down.said());
    }

    private String diesAtTheEnd(Process work) {
        String seen;
        try {
            print("...", "waiting for the end of the minute");
            seen = new String(work.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!work.waitFor(WORK_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                work.destroyForcibly();
            }
        } catch (IOException e) {
            throw new DemoFailure("the session broke: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
        hold("the engineer was warned of the end", seen.contains("[sallyport]") && seen.contains(MARK), seen);
        hold("at the minute the session and every process in it were ended",
                work.exitValue() != 0 && sleepers() == 0,
                sleepers() + " processes left, exit code " + work.exitValue());
        StockSsh.Result again = engineer.ssh("demo-host", "true");
        hold("and the engineer is refused again", again.exit() == 255, again.said());
        return terminalSession();
    }

    /** The session whose screen showed the mark. */
    private String terminalSession() {
        StockSsh.Result list = auditor.ssh("gw", "sessions", "--json");
        hold("the auditor finds the sessions", list.exit() == 0, list.said());
        Json parsed = JsonParser.parse(list.stdout(), JSON_LIMIT, 16);
        List<Json> sessions = parsed instanceof Json.Arr(List<Json> items) ? items : List.of();
        return sessions.stream().map(session -> ((Json.Obj) session).string("session"))
                .filter(id -> auditor.ssh("gw", "transcript", id).out().contains(MARK)).findFirst()
                .orElseThrow(() -> new DemoFailure("no session's transcript shows what was typed"));
    }

    private void replays(String session) {
        StockSsh.Result text = auditor.ssh("gw", "transcript", session);
        hold("the transcript shows what was on the screen", text.exit() == 0 && text.out().contains(MARK),
                text.said());
        StockSsh.Result play = auditor.ssh("gw", "play", session, "--speed", "100", "--idle", "1");
        hold("the replay shows it too", play.exit() == 0 && play.out().contains(MARK), play.said());
    }

    private void verifies(String session) {
        StockSsh.Result raw = auditor.ssh("gw", "recording", session);
        Path file = demo.folder().person("auditor").resolve(session + ".rec");
        bytes(file, raw.stdout());
        StockSsh.Result whole = verify(file);
        hold("the recording is proved whole, offline", raw.exit() == 0 && whole.exit() == 0, whole.said());
        byte[] changed = raw.stdout().clone();
        changed[changed.length / 2] ^= 1;
        Path bad = demo.folder().person("auditor").resolve(session + ".changed.rec");
        bytes(bad, changed);
        StockSsh.Result damaged = verify(bad);
        hold("one flipped bit in it is found",
                damaged.exit() == 1 && damaged.said().toLowerCase(Locale.ROOT).contains("chunk"),
                damaged.said());
    }

    private StockSsh.Result verify(Path file) {
        try {
            Process process = new ProcessBuilder(Program.verify(demo.home()).commandLine(file.toString()))
                    .redirectErrorStream(true).start();
            byte[] out = process.getInputStream().readAllBytes();
            return new StockSsh.Result(process.waitFor(), out, "");
        } catch (IOException e) {
            throw new DemoFailure("can't run the verifier: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    /** How many of the story's three sleeping children are alive on this machine. */
    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments()
                        .map(words -> words.length == 1 && List.of("3471", "3472", "3473").contains(words[0]))
                        .orElse(false))
                .count();
    }

    private void await(String promise, Duration limit, java.util.function.BooleanSupplier holds,
            Process process) {
        long deadline = nanos.getAsLong() + limit.toNanos();
        while (!holds.getAsBoolean() && process.isAlive() && nanos.getAsLong() - deadline < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoFailure("interrupted", e);
            }
        }
        hold(promise, holds.getAsBoolean(),
                process.isAlive() ? "not within " + limit.toSeconds() + " s" : "the client ended");
    }

    private void hold(String promise, boolean holds, String otherwise) {
        if (!holds) {
            print("FAIL", promise);
            throw new DemoFailure("this did not hold: " + promise + "\n" + otherwise.strip().indent(4));
        }
        print("ok", promise);
    }

    private void print(String mark, String text) {
        double seconds = (nanos.getAsLong() - began) / 1e9;
        print.accept(String.format(Locale.ROOT, "%6.1f s  %-4s  %s", seconds, mark, text));
    }

    private static Json.Obj json(StockSsh.Result result) {
        try {
            return JsonParser.parseObject(result.stdout(), JSON_LIMIT, 16);
        } catch (RuntimeException e) {
            throw new DemoFailure("not the JSON that was expected: " + result.said(), e);
        }
    }

    private static void bytes(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new DemoFailure("can't write " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean same(Path a, Path b) {
        try {
            return Files.mismatch(a, b) == -1;
        } catch (IOException e) {
            return false;
        }
    }
}
