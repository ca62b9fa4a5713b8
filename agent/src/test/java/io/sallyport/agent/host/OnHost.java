package io.sallyport.agent.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Real processes for tests: as root they run as "nobody", else as whoever runs the tests. */
final class OnHost implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);
    private static final RandomGenerator RANDOM = new Random();

    final Poller poller = Poller.start();
    final long uid = Libc.effectiveUid();
    final Spawner spawner = new Spawner(poller, uid);
    final SessionId session = newSession();

    static SessionId newSession() {
        StringBuilder text = new StringBuilder("s-");
        for (int i = 0; i < 26; i++) {
            text.append("abcdefghijklmnopqrstuvwxyz234567".charAt(RANDOM.nextInt(32)));
        }
        return new SessionId(text.toString());
    }

    boolean root() {
        return uid == 0;
    }

    /** An account that owns nothing, with a shell that people use. */
    LocalAccount account() {
        return root()
                ? new LocalAccount("nobody", 65534, 65534, "/nonexistent", "/bin/bash")
                : new LocalAccount(System.getProperty("user.name"), uid, uid, System.getProperty("user.home"),
                        "/bin/bash");
    }

    SpawnRequest request(Command command) {
        return new SpawnRequest(account(), Optional.empty(), command, Map.of("LANG", "C.UTF-8"), session,
                "203.0.113.9 5555 192.0.2.1 22", SpawnRequest.Elevation.BARRED);
    }

    SpawnRequest onTerminal(Command command) {
        return new SpawnRequest(account(), Optional.of(new PtyRequest(new PtySize(80, 24, 0, 0), "dumb")),
                command,
                Map.of("LANG", "C.UTF-8"), session, "203.0.113.9 5555 192.0.2.1 22",
                SpawnRequest.Elevation.BARRED);
    }

    HostProcess line(String line) {
        return spawner.spawn(request(new Command.ShellLine(line)), "");
    }

    /** Runs a line to its end and returns what it wrote to its output. */
    String answer(String line) throws Exception {
        try (HostProcess process = line(line)) {
            process.closeInput();
            CompletableFuture<String> errors = reading(process.error().orElseThrow());
            String output = reading(process.output()).get(30, TimeUnit.SECONDS);
            assertTrue(process.awaitExit(SOON).isPresent());
            assertTrue(errors.get(30, TimeUnit.SECONDS).isEmpty(), errors::join);
            return output;
        }
    }

    Exit exitOf(String line) throws InterruptedException {
        try (HostProcess process = line(line)) {
            return process.awaitExit(SOON).orElseThrow();
        }
    }

    static CompletableFuture<String> reading(FdInput input) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(input.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Reads until the text has come. A terminal's echo is read like everything else. */
    static String readUntil(FdInput input, String text) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            try {
                while (!seen.toString(StandardCharsets.UTF_8).contains(text)) {
                    int count = input.read(buffer);
                    if (count < 0) {
                        throw new IllegalStateException("ended before \"" + text + "\": " + seen);
                    }
                    seen.write(buffer, 0, count);
                }
                return seen.toString(StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, Executors.newVirtualThreadPerTaskExecutor()).get(30, TimeUnit.SECONDS);
    }

    static void type(HostProcess process, String text) throws IOException {
        process.input().write(text.getBytes(StandardCharsets.UTF_8));
    }

    static boolean eventually(BooleanSupplier fact) {
        return new Patience(System::nanoTime).until(fact, SOON);
    }

    static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public void close() {
        poller.close();
    }
}
