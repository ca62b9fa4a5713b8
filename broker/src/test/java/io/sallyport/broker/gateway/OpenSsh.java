package io.sallyport.broker.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Stock OpenSSH programs, run against a gateway on this machine with a configuration of their own. */
final class OpenSsh {
    /** What a program did. */
    static final class Result {
        private final int exit;
        private final byte[] out;
        private final String err;

        private Result(int exit, byte[] out, String err) {
            this.exit = exit;
            this.out = out;
            this.err = err;
        }

        int exit() {
            return exit;
        }

        byte[] out() {
            return out;
        }

        String err() {
            return err;
        }

        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    private final Path folder;
    private final int port;

    OpenSsh(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Makes a key pair {@code folder/name} and {@code folder/name.pub}. */
    static Path key(Path folder, String name, String type, String passphrase) throws Exception {
        Path file = folder.resolve(name);
        Result made = run(
                List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", file.toString()),
                new byte[0]);
        if (made.exit() != 0) {
            throw new IllegalStateException(made.err());
        }
        return file;
    }

    static String publicKey(Path key) throws IOException {
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    List<String> command(List<Path> identities, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "none", "-p", String.valueOf(port), "-o",
                "BatchMode=yes", "-o",
                "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=" + folder.resolve("known"), "-o",
                "LogLevel=ERROR", "-o",
                "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "KexAlgorithms=curve25519-sha256"));
        for (Path identity : identities) {
            command.addAll(List.of("-i", identity.toString()));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    Result ssh(Path identity, String... arguments) throws Exception {
        return run(command(List.of(identity), arguments), new byte[0]);
    }

    static Result run(List<String> command, byte[] stdin) throws Exception {
        Process process = new ProcessBuilder(command).start();
        try {
            Thread feeder = Thread.ofVirtual().start(() -> {
                try (OutputStream to = process.getOutputStream()) {
                    to.write(stdin);
                } catch (IOException e) {
                    // It may end without having read everything; its exit code says what to think of that.
                    return;
                }
            });
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Thread errors = Thread.ofVirtual().start(() -> copy(process.getErrorStream(), err));
            byte[] out = process.getInputStream().readAllBytes();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no end: " + command);
            }
            feeder.join();
            errors.join();
            return new Result(process.exitValue(), out, err.toString(StandardCharsets.UTF_8));
        } finally {
            process.destroy();
        }
    }

    private static void copy(InputStream from, OutputStream to) {
        try (from) {
            from.transferTo(to);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
