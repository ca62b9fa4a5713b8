package io.sallyport.certsdev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** A started program: a process with a log file. Ended by its own process id only. Safe for many threads. */
public final class RunningProgram {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int LAST_LINES = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final LongSupplier nanos;

    private RunningProgram(String name, Process process, Path log, LongSupplier nanos) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.nanos = nanos;
    }

    /** Starts it with standard input closed and both outputs appended to {@code log}. */
    public static RunningProgram start(String name, List<String> commandLine, Path log, LongSupplier nanos) {
        try {
            Process process = new ProcessBuilder(commandLine).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new RunningProgram(name, process, log, nanos);
        } catch (IOException e) {
            throw new DemoFailure("can't start the " + name + ": " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public String name() {
        return name;
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits until {@code up} holds. @throws DemoFailure it died, or {@code limit} passed; with the log's last lines */
    public void await(String what, Duration limit, BooleanSupplier up) {
        long deadline = nanos.getAsLong() + limit.toNanos();
        while (!up.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new DemoFailure("the " + name + " ended with exit code " + process.exitValue()
                        + " before " + what + lastLines());
            }
            if (nanos.getAsLong() - deadline > 0) {
                throw new DemoFailure("the " + name + " took longer than " + limit.toSeconds() + " s: " + what
                        + lastLines());
            }
            pause();
        }
    }

    /** Asks it to end, waits up to {@code grace}, then makes it. */
    public void end(Duration grace) {
        process.destroy();
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
            return "\n  the end of " + log + ":\n    " + String.join("\n    ", last);
        } catch (IOException e) {
            return "\n  (no log at " + log + ")";
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }
}
