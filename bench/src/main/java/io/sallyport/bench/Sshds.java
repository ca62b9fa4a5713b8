package io.sallyport.bench;

import io.sallyport.certsdev.DemoFailure;
import io.sallyport.certsdev.RunningProgram;
import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Two stock sshds on loopback: one to work on, one as jump host before it. */
final class Sshds implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** The same key exchange and cipher on every path, or the comparison is one of algorithms. */
    static final String PINNED = """
              KexAlgorithms curve25519-sha256
              Ciphers aes128-gcm@openssh.com
              Compression no
            """;

    private final Path folder;
    private final Path key;
    private final String login;
    private final LongSupplier nanos;
    private final List<RunningProgram> running = new ArrayList<>();

    Sshds(Path folder, Path key, String login, LongSupplier nanos) {
        this.folder = folder;
        this.key = key;
        this.login = login;
        this.nanos = nanos;
    }

    /** Starts both; returns the direct path and the one through the jump host. */
    List<SshPath> start() {
        try {
            Files.createDirectories(folder);
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve("host").toString());
            int target = freePort();
            int jump = freePort();
            RunningProgram targetSshd = sshd("target", target);
            RunningProgram jumpSshd = sshd("jump", jump);
            Path config = folder.resolve("ssh_config");
            Files.writeString(config, config(target, jump));
            SshPath direct = new SshPath("D", config, "direct",
                    List.of(new SshPath.Server("sshd", targetSshd.pid())));
            SshPath jumped = new SshPath("J", config, "jumped",
                    List.of(new SshPath.Server("sshd", targetSshd.pid()),
                            new SshPath.Server("jump sshd", jumpSshd.pid())));
            StockSsh ssh = new StockSsh(config, LIMIT);
            targetSshd.await("it answered", LIMIT, () -> ssh.ssh("direct", "true").exit() == 0);
            jumpSshd.await("it passed a connection on", LIMIT, () -> ssh.ssh("jumped", "true").exit() == 0);
            return List.of(direct, jumped);
        } catch (IOException e) {
            throw new DemoFailure("can't set up the sshds: " + e.getMessage(), e);
        }
    }

    private RunningProgram sshd(String name, int port) throws IOException {
        Path config = folder.resolve(name + ".sshd_config");
        Files.writeString(config, """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s.pub
                StrictModes no
                UsePAM no
                PidFile none
                LogLevel ERROR
                MaxStartups 200
                MaxSessions 200
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                PrintMotd no
                """.formatted(port, folder.resolve("host"), key));
        Files.createDirectories(Path.of("/run/sshd"));
        RunningProgram sshd = RunningProgram.start(name,
                List.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString()), folder.resolve(name + ".log"),
                nanos);
        running.add(sshd);
        return sshd;
    }

    private String config(int target, int jump) throws IOException {
        String hostKey = Files.readString(folder.resolve("host.pub"), StandardCharsets.UTF_8).strip();
        Files.writeString(folder.resolve("known_hosts"), "bench " + hostKey + "\n");
        return """
                Host direct
                  HostName 127.0.0.1
                  Port %1$d
                Host jumped
                  HostName 127.0.0.1
                  Port %1$d
                  ProxyJump jump
                Host jump
                  HostName 127.0.0.1
                  Port %2$d
                Host *
                  User %3$s
                  HostKeyAlias bench
                  IdentityFile %4$s
                  IdentitiesOnly yes
                  IdentityAgent none
                  UserKnownHostsFile %5$s
                  GlobalKnownHostsFile /dev/null
                %6$s""".formatted(target, jump, login, key, folder.resolve("known_hosts"), PINNED);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        running.reversed().forEach(program -> program.end(Duration.ofSeconds(3)));
    }
}
