package io.sallyport.agent.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.gate.SessionJournal;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.TimedFrame;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Destinations;
import io.sallyport.policies.grant.Observer;
import io.sallyport.policies.grant.Recording;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.GroupName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engineer's stock client gets, with real processes. */
@Timeout(120)
class StockClientIT {

    @TempDir
    Path folder;
    private Yard yard;

    @BeforeEach
    void open() throws Exception {
        yard = new Yard(folder);
    }

    @AfterEach
    void close() throws Exception {
        yard.close();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            LockSupport.parkNanos(10_000_000L);
        }
    }

    private List<Frame> frames() throws Exception {
        var session = yard.served.getLast();
        await(() -> yard.broker.ended.containsKey(session));
        Path file = yard.spool.file(session);
        assertTrue(
                RecordingVerifier.verify(file,
                        Optional.of(yard.recordingKey.publicHex())) instanceof Verdict.Whole,
                "the recording is whole");
        List<Frame> frames = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(file)) {
            Optional<TimedFrame> next = reader.next();
            while (next.isPresent()) {
                frames.add(next.get().frame());
                next = reader.next();
            }
        }
        return frames;
    }

    private static byte[] recordedOutput(List<Frame> frames) {
        var all = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Output output) {
                all.writeBytes(output.bytes().toArray());
            }
        }
        return all.toByteArray();
    }

    @Test
    void exitStatusIsExactAndTheEndIsTold() throws Exception {
        yard.admitEva(Yard.rights());
        Yard.Result result = yard.ssh(List.of(), "echo hello; exit 7");
        assertEquals(7, result.exit(), result.err());
        assertEquals("hello\n", result.text());
        assertArrayEquals(result.out(), recordedOutput(frames()));
        assertEquals(EndReason.CLOSED, yard.broker.ended.get(yard.served.getLast()));
    }

    @Test
    void whatIsTypedFasterThanItIsReadArrivesOnceAndInOrder() throws Exception {
        yard.admitEva(Yard.rights());
        // More than a terminal holds, in pieces small enough to be passed on at once, while nobody reads.
        byte[] typed = new byte[20_000];
        for (int i = 0; i < typed.length; i++) {
            typed[i] = (byte) ('a' + i % 26 - (i % 7 == 0 ? 32 : 0));
        }
        Process client = new ProcessBuilder(
                yard.command("-i", folder.resolve("eva").toString(), "-tt", "127.0.0.1",
                        "stty raw -echo; echo READY; sleep 1; head -c 20000 | sha256sum | cut -c1-64"))
                .start();
        var said = new StringBuilder();
        while (!said.toString().contains("READY")) {
            said.append((char) client.getInputStream().read());
        }
        for (int at = 0; at < typed.length; at += 2000) {
            client.getOutputStream().write(typed, at, 2000);
            client.getOutputStream().flush();
        }
        said.append(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertTrue(said.toString().contains(HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(typed))), said.toString());
        long recorded = frames().stream().filter(Frame.Input.class::isInstance)
                .mapToLong(frame -> ((Frame.Input) frame).length()).sum();
        assertEquals(typed.length, recorded, "each byte is recorded once");
    }

    @Test
    void deathBySignalIsToldAsSignal() throws Exception {
        yard.admitEva(Yard.rights());
        Yard.Result result = yard.ssh(List.of("-v"), "kill -SEGV $$");
        assertEquals(255, result.exit());
        assertTrue(result.err().contains("exit-signal"), result.err());
        Frame.ChannelClosed closed = (Frame.ChannelClosed) frames().stream()
                .filter(Frame.ChannelClosed.class::isInstance).findFirst().orElseThrow();
        assertEquals(Optional.of("SEGV"), closed.exitSignal());
    }

    @Test
    void errorsStayApartFromOutput() throws Exception {
        yard.admitEva(Yard.rights());
        Yard.Result result = yard.ssh(List.of(), "echo out; echo err >&2");
        assertEquals("out\n", result.text());
        assertEquals("err\n", result.err());
    }

    @Test
    void endOfInputReachesTheProcessWhileOutputGoesOn() throws Exception {
        yard.admitEva(Yard.rights());
        Yard.Result result = yard.ssh("abc".getBytes(StandardCharsets.UTF_8), List.of(),
                "wc -c; echo after; exit 42");
        assertEquals(42, result.exit());
        assertEquals("3\nafter\n", result.text().strip().replace(" ", "") + "\n");
    }

    @Test
    void thirtyTwoMebibytesComeBackEqual() throws Exception {
        yard.admitEva(Yard.rights());
        byte[] data = new byte[32 * 1024 * 1024];
        yard.random.nextBytes(data);
        Yard.Result result = yard.ssh(data, List.of(), "cat");
        assertEquals(0, result.exit(), result.err());
        assertArrayEquals(data, result.out());
    }

    @Test
    void newKeysInTheMiddleLoseNothing() throws Exception {
        yard.admitEva(Yard.rights());
        byte[] data = new byte[24 * 1024 * 1024];
        yard.random.nextBytes(data);
        Yard.Result result = yard.ssh(data, List.of("-o", "RekeyLimit=5M"), "cat");
        assertEquals(0, result.exit(), result.err());
        assertArrayEquals(data, result.out());
    }

    @Test
    void oneConnectionCarriesSeveralChannels() throws Exception {
        yard.admitEva(Yard.rights());
        Path socket = folder.resolve("mux");
        List<String> shared = List.of("-o", "ControlMaster=auto", "-o", "ControlPersist=30", "-o",
                "ControlPath=" + socket);
        assertEquals(3, yard.ssh(shared, "exit 3").exit());
        assertEquals(4, yard.ssh(shared, "exit 4").exit());
        assertEquals("again\n", yard.ssh(shared, "echo again").text());
        assertEquals(1, yard.served.size());
        yard.ssh(List.of("-o", "ControlPath=" + socket, "-O", "exit"));
        assertEquals(3, frames().stream().filter(Frame.ChannelClosed.class::isInstance).count());
    }

    @Test
    void largeOutputIsNotLostWhenTheProcessEndsAtOnce() throws Exception {
        yard.admitEva(Yard.rights());
        Yard.Result result = yard.ssh(List.of(), "head -c 20000000 /dev/zero");
        assertEquals(20_000_000, result.out().length);
    }

    @Test
    void childInTheBackgroundDoesNotHoldTheChannel() throws Exception {
        yard.admitEva(Yard.rights());
        long start = System.nanoTime();
        Yard.Result result = yard.ssh(List.of(), "sleep 60 & echo done");
        assertEquals("done\n", result.text());
        assertTrue(System.nanoTime() - start < 15_000_000_000L, "the channel waited for the child");
    }

    @Test
    void terminalHasTheWantedSizeAndTheShellKnowsWhoItIs() throws Exception {
        yard.admitEva(Yard.rights());
        Yard.Result result = yard.ssh("stty -echo; tty; id -un; exit 5\n".getBytes(StandardCharsets.UTF_8),
                List.of("-tt"));
        assertEquals(5, result.exit(), result.text() + result.err());
        assertTrue(result.text().contains("/dev/pts/"), result.text());
        assertTrue(result.text().contains(Yard.LOGIN.value()), result.text());
        assertArrayEquals(result.out(), recordedOutput(frames()));
    }

    @Test
    void onlyHarmlessVariablesReachTheProcess() throws Exception {
        yard.admitEva(Yard.rights());
        Yard.Result result = yard
                .ssh(List.of("-o", "SetEnv=LC_TIME=C LD_PRELOAD=/x BASH_ENV=/y LANG=C.UTF-8"), "env");
        assertTrue(result.text().contains("LC_TIME=C\n") && result.text().contains("LANG=C.UTF-8\n"),
                result.text());
        assertFalse(result.text().contains("LD_PRELOAD") || result.text().contains("BASH_ENV"),
                result.text());
    }

    @Test
    void forwardingOfEveryKindIsRefused() throws Exception {
        yard.admitEva(Yard.rights());
        Yard.Result agent = yard.ssh(List.of("-A"), "echo \"[$SSH_AUTH_SOCK]\"");
        assertEquals("[]\n", agent.text());
        Yard.Result reverse = yard.ssh(List.of("-R", "0:127.0.0.1:22", "-o", "ExitOnForwardFailure=yes"),
                "true");
        assertEquals(255, reverse.exit());
        Yard.Result direct = yard.ssh(List.of("-W", "127.0.0.1:22"));
        assertTrue(direct.err().contains("Forwarding is not part of this grant"), direct.err());
        Yard.Result display = yard.ssh(List.of("-X", "-v"), "echo \"[$DISPLAY]\"");
        assertEquals("[]\n", display.text());
    }

    /** A protection this agent does not keep is a reason to serve nothing; a permission it does not know is just not given. */
    @Test
    void grantThatWantsAnObserverIsRefused() throws Exception {
        Observer watcher = new Observer(1, new GroupName("secops"), Observer.Absence.PAUSE, Duration.ZERO);
        refused(Rights.from(Yard.rights()).observers(List.of(watcher)).build());
    }

    @Test
    void grantThatWantsASealedRecordingIsRefused() throws Exception {
        refused(Rights.from(Yard.rights()).record(new Recording(Recording.InputMode.TIMING,
                Recording.OnFailure.TERMINATE, Recording.Seal.SEALED)).build());
    }

    private void refused(Rights rights) throws Exception {
        yard.admitEva(rights);
        Yard.Result refused = yard.ssh(List.of(), "true");
        assertNotEquals(0, refused.exit());
        assertTrue(refused.err().contains("needs a protection this target's agent does not have"),
                refused.err());
    }

    @Test
    void grantWithAPermissionThisAgentDoesNotKnowIsServedWithoutIt() throws Exception {
        yard.admitEva(Rights.from(Yard.rights()).sudo(Commands.any()).reverse(Destinations.any()).build());
        assertEquals(0, yard.ssh(List.of(), "true").exit());
        assertNotEquals(0,
                yard.ssh(List.of("-o", "ExitOnForwardFailure=yes", "-R", "127.0.0.1:0:127.0.0.1:9"), "true")
                        .exit());
    }

    @Test
    void commandOutsideTheListIsRefusedWithItsReason() throws Exception {
        yard.admitEva(Rights.from(Rights.standard()).exec(Commands.of(List.of("id -u", "echo **"))).build());
        Yard.Result refused = yard.ssh(List.of(), "cat /etc/passwd");
        assertEquals(254, refused.exit());
        assertTrue(refused.err().contains("[sallyport] This grant does not have this command"),
                refused.err());
        Yard.Result allowed = yard.ssh(List.of(), "echo one two");
        assertEquals("one two\n", allowed.text());
        Yard.Result shell = yard.ssh(List.of("-T"));
        assertEquals(254, shell.exit());
    }

    @Test
    void filesGoBothWaysAndEachOperationIsRecorded() throws Exception {
        yard.admitEva(Yard.rights());
        byte[] data = new byte[300_000];
        yard.random.nextBytes(data);
        Path local = Files.write(folder.resolve("local.bin"), data);
        Path remote = folder.resolve("remote.bin");
        Path back = folder.resolve("back.bin");
        Path batch = Files.writeString(folder.resolve("batch"),
                "put " + local + " " + remote + "\nget " + remote + " " + back + "\nrm " + remote + "\n");
        List<String> line = new ArrayList<>(yard.command());
        line.set(0, "sftp");
        line.set(3, "-P");
        line.subList(line.size() - 2, line.size()).clear();
        line.addAll(List.of("-i", folder.resolve("eva").toString(), "-b", batch.toString(),
                Yard.LOGIN + "@127.0.0.1"));
        Yard.Result result = Yard.run(new byte[0], line);
        assertEquals(0, result.exit(), result.err());
        assertArrayEquals(data, Files.readAllBytes(back));
        List<String> operations = frames().stream().filter(Frame.FileOperation.class::isInstance)
                .map(Frame.FileOperation.class::cast)
                .map(operation -> operation.operation() + " " + operation.path())
                .toList();
        assertTrue(operations.contains("open " + remote) && operations.contains("remove " + remote),
                operations.toString());
    }

    @Test
    void readOnlyFilesCannotBeWritten() throws Exception {
        yard.admitEva(Rights.from(Rights.standard()).sftp(Sftp.everywhere(Sftp.Mode.READ)).build());
        Path local = Files.writeString(folder.resolve("local.txt"), "x");
        Path remote = folder.resolve("remote.txt");
        List<String> line = new ArrayList<>(yard.command());
        line.set(0, "sftp");
        line.set(3, "-P");
        line.subList(line.size() - 2, line.size()).clear();
        line.addAll(List.of("-i", folder.resolve("eva").toString(), "-b",
                Files.writeString(folder.resolve("batch"), "put " + local + " " + remote + "\n").toString(),
                Yard.LOGIN + "@127.0.0.1"));
        assertFalse(Yard.run(new byte[0], line).exit() == 0);
        assertFalse(Files.exists(remote));
    }

    @Test
    void keyThatWasOnlyShownIsNoIdentity() throws Exception {
        // Both are stapled; the client shows ada's key, which it cannot sign with, and signs with eva's.
        yard.staples.add(yard.certificate(yard.key("ada"),
                yard.grant("ada", Yard.rights(), Instant.now().plusSeconds(600))));
        yard.admitEva(Yard.rights());
        Files.delete(folder.resolve("ada"));
        List<String> line = yard.command("-i", folder.resolve("ada.pub").toString(), "-i",
                folder.resolve("eva").toString(), "-v",
                "127.0.0.1", "true");
        Yard.Result result = Yard.run(new byte[0], line);
        assertEquals(0, result.exit(), result.err());
        assertTrue(result.err().contains("Server accepts key: " + folder.resolve("ada.pub")), result.err());
        frames();
        try (RecordingReader reader = RecordingReader.open(yard.spool.file(yard.served.getLast()))) {
            assertEquals("eva", reader.header().person());
        }
    }

    @Test
    void keyWithoutACertificateIsNotAdmitted() throws Exception {
        yard.key("eva");
        Yard.Result result = yard.ssh(List.of(), "true");
        assertEquals(255, result.exit());
        assertTrue(result.err().contains("Permission denied (publickey)"), result.err());
        assertTrue(yard.broker.begun.isEmpty());
    }

    @Test
    void offeredCertificatePassesTheSameVerifier() throws Exception {
        var key = yard.key("eva");
        var certificate = yard.certificate(key,
                yard.grant("eva", Yard.rights(), Instant.now().plusSeconds(600)));
        Files.writeString(folder.resolve("eva-cert.pub"), certificate.line() + "\n");
        Yard.Result result = yard.ssh(List.of("-o", "CertificateFile=" + folder.resolve("eva-cert.pub")),
                "echo in");
        assertEquals("in\n", result.text(), result.err());
    }

    @Test
    void brokerThatDoesNotJournalKeepsTheSessionFromBeginning() throws Exception {
        yard.admitEva(Yard.rights());
        yard.broker.answer = new SessionJournal.Answer.NotBegun("used",
                "This certificate was used already.");
        Yard.Result result = yard.ssh(List.of(), "touch " + folder.resolve("ran"));
        assertEquals(255, result.exit());
        assertTrue(result.err().contains("This certificate was used already."), result.err());
        assertFalse(Files.exists(folder.resolve("ran")));
        assertTrue(yard.spool.waiting().isEmpty());
    }
}
