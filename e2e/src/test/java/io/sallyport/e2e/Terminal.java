package io.sallyport.e2e;

import io.sallyport.certsdev.Scenario.Someone;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A stock {@code ssh -tt} that a test types into and reads from. */
final class Terminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Object lock = new Object();
    private final StringBuilder screen = new StringBuilder();

    private Terminal(Process process) {
        this.process = process;
        Thread.ofVirtual().start(() -> read(process.getInputStream()));
        Thread.ofVirtual().start(() -> read(process.getErrorStream()));
    }

    static Terminal open(World world, Someone someone, String... command) {
        String[] arguments = new String[command.length + 2];
        arguments[0] = "-tt";
        arguments[1] = "demo-host";
        System.arraycopy(command, 0, arguments, 2, command.length);
        return new Terminal(world.as(someone).start("ssh", arguments));
    }

    /** One with a terminal of its own, as a person has it: what asks for a secret reads from there. {@code words} have no blanks. */
    static Terminal ofAPerson(Path config, String... words) {
        String line = "ssh -F " + config + " " + String.join(" ", words);
        try {
            return new Terminal(new ProcessBuilder("script", "-qefc", line, "/dev/null").start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                synchronized (lock) {
                    screen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException _) {
            // The client is gone: what it printed until then is there.
        }
    }

    void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    String screen() {
        synchronized (lock) {
            return screen.toString();
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    void awaitText(String text) {
        awaitText(text, LIMIT);
    }

    void awaitText(String text, Duration limit) {
        try {
            Await.until("the screen shows " + text, limit, () -> screen().contains(text));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nscreen:\n" + screen(), e);
        }
    }

    void awaitChild(String commandLine) {
        Await.until("'" + commandLine + "' runs", LIMIT, () -> Processes.count(commandLine) > 0);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the client did not end; screen:\n" + screen());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
