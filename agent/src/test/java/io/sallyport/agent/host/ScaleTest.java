package io.sallyport.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ScaleTest {
    private static final int SHELLS = 50;

    private final OnHost host = new OnHost();

    @AfterEach
    void close() {
        host.close();
    }

    private static long entries(String folder) {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void fiftyShellsAddNoThreadAndGiveEveryDescriptorBack() throws Exception {
        // The first one starts what the JVM keeps for good: carriers, compilers, class files.
        run(SHELLS);
        long threads = entries("/proc/self/task");
        long descriptors = entries("/proc/self/fd");
        long most = run(SHELLS);
        // A compiler or carrier thread may come in this time; one per shell may not.
        assertTrue(most <= threads + 8, () -> most + " threads after " + threads);
        assertTrue(OnHost.eventually(() -> entries("/proc/self/fd") <= descriptors));
    }

    /** Runs shells that all wait at once; returns how many threads there were then. */
    private long run(int count) throws Exception {
        List<HostProcess> shells = new ArrayList<>();
        List<CompletableFuture<String>> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HostProcess shell = host.spawner
                    .spawn(host.onTerminal(new Command.ShellLine("read L; echo got-$L")), "");
            shells.add(shell);
            outputs.add(OnHost.reading(shell.output()));
        }
        long threads = entries("/proc/self/task");
        for (HostProcess shell : shells) {
            OnHost.type(shell, "x\n");
        }
        for (CompletableFuture<String> output : outputs) {
            assertTrue(output.get(60, TimeUnit.SECONDS).contains("got-x"));
        }
        for (HostProcess shell : shells) {
            assertEquals(new Exit.Status(0), shell.awaitExit());
            shell.close();
        }
        return threads;
    }
}
