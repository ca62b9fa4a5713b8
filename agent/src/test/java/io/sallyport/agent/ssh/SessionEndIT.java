package io.sallyport.agent.ssh;

import static io.sallyport.agent.ssh.StockClientIT.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every way a session ends, with real processes that do not want to. */
@Timeout(120)
class SessionEndIT {

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

    private String escapees() {
        Path pids = folder.resolve("pids");
        return "setsid sh -c 'trap \"\" HUP TERM; echo $$ >> " + pids + "; while :; do sleep 1; done' & "
                + "nohup sh -c 'echo $$ >> " + pids + "; while :; do sleep 1; done' >/dev/null 2>&1 & "
                + "while [ \"$(wc -l < " + pids
                + " 2>/dev/null)\" != 2 ]; do sleep 0.1; done; echo ready; sleep 60";
    }

    private void assertAllGone() throws Exception {
        for (String pid : Files.readAllLines(folder.resolve("pids"))) {
            await(() -> !ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false));
        }
    }

    @Test
    void endOfTheGrantEndsEveryProcessAndSaysSo() throws Exception {
        yard.admitEva(Yard.rights(), Instant.now().plusSeconds(12));
        Yard.Result result = yard.ssh(List.of(), escapees());
        assertTrue(result.text().startsWith("ready"), result.text() + result.err());
        assertTrue(result.err().contains("[sallyport] This session ends at "), result.err());
        assertTrue(result.err().contains("[sallyport] This session has ended: the granted time is over."),
                result.err());
        assertAllGone();
        await(() -> yard.broker.ended.get(yard.served.getFirst()) == EndReason.GRANT_ENDED);
    }

    @Test
    void leaseThatIsNotRenewedEndsTheSession() throws Exception {
        yard.broker.lease = Duration.ofSeconds(2);
        yard.admitEva(Yard.rights());
        long start = System.nanoTime();
        Yard.Result result = yard.ssh(List.of(), "sleep 60");
        assertTrue(System.nanoTime() - start < 20_000_000_000L);
        assertTrue(result.err().contains("the target has lost its broker"), result.err());
        await(() -> yard.broker.ended.get(yard.served.getFirst()) == EndReason.LEASE_LAPSED);
    }

    @Test
    void lostTunnelEndsTheSessionAtOnce() throws Exception {
        yard.admitEva(Yard.rights());
        List<String> line = yard.command("-n", "-i", folder.resolve("eva").toString(), "127.0.0.1",
                escapees());
        Process client = new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        await(() -> Files.exists(folder.resolve("pids")) && lines() == 2);
        // Killed, it cannot say goodbye.
        client.destroyForcibly();
        await(() -> yard.broker.ended.get(yard.served.getFirst()) == EndReason.TUNNEL_LOST);
        assertAllGone();
    }

    @Test
    void clientThatTakesNothingHoldsUpNeitherTheEndNorTheRecording() throws Exception {
        yard.admitEva(Yard.rights());
        Process client = new ProcessBuilder(
                yard.command("-n", "-i", folder.resolve("eva").toString(), "127.0.0.1",
                        "touch " + folder.resolve("up") + "; yes"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        await(() -> Files.exists(folder.resolve("up")));
        new ProcessBuilder("kill", "-STOP", Long.toString(client.pid())).start().waitFor();
        var session = yard.served.getFirst();
        long start = System.nanoTime();
        yard.sessions.end(session, EndReason.REVOKED, "");
        await(() -> yard.broker.ended.containsKey(session));
        assertTrue(System.nanoTime() - start < 8_000_000_000L, "the end took too long");
        client.destroyForcibly();
        try (RecordingReader reader = RecordingReader.open(yard.spool.file(session))) {
            boolean told = false;
            for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                told |= frame.get().frame() instanceof Frame.ChannelClosed;
            }
            assertTrue(told, "the totals of the channel are recorded");
        }
    }

    private long lines() {
        try {
            return Files.readAllLines(folder.resolve("pids")).size();
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    @Test
    void personWhoEndsItIsHeard() throws Exception {
        yard.admitEva(Yard.rights());
        Thread.ofVirtual().start(() -> {
            await(() -> Files.exists(folder.resolve("up")));
            yard.sessions.end(yard.served.getFirst(), EndReason.ENDED_BY_PERSON, "not what was agreed");
        });
        Yard.Result result = yard.ssh(List.of(), "touch " + folder.resolve("up") + "; sleep 60");
        assertTrue(result.err().contains("not what was agreed"), result.err());
        await(() -> yard.sessions.count() == 0);
    }
}
