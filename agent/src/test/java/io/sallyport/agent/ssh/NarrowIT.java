package io.sallyport.agent.ssh;

import static io.sallyport.agent.ssh.StockClientIT.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.gate.NarrowOrder;
import io.sallyport.agent.gate.NarrowOutcome;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Recording;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.Sftp;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session is narrowed while stock clients use it. */
@Timeout(120)
class NarrowIT {

    private static final String POLICY = "cd".repeat(32);

    private final Instant until = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    Path folder;
    private Yard yard;
    private final List<Process> clients = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        yard = new Yard(folder);
        yard.admitEva(Yard.rights(), until);
    }

    @AfterEach
    void close() throws Exception {
        clients.forEach(Process::destroyForcibly);
        yard.close();
    }

    private NarrowOutcome narrow(long epoch, Rights rights) {
        return yard.sessions.narrow(yard.served.getFirst(),
                new NarrowOrder(epoch, rights, Instant.MAX, "", POLICY, "No more files today."));
    }

    private Process start(List<String> line) throws IOException {
        Process client = new ProcessBuilder(line).redirectErrorStream(true).start();
        clients.add(client);
        // Whoever waits for a word that never comes hears the end instead.
        Thread.ofVirtual().start(() -> endLate(client));
        return client;
    }

    private static void endLate(Process client) {
        try {
            if (!client.waitFor(60, TimeUnit.SECONDS)) {
                client.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void type(Process client, String line) throws IOException {
        client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    /** Reads until a line holds the text, and returns all that was read. */
    private static String hear(BufferedReader from, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        String line = from.readLine();
        while (line != null) {
            all.append(line).append('\n');
            if (line.contains(text)) {
                return all.toString();
            }
            line = from.readLine();
        }
        throw new AssertionError("never heard '" + text + "' in: " + all);
    }

    private List<String> shared(String mode) {
        return List.of("-o", "ControlMaster=" + mode, "-o", "ControlPath=" + folder.resolve("mux"));
    }

    private Process shell() throws IOException {
        List<String> arguments = new ArrayList<>(shared("yes"));
        arguments.addAll(List.of("-T", "-i", folder.resolve("eva").toString(), "127.0.0.1"));
        return start(yard.command(arguments.toArray(new String[0])));
    }

    private Process sftp() throws IOException {
        List<String> line = new ArrayList<>(yard.command());
        line.set(0, "sftp");
        line.set(3, "-P");
        line.subList(line.size() - 2, line.size()).clear();
        line.addAll(shared("no"));
        line.addAll(List.of("-i", folder.resolve("eva").toString(), Yard.LOGIN + "@127.0.0.1"));
        return start(line);
    }

    private static boolean ends(Process client) throws InterruptedException {
        return client.waitFor(20, TimeUnit.SECONDS);
    }

    private List<Frame> frames() throws Exception {
        await(() -> yard.broker.ended.containsKey(yard.served.getFirst()));
        List<Frame> frames = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(yard.spool.file(yard.served.getFirst()))) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                frames.add(next.get().frame());
            }
        }
        return frames;
    }

    @Test
    void openFilesAreClosedWhileTheShellOfTheSameSessionGoesOn() throws Exception {
        Process shell = shell();
        BufferedReader said = shell.inputReader();
        type(shell, "echo one");
        hear(said, "one");
        Process files = sftp();
        BufferedReader answers = files.inputReader();
        type(files, "pwd");
        hear(answers, "Remote working directory");
        assertEquals(1, yard.served.size(), "both are channels of one session");

        Rights noFiles = Rights.from(Yard.rights()).sftp(Sftp.none()).build();
        assertEquals(List.of("sftp"),
                assertInstanceOf(NarrowOutcome.Narrowed.class, narrow(2, noFiles)).fields());
        // At once, and not only when the client asks for more.
        hear(answers, "Connection closed");
        hear(said, "[sallyport] Your access became narrower: No more files today.");
        type(shell, "echo two");
        hear(said, "two");

        // What is gone stays gone, whatever comes later or once more.
        assertInstanceOf(NarrowOutcome.Refused.class, narrow(2, Rights.tightest()));
        assertInstanceOf(NarrowOutcome.Refused.class, narrow(1, Rights.tightest()));
        assertEquals(List.of(),
                assertInstanceOf(NarrowOutcome.Narrowed.class, narrow(3, Rights.widest())).fields());
        Process again = sftp();
        hear(again.inputReader(), "[sallyport] This grant has no file transfer. It became narrower: "
                + "No more files today.");
        assertTrue(ends(again));
        type(shell, "echo three; exit 3");
        hear(said, "three");
        assertTrue(ends(shell));
        assertEquals(3, shell.exitValue());
        assertTrue(frames().contains(new Frame.Notice("order with epoch 2 of policy " + POLICY
                + " narrows sftp; the end is " + until)));
    }

    @Test
    void commandThatDoesNotWantToLeaveIsToldAndKilled() throws Exception {
        Path pid = folder.resolve("pid");
        Process client = start(yard.command("-n", "-i", folder.resolve("eva").toString(), "127.0.0.1",
                "trap '' HUP TERM; echo $$ > " + pid + "; echo up; while :; do sleep 1; done"));
        BufferedReader said = client.inputReader();
        hear(said, "up");
        long process = Long.parseLong(Files.readString(pid).strip());
        narrow(1, Rights.from(Yard.rights()).exec(Commands.none()).build());
        hear(said, "[sallyport] This ends now: This grant does not have this command. It became narrower: ");
        assertTrue(ends(client));
        await(() -> !ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void shellOnATerminalIsToldThereAndEnded() throws Exception {
        Process client = start(yard.command("-tt", "-i", folder.resolve("eva").toString(), "127.0.0.1"));
        BufferedReader said = client.inputReader();
        type(client, "echo $((40 + 2))");
        hear(said, "42");
        narrow(1, Rights.from(Yard.rights()).pty(false).build());
        hear(said, "[sallyport] This ends now: This grant has no terminal.");
        assertTrue(ends(client));
    }

    @Test
    void inputIsRecordedInFullFromTheOrderOn() throws Exception {
        Process shell = shell();
        BufferedReader said = shell.inputReader();
        type(shell, "echo first");
        hear(said, "first");
        narrow(1, Rights.from(Yard.rights()).record(new Recording(Recording.InputMode.FULL,
                Recording.OnFailure.TERMINATE, Recording.Seal.ESCROWED)).build());
        type(shell, "echo second");
        hear(said, "second");
        type(shell, "exit");
        assertTrue(ends(shell));
        List<String> typed = frames().stream().filter(Frame.Input.class::isInstance)
                .map(frame -> ((Frame.Input) frame).bytes()
                        .map(bytes -> new String(bytes.toArray(), StandardCharsets.UTF_8)).orElse("?"))
                .toList();
        assertEquals("?", typed.getFirst());
        assertTrue(String.join("", typed).contains("echo second"), typed.toString());
    }
}
