package io.sallyport.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.policies.id.SessionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a session is the end of each of its processes (HOST-8). */
@Timeout(120)
class CageTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    /** Everything that people use to leave something behind, and a shell that hangs on to the terminal. */
    private static final String ESCAPES = """
            sleep 1001 & nohup sleep 1002 >/dev/null 2>&1 & setsid -f sleep 1003 </dev/null >/dev/null 2>&1
            (trap '' HUP TERM; setsid -f sleep 1004 </dev/null >/dev/null 2>&1)
            (trap '' HUP TERM; (setsid sh -c '(sleep 1005 &) ; sleep 1006' </dev/null >/dev/null 2>&1 &) &)
            """;
    private static final int ESCAPED = 6;

    private final OnHost host = new OnHost();
    private final Cages cgroups = Cages.open("test-" + host.session.value(), System::nanoTime);
    private final Cages walks = Cages.withoutCgroups(System::nanoTime);

    @AfterEach
    void close() {
        cgroups.close();
        host.close();
    }

    private void requireCgroups() {
        assumeTrue(cgroups.method() == EndProof.Method.CGROUP_KILL, "no writable cgroup v2 here");
    }

    private HostProcess shellWithEscapes(SessionCage cage) throws Exception {
        HostProcess shell = host.spawner.spawn(host.onTerminal(new Command.LoginShell()), cage.joinFile());
        cage.started(shell);
        OnHost.type(shell, ESCAPES + "echo rea''dy\n");
        OnHost.readUntil(shell.output(), "ready\r\n");
        assertTrue(OnHost.eventually(() -> sleepers(host.session) == ESCAPED));
        return shell;
    }

    private static long sleepers(SessionId session) {
        return members(session).filter(p -> {
            try {
                return Files.readString(Path.of("/proc/" + p.pid() + "/cmdline")).startsWith("sleep\0");
            } catch (IOException e) {
                return false;
            }
        }).count();
    }

    private static long left(SessionId session) {
        return members(session).count();
    }

    /** Living processes whose environment names the session. */
    private static Stream<ProcEntry> members(SessionId session) {
        return ProcEntry.all().stream().filter(p -> !p.zombie())
                .filter(p -> p.environmentHolds("SALLYPORT_SESSION=" + session.value()));
    }

    @Test
    void cgroupLeavesNobody() throws Exception {
        requireCgroups();
        SessionCage cage = cgroups.cage(host.session);
        try (HostProcess shell = shellWithEscapes(cage)) {
            EndProof proof = cage.endAll(SHORT);
            assertEquals(EndProof.Method.CGROUP_KILL, proof.method());
            assertTrue(proof.complete(), proof::toString);
            assertTrue(proof.found() > ESCAPED, proof::toString);
            assertTrue(proof.killed() >= 1, proof::toString);
            assertEquals(0, left(host.session));
            assertTrue(shell.awaitExit(OnHost.SOON).isPresent());
            assertFalse(Files.exists(Path.of(cage.joinFile())));
        }
    }

    @Test
    void walkThroughProcLeavesNobody() throws Exception {
        SessionCage cage = walks.cage(host.session);
        try (HostProcess shell = shellWithEscapes(cage)) {
            EndProof proof = cage.endAll(SHORT);
            assertEquals(EndProof.Method.PROC_WALK, proof.method());
            assertTrue(proof.complete(), proof::toString);
            assertTrue(proof.found() > ESCAPED, proof::toString);
            assertEquals(0, left(host.session));
            assertTrue(shell.awaitExit(OnHost.SOON).isPresent());
        }
    }

    @Test
    void walkFindsAChildThatDroppedItsEnvironment() throws Exception {
        SessionCage cage = walks.cage(host.session);
        String line = "setsid env -i sh -c 'echo up; exec sleep 2001' & wait";
        HostProcess process = host.line(line);
        cage.started(process);
        OnHost.readUntil(process.output(), "up");
        EndProof proof = cage.endAll(Duration.ZERO);
        assertTrue(proof.complete() && proof.found() >= 2, proof::toString);
        // The sleeper held the pipe; its end is the end of the stream.
        assertTrue(process.output().readAllBytes().length < 2);
        process.close();
    }

    @Test
    void processesThatKeepForkingAreCaught() throws Exception {
        for (Cages cages : List.of(cgroups, walks)) {
            SessionCage cage = cages.cage(host.session);
            // Bounded, so that a failure of this test ends by itself.
            String forking = "trap '' HUP TERM; f() { [ $1 -eq 0 ] || (sleep 0.01; f $(($1-1)); exit) & };"
                    + " f 200; f 200; echo up";
            HostProcess process = host.spawner.spawn(host.request(new Command.ShellLine(forking)),
                    cage.joinFile());
            cage.started(process);
            OnHost.readUntil(process.output(), "up");
            EndProof proof = cage.endAll(SHORT);
            assertTrue(proof.complete(), proof::toString);
            assertEquals(0, left(host.session));
            process.close();
        }
    }

    @Test
    void endOfOneSessionSparesTheOther() throws Exception {
        SessionCage cage = walks.cage(host.session);
        try (HostProcess mine = host.line("exec sleep 300");
                OnHost other = new OnHost();
                HostProcess spared = other.line("exec sleep 300")) {
            cage.started(mine);
            assertTrue(cage.endAll(SHORT).complete());
            assertEquals(new Exit.Signal("HUP", false), mine.awaitExit(OnHost.SOON).orElseThrow());
            assertTrue(spared.exit().isEmpty());
            spared.signal("KILL");
            spared.awaitExit();
        }
    }

    @Test
    void obedientProcessesAreNotKilled() throws Exception {
        requireCgroups();
        SessionCage cage = cgroups.cage(host.session);
        HostProcess process = host.spawner.spawn(
                host.request(new Command.ShellLine(
                        "trap 'exit 5' TERM; trap '' HUP; echo up; while :; do sleep 0.05; done")),
                cage.joinFile());
        OnHost.readUntil(process.output(), "up");
        EndProof proof = cage.endAll(Duration.ofSeconds(20));
        assertEquals(0, proof.killed(), proof::toString);
        assertEquals(new Exit.Status(5), process.awaitExit());
        process.close();
    }

    @Test
    void nobodyJoinsAfterTheEnd() throws Exception {
        requireCgroups();
        SessionCage cage = cgroups.cage(host.session);
        cage.endAll(Duration.ZERO);
        HostProcess late = host.spawner.spawn(host.request(new Command.ShellLine("echo ran")),
                cage.joinFile());
        assertEquals(-1, late.output().read());
        assertNotEquals(new Exit.Status(0), late.awaitExit());
        late.close();
    }

    @Test
    void endingAnEmptyCageTwiceIsHarmless() {
        for (Cages cages : List.of(cgroups, walks)) {
            SessionCage cage = cages.cage(host.session);
            assertTrue(cage.endAll(SHORT).complete());
            EndProof again = cage.endAll(SHORT);
            assertTrue(again.complete() && again.found() == 0);
        }
    }

    @Test
    void interruptDoesNotCutTheEndShort() throws Exception {
        requireCgroups();
        SessionCage cage = cgroups.cage(host.session);
        HostProcess process = host.spawner
                .spawn(host.request(new Command.ShellLine("trap '' HUP TERM; echo up; sleep 300; sleep 300")),
                        cage.joinFile());
        OnHost.readUntil(process.output(), "up");
        Thread.currentThread().interrupt();
        EndProof proof = cage.endAll(SHORT);
        assertTrue(Thread.interrupted());
        assertTrue(proof.complete(), proof::toString);
        process.close();
    }

    @Test
    void sweepEndsWhatAnEarlierRunLeft() throws Exception {
        requireCgroups();
        HostProcess left = host.spawner.spawn(host.request(new Command.ShellLine("exec sleep 300")),
                cgroups.cage(host.session).joinFile());
        Cages restarted = Cages.open("test-" + host.session.value(), System::nanoTime);
        List<EndProof> proofs = restarted.sweep(Set.of());
        assertEquals(1, proofs.size());
        assertTrue(proofs.getFirst().complete());
        assertTrue(left.awaitExit(OnHost.SOON).isPresent());
        left.close();
    }

    @Test
    void sweepFindsUnfinishedSessionsWithoutCgroups() throws Exception {
        HostProcess left = host.line("echo up; sleep 300");
        OnHost.readUntil(left.output(), "up");
        List<EndProof> proofs = walks.sweep(Set.of(host.session, OnHost.newSession()));
        assertEquals(1, proofs.size());
        assertTrue(proofs.getFirst().complete());
        // Which of the signals it was depends on how soon the process is scheduled.
        assertInstanceOf(Exit.Signal.class, left.awaitExit(OnHost.SOON).orElseThrow());
        left.close();
    }

    @Test
    void processMovedOutByRootIsFoundToo() throws Exception {
        requireCgroups();
        assumeTrue(host.root(), "only root can move a process");
        SessionCage cage = cgroups.cage(host.session);
        HostProcess process = host.spawner.spawn(
                host.request(new Command.ShellLine("echo up; sleep 300; echo")),
                cage.joinFile());
        OnHost.readUntil(process.output(), "up");
        Path outside = CgroupMount.own()
                .orElseThrow(() -> new UncheckedIOException(new IOException("none")))
                .resolve("cgroup.procs");
        Files.writeString(outside, Integer.toString(process.pid()));
        EndProof proof = cage.endAll(Duration.ZERO);
        assertTrue(proof.complete() && proof.found() >= 1, proof::toString);
        assertTrue(process.awaitExit(OnHost.SOON).isPresent());
        process.close();
    }
}
