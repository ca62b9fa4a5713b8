package io.sallyport.agent.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ExecTest {
    private final OnHost host = new OnHost();

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void exitStatusIsExact() throws Exception {
        assertEquals(new Exit.Status(0), host.exitOf("true"));
        assertEquals(new Exit.Status(42), host.exitOf("exit 42"));
        assertEquals(new Exit.Status(137), host.exitOf("exit 137"));
    }

    @Test
    void deathBySignalIsNotAnExitStatus() throws Exception {
        assertEquals(new Exit.Signal("KILL", false), host.exitOf("kill -KILL $$"));
        assertEquals(new Exit.Signal("USR1", false), host.exitOf("kill -USR1 $$"));
        assertEquals(new Exit.Signal("SEGV", false), host.exitOf("kill -SEGV $$"));
    }

    @Test
    void outputAndErrorAreApartAndBinary() throws Exception {
        try (HostProcess process = host.line("printf 'a\\000\\377b'; printf oops >&2; exit 3")) {
            CompletableFuture<String> errors = OnHost.reading(process.error().orElseThrow());
            assertArrayEquals(new byte[]{'a', 0, (byte) 0xff, 'b'}, process.output().readAllBytes());
            assertEquals("oops", errors.get(30, TimeUnit.SECONDS));
            assertEquals(new Exit.Status(3), process.awaitExit());
        }
    }

    @Test
    void closedInputReachesTheProgramWhileItsOutputStaysOpen() throws Exception {
        try (HostProcess process = host.line("cat; echo after; exit 42")) {
            OnHost.type(process, "before\n");
            assertTrue(OnHost.readUntil(process.output(), "before\n").endsWith("before\n"));
            process.closeInput();
            assertEquals("after\n", OnHost.readUntil(process.output(), "after\n"));
            assertEquals(new Exit.Status(42), process.awaitExit());
            assertEquals(-1, process.output().read());
        }
    }

    @Test
    void manyMebibytesGoThroughUnchangedBothWaysAtOnce() throws Exception {
        int blocks = 1024;
        byte[] block = new byte[64 * 1024];
        new Random(7).nextBytes(block);
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        try (HostProcess process = host.line("cat");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = threads.submit(() -> {
                for (int i = 0; i < blocks; i++) {
                    block[0] = (byte) i;
                    sent.update(block);
                    process.input().write(block);
                }
                process.closeInput();
                return null;
            });
            long total = 0;
            byte[] buffer = new byte[64 * 1024];
            for (int n = process.output().read(buffer); n >= 0; n = process.output().read(buffer)) {
                received.update(buffer, 0, n);
                total += n;
            }
            writing.get(60, TimeUnit.SECONDS);
            assertEquals((long) blocks * block.length, total);
            assertTrue(Arrays.equals(sent.digest(), received.digest()));
        }
    }

    @Test
    void programRunsWithoutAShell() throws Exception {
        Command command = new Command.Program(List.of("/bin/echo", "$HOME", "; id"));
        try (HostProcess process = host.spawner.spawn(host.request(command), "")) {
            assertEquals("$HOME ; id\n", OnHost.reading(process.output()).get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void signalReachesTheProcessGroup() throws Exception {
        try (HostProcess process = host.line("echo up; sleep 300; echo never")) {
            OnHost.readUntil(process.output(), "up");
            assertFalse(process.signal("NONSENSE"));
            assertTrue(process.signal("TERM"));
            assertEquals(new Exit.Signal("TERM", false), process.awaitExit());
            assertFalse(process.signal("TERM"));
        }
    }

    @Test
    void backgroundChildThatHoldsTheOutputDoesNotHideTheExit() throws Exception {
        try (HostProcess process = host.line("sleep 300 & echo $!")) {
            assertEquals(new Exit.Status(0), process.awaitExit(OnHost.SOON).orElseThrow());
            String pid = OnHost.readUntil(process.output(), "\n").strip();
            Libc.kill(Integer.parseInt(pid), SignalNames.KILL);
            assertEquals(-1, process.output().read());
        }
    }

    @Test
    void closingWakesAReader() throws Exception {
        HostProcess process = host.line("exec sleep 300");
        CompletableFuture<String> reader = OnHost.reading(process.output());
        process.output().close();
        assertThrows(ExecutionException.class, () -> reader.get(30, TimeUnit.SECONDS));
        process.signal("KILL");
        process.awaitExit();
        process.close();
    }

    @Test
    void writingToAClosedProgramIsRefused() throws Exception {
        try (HostProcess process = host.line("true")) {
            process.awaitExit();
            assertThrows(IOException.class, () -> process.input().write(new byte[10]));
        }
    }
}
