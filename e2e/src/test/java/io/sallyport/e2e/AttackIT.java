package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile engineer or stranger tries with stock clients. */
@SharedWorld
class AttackIT {
    private final World world;
    private final StockSsh emil;

    AttackIT(World world) {
        this.world = world;
        this.emil = world.as(World.EMIL);
        world.grant(World.EMIL, "2h");
    }

    /** AUTH-1: ssh offers the victim's public key first (it has no private half), then proves its own. */
    @Test
    void offeringAnotherPersonsKeyChangesNothing(@TempDir Path here) throws IOException {
        Path victim = here.resolve("victim.pub");
        Files.copy(Path.of(world.demo().folder().key("approver") + ".pub"), victim);
        StockSsh.Result result = emil.ssh("-v", "-i", victim.toString(), "gw", "whoami");
        assertEquals(0, result.exit(), result.said());
        assertTrue(result.stderr().contains("Server accepts key"), result.stderr());
        assertTrue(result.out().contains("Emil Engineer"), result.out());
        assertFalse(result.out().contains("Ada"), result.out());
    }

    @Test
    void aKnownPublicKeyAloneOpensNothing(@TempDir Path here) throws IOException {
        Path victim = here.resolve("victim.pub");
        Files.copy(Path.of(world.demo().folder().key("approver") + ".pub"), victim);
        Path config = here.resolve("config");
        Files.writeString(config, Files.readString(world.demo().folder().sshConfig("emil"))
                .replace(world.demo().folder().key("emil").toString(), victim.toString()));
        StockSsh.Result result = new StockSsh(config, Duration.ofSeconds(30)).ssh("gw", "whoami");
        assertEquals(255, result.exit(), result.said());
    }

    @Test
    void forwardingIsRefusedEverywhere() throws IOException {
        int port = freePort();
        StockSsh.Result local = emil.ssh("-o", "ExitOnForwardFailure=yes", "-L", port + ":127.0.0.1:22",
                "demo-host",
                "(echo > /dev/tcp/127.0.0.1/1) 2>/dev/null; sleep 0; echo ran");
        assertEquals("ran\n", local.out(),
                "a local listener is the client's own business; what it carries is refused below");
        StockSsh.Result inner = emil.ssh("-W", "127.0.0.1:22", "demo-host");
        assertEquals(255, inner.exit(), inner.said());
        assertTrue(inner.stderr().contains("prohibited") || inner.stderr().contains("refused")
                || inner.stderr().contains("failed"), inner.stderr());
        StockSsh.Result remote = emil.ssh("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22",
                "demo-host", "echo ran");
        assertEquals(255, remote.exit(), remote.said());
        StockSsh.Result agent = emil.ssh("-A", "demo-host", "echo sock=$SSH_AUTH_SOCK");
        assertEquals("sock=\n", agent.out());
        StockSsh.Result x11 = emil.ssh("-o", "ForwardX11=yes", "demo-host", "echo display=$DISPLAY");
        assertEquals("display=\n", x11.out());
    }

    @Test
    void theGatewayDialsNothingButTargets() {
        for (String destination : new String[]{"127.0.0.1:22", "localhost:22", "gw:22", "[::1]:22",
                "169.254.169.254:80",
                "127.0.0.1:" + world.demo().ports().agents(), "demo-host:80", "no-such-host:22"}) {
            StockSsh.Result result = emil.ssh("-W", destination, "gw");
            assertEquals(255, result.exit(), destination + ": " + result.said());
            assertEquals("", result.out(), destination);
        }
        assertEquals(255,
                emil.ssh("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22", "gw", "whoami").exit());
    }

    /** What a refused engineer sees for a target that exists and for one that does not is the same sentence. */
    @Test
    void refusalsDoNotTellWhatExists() {
        StockSsh gita = world.as(World.GITA);
        String known = refusal(gita.ssh("-W", "demo-host:22", "gw").stderr(), "demo-host");
        String unknown = refusal(gita.ssh("-W", "no-such-host:22", "gw").stderr(), "no-such-host");
        assertEquals(unknown.replaceAll("r-[a-z2-7]{10}.*", ""), known.replaceAll("r-[a-z2-7]{10}.*", ""));
    }

    private static String refusal(String stderr, String target) {
        return stderr.lines().filter(line -> line.contains("open failed")).findFirst().orElse(stderr)
                .replace(target, "TARGET")
                .replaceFirst("^.*open failed", "open failed");
    }

    /** Before authentication: unknown user, unknown key and everything else end in the same words. */
    @Test
    void failedLoginsLookAlike(@TempDir Path here) throws Exception {
        Path stranger = here.resolve("stranger");
        Process keygen = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                stranger.toString()).start();
        assertEquals(0, keygen.waitFor());
        Path config = here.resolve("config");
        Files.writeString(config, Files.readString(world.demo().folder().sshConfig("emil"))
                .replace(world.demo().folder().key("emil").toString(), stranger.toString()));
        StockSsh ssh = new StockSsh(config, Duration.ofSeconds(30));
        String asEmil = ssh.ssh("-l", "emil", "gw", "whoami").stderr();
        assertEquals(asEmil, ssh.ssh("-l", "emil", "gw", "targets").stderr());
        assertEquals(asEmil.replace("emil@", "nobody@"), ssh.ssh("-l", "nobody", "gw", "whoami").stderr());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
