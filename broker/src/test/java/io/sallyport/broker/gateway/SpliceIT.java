package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.gateway.OpenSsh.Result;
import io.sallyport.broker.gateway.Opener.Opening;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.tunnel.FakeAgent;
import io.sallyport.broker.tunnel.Staple;
import io.sallyport.broker.tunnel.TunnelWorld;
import io.sallyport.wire.control.ControlMessage;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes between a stock client and an agent over real TLS: all of them, in order, and never too many in memory. */
final class SpliceIT {
    private static final int SIZE = 64 * 1024 * 1024;

    /** What the fake agent does with a tunnel. */
    private interface Behaviour {
        void serve(InputStream in, OutputStream out, FakeAgent.Dialled tunnel) throws Exception;
    }

    @TempDir
    private Path folder;
    private final CountDownLatch over = new CountDownLatch(1);
    private TunnelWorld tunnels;
    private GatewayWorld world;
    private Path eva;
    private FakeAgent agent;

    @BeforeEach
    void start() throws Exception {
        tunnels = new TunnelWorld();
        agent = tunnels.agent("web-1", true);
        Opener opener = (who, target, source) -> new Opening.Opened(
                tunnels.registry.openTunnel(tunnels.session(agent),
                        List.of(new Staple("AAAA", Optional.empty())), source),
                over::countDown);
        world = new GatewayWorld(folder, opener, GatewayWorld.echo(), DoorLimits.ENGINEERS);
        eva = OpenSsh.key(folder, "eva", "ed25519", "");
        world.admit("eva", eva, Role.ENGINEER);
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        tunnels.close();
    }

    private void serve(Behaviour behaviour) throws Exception {
        FakeAgent.Dialled link = agent.control();
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    if (FakeAgent.hear(link) instanceof ControlMessage.Open open) {
                        FakeAgent.Dialled tunnel = agent.data(open.token());
                        behaviour.serve(tunnel.socket().getInputStream(), tunnel.socket().getOutputStream(),
                                tunnel);
                    }
                }
            } catch (Exception e) {
                // The test is over, or its own assertions say what is wrong.
                return;
            }
        });
        TunnelWorld.await(() -> tunnels.registry.online(agent.target));
    }

    @Test
    void everyByteArrivesInOrderAndTheAnswerComesAfterTheEngineerHasFinished() throws Exception {
        byte[] sent = random();
        byte[] answer = random();
        serve((in, out, tunnel) -> {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            // Reads to the end, which comes although the other direction stays open: half-close.
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            out.write(HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
            out.write(answer);
            tunnel.socket().close();
        });
        Result result = OpenSsh.run(world.ssh.command(List.of(eva), "-W", "web-1:22", "127.0.0.1"), sent);
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sent));
        assertEquals(64 + SIZE, result.out().length, result.err());
        assertEquals(hash, new String(result.out(), 0, 64, StandardCharsets.US_ASCII));
        assertArrayEquals(answer, java.util.Arrays.copyOfRange(result.out(), 64, result.out().length));
        assertTrue(over.await(10, TimeUnit.SECONDS), "the opener is told that the tunnel is over");
    }

    @Test
    void aClientThatDoesNotReadStopsTheAgentAndKeepsMemoryBounded() throws Exception {
        AtomicLong written = new AtomicLong();
        serve((in, out, tunnel) -> {
            byte[] block = new byte[64 * 1024];
            while (true) {
                out.write(block);
                written.addAndGet(block.length);
            }
        });
        Process stalled = new ProcessBuilder(world.ssh.command(List.of(eva), "-W", "web-1:22", "127.0.0.1"))
                .start();
        try {
            TunnelWorld.await(() -> written.get() > 0);
            long before = -1;
            // Two looks a second apart that see the same: it stands still.
            while (before != written.get()) {
                before = written.get();
                assertTrue(!over.await(1, TimeUnit.SECONDS));
            }
            assertTrue(before < 24 * 1024 * 1024, "taken without a reader: " + before);
            byte[] some = stalled.getInputStream().readNBytes(16 * 1024 * 1024);
            assertEquals(16 * 1024 * 1024, some.length);
            long after = before;
            TunnelWorld.await(() -> written.get() > after);
        } finally {
            stalled.destroy();
        }
        assertTrue(over.await(10, TimeUnit.SECONDS), "a client that is gone frees its tunnel");
    }

    @Test
    void anAgentThatGoesAwayEndsTheChannelAfterItsLastByte() throws Exception {
        serve((in, out, tunnel) -> {
            out.write("last words".getBytes(StandardCharsets.US_ASCII));
            tunnel.socket().close();
        });
        ProcessBuilder builder = new ProcessBuilder(
                world.ssh.command(List.of(eva), "-W", "web-1:22", "127.0.0.1"));
        Process process = builder.start();
        try {
            assertEquals("last words",
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } finally {
            process.destroy();
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[SIZE];
        new SplittableRandom(SIZE).nextBytes(bytes);
        return bytes;
    }
}
