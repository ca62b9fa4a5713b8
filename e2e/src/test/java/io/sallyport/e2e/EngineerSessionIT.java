package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an engineer with a grant gets from a stock {@code ssh}: the same as from an ordinary server. */
@SharedWorld
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineerSessionIT {
    private static final int BULK = 256 << 20;

    private final World world;
    private StockSsh emil;

    EngineerSessionIT(World world) {
        this.world = world;
        this.emil = world.as(World.EMIL);
    }

    @BeforeAll
    void granted() {
        world.grant(World.EMIL, "2h");
    }

    @Test
    void exitStatusIsExact() {
        assertEquals(7, emil.ssh("demo-host", "exit 7").exit());
        assertEquals(0, emil.ssh("demo-host", "true").exit());
        assertEquals(137, emil.ssh("demo-host", "exit 137").exit());
    }

    @Test
    void deathBySignalIsReportedAsSignal() {
        StockSsh.Result result = emil.ssh("-v", "demo-host", "kill -SEGV $$");
        assertEquals(255, result.exit());
        assertTrue(result.stderr().contains("exit-signal"), result.stderr());
    }

    @Test
    void standardOutputAndErrorStaySeparate() {
        StockSsh.Result result = emil.ssh("demo-host", "echo out; echo err >&2");
        assertEquals("out\n", result.out());
        assertTrue(result.stderr().contains("err"), result.stderr());
    }

    @Test
    void inputEndsWithoutEndingOutput() {
        StockSsh.Result result = emil.sshWithInput("abc".getBytes(StandardCharsets.UTF_8), "demo-host",
                "cat; echo done; exit 42");
        assertEquals("abcdone\n", result.out());
        assertEquals(42, result.exit());
    }

    @Test
    void randomBytesArriveUnchangedBothWays() throws Exception {
        byte[] bytes = new byte[BULK];
        new Random(7).nextBytes(bytes);
        StockSsh.Result result = world.as(World.EMIL, Duration.ofMinutes(5)).sshWithInput(bytes, "demo-host",
                "cat");
        assertEquals(0, result.exit(), result.stderr());
        assertEquals(sha256(bytes), sha256(result.stdout()));
    }

    @Test
    void aTerminalHasJobControl() throws Exception {
        try (Terminal terminal = Terminal.open(world, World.EMIL)) {
            terminal.type("PS1='$ '; tty\n");
            terminal.awaitText("/dev/pts/");
            terminal.type("sleep 77\n");
            terminal.awaitChild("sleep 77");
            terminal.type("\u001a");
            terminal.awaitText("Stopped");
            terminal.type("jobs; kill %1; wait; echo JOBS-$((40+2))\n");
            terminal.awaitText("JOBS-42");
            terminal.type("exit 5\n");
            assertEquals(5, terminal.awaitExit());
        }
    }

    @Test
    void sftpAndScpCarryFilesBothWays(@TempDir Path here) throws Exception {
        Path up = here.resolve("up.bin");
        byte[] content = new byte[3_000_001];
        new Random(8).nextBytes(content);
        Files.write(up, content);
        Path remote = world.account().home().resolve("carried.bin");
        World.must(emil.run("scp", new byte[0], "-q", up.toString(), "demo-host:" + remote));
        World.must(emil.run("scp", new byte[0], "-q", "demo-host:" + remote,
                here.resolve("down.bin").toString()));
        assertEquals(-1, Files.mismatch(up, here.resolve("down.bin")));
        String batch = "put " + up + " " + remote + ".2\nget " + remote + ".2 " + here.resolve("again.bin")
                + "\nrm " + remote + ".2\n";
        World.must(emil.run("sftp", batch.getBytes(StandardCharsets.UTF_8), "-b", "-", "demo-host"));
        assertEquals(-1, Files.mismatch(up, here.resolve("again.bin")));
        assertFalse(Files.exists(Path.of(remote + ".2")));
    }

    @Test
    void oneConnectionCarriesManySessions(@TempDir Path here) {
        String control = here.resolve("c").toString();
        Process master = emil.start("ssh", "-M", "-S", control, "-N", "demo-host");
        try {
            Await.until("the control socket is there", Duration.ofSeconds(30),
                    () -> Files.exists(Path.of(control)));
            for (int i = 0; i < 4; i++) {
                assertEquals("n" + i + "\n",
                        World.must(emil.ssh("-S", control, "demo-host", "echo n" + i)).out());
            }
        } finally {
            master.destroy();
        }
    }

    @Test
    void theSessionRunsAsTheLoginUserAndNothingElse() {
        assertEquals(world.login() + "\n", emil.ssh("demo-host", "id -un").out());
        String status = emil.ssh("demo-host", "cat /proc/self/status").out();
        if (world.account().throwAway()) {
            assertTrue(status.contains("CapEff:\t0000000000000000"), status);
            assertTrue(status.contains("CapPrm:\t0000000000000000"), status);
        }
        String files = emil.ssh("demo-host", "ls /proc/self/fd").out();
        assertEquals("0\n1\n2\n3\n", files, "0, 1, 2 and the folder that ls itself has open");
    }

    @Test
    void dangerousEnvironmentStaysOutside() {
        StockSsh.Result result = emil.ssh("-o",
                "SetEnv=LD_PRELOAD=/tmp/x.so BASH_ENV=/tmp/x IFS=x PATH=/tmp LC_TEST=kept", "demo-host",
                "env");
        assertFalse(result.out().contains("LD_PRELOAD"), result.out());
        assertFalse(result.out().contains("BASH_ENV"), result.out());
        assertFalse(result.out().contains("PATH=/tmp\n"), result.out());
        assertTrue(result.out().contains("LC_TEST=kept"), result.out());
    }

    @Test
    void theRequestIsBoundToTheLogin() {
        StockSsh.Result result = emil.ssh("-l", "daemon", "demo-host", "true");
        assertNotEquals(0, result.exit());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void binaryBytesAreNotTouched() throws IOException {
        byte[] all = new byte[1024];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertArrayEquals(all, emil.sshWithInput(all, "demo-host", "cat").stdout());
    }
}
