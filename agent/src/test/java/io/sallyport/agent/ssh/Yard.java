package io.sallyport.agent.ssh;

import io.sallyport.agent.gate.LiveSessions;
import io.sallyport.agent.gate.SessionGate;
import io.sallyport.agent.gate.SessionJournal;
import io.sallyport.agent.host.Host;
import io.sallyport.agent.record.Spool;
import io.sallyport.agent.tunnel.ByteTunnel;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.policies.grant.Ceiling;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Mode;
import io.sallyport.wire.cert.CertificateCodec;
import io.sallyport.wire.cert.CertificateContent;
import io.sallyport.wire.cert.CertificateVerifier;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.MinaKeys;
import io.sallyport.wire.cert.OpenSshKeyFile;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.TrustBundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/** The agent's SSH side with real processes and a loopback port for stock clients; the broker's side is played by hand. */
final class Yard implements AutoCloseable {

    static final TargetName TARGET = new TargetName("web-1");
    static final LoginName LOGIN = new LoginName(System.getProperty("user.name"));

    final SecureRandom random = new SecureRandom();
    final Path folder;
    final Ed25519Key userCa = Ed25519Key.generate(random);
    final Ed25519Key hostCa = Ed25519Key.generate(random);
    final RecordingKey recordingKey = RecordingKey.random(random);
    final PlayedBroker broker = new PlayedBroker();
    final LiveSessions sessions = new LiveSessions();
    final Spool spool;
    final Host host;
    final List<SessionId> served = new CopyOnWriteArrayList<>();
    final List<SshCertificate> staples = new CopyOnWriteArrayList<>();
    final List<GrantLists> lists = new CopyOnWriteArrayList<>();
    private final HostSshServer server;
    private final ServerSocket port;

    Yard(Path folder) throws IOException {
        this.folder = folder;
        this.spool = new Spool(folder.resolve("spool"), 1, Long.MAX_VALUE);
        this.host = Host.open(
                "yard-" + ProcessHandle.current().pid() + "-" + Math.abs(random.nextInt(1_000_000)),
                System::nanoTime);
        Ed25519Key hostKey = Ed25519Key.generate(random);
        CertificateVerifier verifier = new CertificateVerifier(
                new TrustBundle(1, List.of(userCa.publicKey()), List.of(hostCa.publicKey()), false),
                Mode.PRODUCTION);
        OpenSshCertificate hostCertificate = MinaKeys.library(CertificateCodec.sign(
                CertificateContent.host(hostKey.publicKey(), List.of(TARGET.value()), 1, false,
                        Instant.now()),
                hostCa,
                random));
        SessionGate gate = new SessionGate(
                new SessionGate.Setting(TARGET.value(), Yard::ceiling, host, spool, recordingKey,
                        Optional.of(Path.of("/usr/lib/openssh/sftp-server")).filter(Files::exists)),
                broker, sessions, _ -> {
                }, InstantSource.system(), System::nanoTime);
        this.server = new HostSshServer(MinaKeys.library(hostKey), () -> Optional.of(hostCertificate),
                new LoginCheck(verifier, TARGET, InstantSource.system()), gate);
        server.start();
        this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        Files.writeString(folder.resolve("known_hosts"),
                "@cert-authority * " + hostCa.publicKey().line() + "\n");
    }

    private static Ceiling ceiling() {
        return new Ceiling(Optional.of(Set.of(LOGIN)), Optional.empty(), Duration.ofHours(8),
                new Ceiling.Approvals(0, true, false), Rights.widest());
    }

    int port() {
        return port.getLocalPort();
    }

    /** Closes every SSH connection, as a lost tunnel does; sessions are left to notice. */
    void stopServing() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = port.accept();
                SessionId id = SessionId.random(random);
                served.add(id);
                server.serve(new LoopbackTunnel(socket), id, List.copyOf(staples), DetachedLists.of(lists),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000));
            }
        } catch (IOException closed) {
            // The yard is closed.
        }
    }

    /** A new key pair as OpenSSH files; returns the key. */
    Ed25519Key key(String name) throws IOException {
        Ed25519Key key = Ed25519Key.generate(random);
        OpenSshKeyFile.write(folder.resolve(name), key, name, random);
        Files.writeString(folder.resolve(name + ".pub"), key.publicKey().line() + "\n");
        return key;
    }

    static Rights rights() {
        return Rights.from(Rights.standard()).shell(true).pty(true).exec(Commands.any())
                .sftp(Sftp.everywhere(Sftp.Mode.READ_WRITE)).concurrent(10).build();
    }

    Grant grant(String person, Rights rights, Instant notAfter) {
        Instant now = Instant.now();
        return new Grant(Grant.VERSION, GrantId.random(random), Grant.Kind.STANDARD, new PersonName(person),
                new OrganisationName("acme"), TARGET, LOGIN, now.minusSeconds(60), notAfter,
                Duration.ofHours(1),
                "end of the granted time", Optional.empty(), "tests", "0".repeat(64), new RuleId("rule-one"),
                List.of(),
                List.of(), rights, Duration.ofSeconds(60), 0, Protections.neededBy(rights));
    }

    SshCertificate certificate(Ed25519Key subject, Grant grant) {
        return CertificateCodec
                .sign(CertificateContent.user(subject.publicKey(), grant, InetAddress.getLoopbackAddress(),
                        random.nextLong(), false, Instant.now()), userCa, random);
    }

    /** Staples a certificate for a fresh key named {@code eva}, with these rights, good for an hour. */
    void admitEva(Rights rights) throws IOException {
        admitEva(rights, Instant.now().plusSeconds(3600));
    }

    void admitEva(Rights rights, Instant notAfter) throws IOException {
        staples.add(certificate(key("eva"), grant("eva", rights, notAfter)));
    }

    /** What a client did. */
    static final class Result {
        private final int exit;
        private final byte[] out;
        private final String err;

        Result(int exit, byte[] out, String err) {
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

    List<String> command(String... arguments) {
        List<String> line = new ArrayList<>(List.of("ssh", "-F", "/dev/null", "-p",
                Integer.toString(port.getLocalPort()),
                "-o", "UserKnownHostsFile=" + folder.resolve("known_hosts"), "-o", "HostKeyAlias=" + TARGET,
                "-o",
                "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o",
                "StrictHostKeyChecking=yes", "-o", "GlobalKnownHostsFile=/dev/null", "-l", LOGIN.value()));
        line.addAll(Arrays.asList(arguments));
        return line;
    }

    /** Options, then the host, then the command. */
    Result ssh(List<String> options, String... remote) throws IOException, InterruptedException {
        return ssh(new byte[0], options, remote);
    }

    Result ssh(byte[] input, List<String> options, String... remote)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-i", folder.resolve("eva").toString()));
        arguments.addAll(options);
        arguments.add("127.0.0.1");
        arguments.addAll(Arrays.asList(remote));
        return run(input, command(arguments.toArray(new String[0])));
    }

    static Result run(byte[] input, List<String> line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).start();
        Thread feeder = Thread.ofVirtual().start(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException e) {
                // The client needs no more input.
            }
        });
        byte[][] err = new byte[1][];
        Thread errors = Thread.ofVirtual().start(() -> {
            try {
                err[0] = process.getErrorStream().readAllBytes();
            } catch (IOException e) {
                err[0] = new byte[0];
            }
        });
        byte[] out = process.getInputStream().readAllBytes();
        errors.join();
        feeder.join();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the client did not end");
        }
        return new Result(process.exitValue(), out, new String(err[0], StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        port.close();
        try {
            sessions.endAll(EndReason.AGENT_STOPPED, Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        host.close();
    }

    private record LoopbackTunnel(Socket socket) implements ByteTunnel {
        @Override
        public InputStream input() {
            return stream(socket::getInputStream);
        }

        @Override
        public OutputStream output() {
            return stream(socket::getOutputStream);
        }

        private interface Opening<T> {
            T open() throws IOException;
        }

        private static <T> T stream(Opening<T> opening) {
            try {
                return opening.open();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void finishOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // Nothing is left to close.
            }
        }
    }

    /** A broker that says yes, and remembers. */
    static final class PlayedBroker implements SessionJournal {
        final List<SessionId> begun = new CopyOnWriteArrayList<>();
        final Map<SessionId, EndReason> ended = new ConcurrentHashMap<>();
        volatile Duration lease = Duration.ofSeconds(60);
        volatile Optional<String> obstacle = Optional.empty();
        volatile Answer answer = new Answer.Began();
        volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public Answer begin(SessionId session, long serial, GrantId grant, LoginName login) {
            begun.add(session);
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer;
        }

        @Override
        public void ended(SessionId session, EndReason reason, String detail) {
            ended.put(session, reason);
        }

        @Override
        public Optional<String> obstacle() {
            return obstacle;
        }

        @Override
        public Duration lease() {
            return lease;
        }
    }
}
