package io.sallyport.certsdev;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The {@code ssh}, {@code scp} and {@code sftp} that are already on this machine, with one person's configuration. */
public final class StockSsh {
    /** What a run printed and how it ended. */
    public static final class Result {
        private final int exit;
        private final byte[] stdout;
        private final String stderr;

        /** @param exit -1 when the run had to be killed at its limit */
        public Result(int exit, byte[] stdout, String stderr) {
            this.exit = exit;
            this.stdout = stdout;
            this.stderr = stderr;
        }

        public int exit() {
            return exit;
        }

        public byte[] stdout() {
            return stdout.clone();
        }

        public String stderr() {
            return stderr;
        }

        public String out() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        /** Both outputs, for messages. */
        public String said() {
            return (out() + stderr).strip();
        }
    }

    private final Path config;
    private final Duration limit;

    /** @param limit how long one run may take */
    public StockSsh(Path config, Duration limit) {
        this.config = config;
        this.limit = limit;
    }

    /** {@code ssh -F config ARGUMENTS} with nothing on standard input. */
    public Result ssh(String... arguments) {
        return run("ssh", new byte[0], arguments);
    }

    public Result sshWithInput(byte[] input, String... arguments) {
        return run("ssh", input, arguments);
    }

    /** {@code program -F config ARGUMENTS}. */
    public Result run(String program, byte[] input, String... arguments) {
        Process process = start(program, arguments);
        CompletableFuture<byte[]> out = CompletableFuture.supplyAsync(() -> drain(process.getInputStream()),
                Thread::startVirtualThread);
        CompletableFuture<byte[]> err = CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()),
                Thread::startVirtualThread);
        Thread.startVirtualThread(() -> feed(process.getOutputStream(), input));
        return new Result(exit(process), out.join(), new String(err.join(), StandardCharsets.UTF_8));
    }

    /** Started and left running, its three streams in the caller's hands. */
    public Process start(String program, String... arguments) {
        List<String> line = new ArrayList<>(List.of(program, "-F", config.toString()));
        line.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(line).start();
        } catch (IOException e) {
            throw new DemoFailure(
                    "can't start " + program + ": is OpenSSH's client installed? " + e.getMessage(), e);
        }
    }

    private int exit(Process process) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return -1;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private static byte[] drain(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static void feed(OutputStream stream, byte[] input) {
        try (stream) {
            stream.write(input);
        } catch (IOException _) {
            // The program ended without wanting all of it: its exit code and output tell the rest.
        }
    }
}
