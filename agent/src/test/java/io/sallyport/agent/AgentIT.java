package io.sallyport.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.tunnel.PlayedBroker;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Mode;
import io.sallyport.wire.Secret;
import io.sallyport.wire.cert.CertificateCodec;
import io.sallyport.wire.cert.CertificateContent;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.OpenSshKeyFile;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.cert.TrustBundle;
import io.sallyport.wire.control.ControlCodec;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.file.OwnFiles;
import io.sallyport.wire.frame.Frames;
import io.sallyport.wire.tls.JoinToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent: enrolled, connected, used by a stock client through a spliced tunnel, its recording taken in. */
@Timeout(120)
class AgentIT {

    private static final TargetName TARGET = new TargetName("web-1");
    private static final LoginName LOGIN = new LoginName(System.getProperty("user.name"));

    private final SecureRandom random = new SecureRandom();
    private final Ed25519Key userCa = Ed25519Key.generate(random);
    private final Ed25519Key hostCa = Ed25519Key.generate(random);

    @TempDir
    Path folder;

    @Test
    void enrolsServesAndUploads() throws Exception {
        AgentFolder home = new AgentFolder(folder.resolve("agent"));
        try (PlayedBroker broker = new PlayedBroker()) {
            enrol(broker, home);
            Agent agent = Agent.open(home, Optional.of(Mode.PRODUCTION), random, InstantSource.system(),
                    System::nanoTime);
            agent.start();
            try {
                serve(broker, home);
            } finally {
                agent.stop();
            }
            assertTrue(Files.notExists(home.spool()) || isEmpty(home.spool()), "nothing waits in the spool");
        }
    }

    private static boolean isEmpty(Path spool) throws IOException {
        try (var files = Files.list(spool)) {
            return files.findAny().isEmpty();
        }
    }

    private void enrol(PlayedBroker broker, AgentFolder home) throws Exception {
        byte[] secret = new byte[JoinToken.SECRET_BYTES];
        random.nextBytes(secret);
        Path token = folder.resolve("token");
        OwnFiles.write(token,
                new JoinToken("127.0.0.1", broker.port(), broker.spki(), Secret.of(secret),
                        Optional.of(TARGET))
                        .text().getBytes(StandardCharsets.US_ASCII));
        CompletableFuture<Json.Obj> asked = CompletableFuture.supplyAsync(() -> admit(broker));
        new AgentEnrolment(home, random, InstantSource.system()).enrol(Optional.of(token), Optional.empty(),
                Mode.PRODUCTION);
        Json.Obj form = asked.get(20, TimeUnit.SECONDS);
        assertEquals("web-1", form.string("target"));
        for (Path file : List.of(home.identityKey(), home.hostKey(), home.recordingKey(), home.config(),
                home.trust())) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                    file.toString());
        }
        assertFalse(form.text().contains("PRIVATE"));
        Files.writeString(home.ceiling(), "format: sallyport-ceiling/1\nlogins: [" + LOGIN + "]\nmax: 8h\n");
    }

    private Json.Obj admit(PlayedBroker broker) {
        try {
            PlayedBroker.Call call = broker.next();
            int at = call.head().indexOf("Content-Length: ") + 16;
            int length = Integer.parseInt(call.head().substring(at, call.head().indexOf("\r\n", at)));
            Json.Obj form = JsonParser.parseObject(call.in().readNBytes(length), 64 * 1024, 8);
            String trust = new TrustBundle(1, List.of(userCa.publicKey()), List.of(hostCa.publicKey()), false)
                    .json().text();
            String answer = "{\"agent\":\"x\",\"hostCertificate\":\"\",\"recordingKeyAccepted\":true,\"trust\":"
                    + trust + "}";
            call.answer("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
            return form;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(PlayedBroker broker, AgentFolder home) throws Exception {
        PlayedBroker.Call control = broker.next().upgraded("sallyport-control/1");
        ControlMessage.Hello hello = (ControlMessage.Hello) heard(control);
        assertEquals(TARGET, hello.target());
        SshPublicKey hostKey = SshPublicKey.parseLine(hello.hostKey());
        String certificate = CertificateCodec
                .sign(CertificateContent.host(hostKey, List.of(TARGET.value()), 1, false, Instant.now()),
                        hostCa, random)
                .line();
        say(control, new ControlMessage.Welcome(Instant.now(), certificate, Duration.ofSeconds(60),
                Duration.ofSeconds(15)));

        SessionId session = SessionId.random(random);
        say(control,
                new ControlMessage.Open(session, "0".repeat(32), List.of(staple()), "127.0.0.1", 50_000));
        PlayedBroker.Call data = broker.next();
        assertTrue(data.head().contains("Sallyport-Token: " + "0".repeat(32)), data.head());
        data.upgraded("sallyport-data/1");
        CompletableFuture<String> client = CompletableFuture.supplyAsync(() -> useThrough(data));
        ControlMessage.Begin begin = (ControlMessage.Begin) heard(control);
        assertEquals(session, begin.session());
        say(control, new ControlMessage.Began(session));
        assertEquals("through the tunnel\n", client.get(60, TimeUnit.SECONDS));
        takeIn(broker.next().upgraded("sallyport-recording/1"));
        assertEquals(new ControlMessage.Ended(session, "closed", ""), heard(control));
        assertTrue(Files.exists(home.hostCertificate()));
    }

    private String staple() throws IOException {
        Ed25519Key key = Ed25519Key.generate(random);
        OpenSshKeyFile.write(folder.resolve("eva"), key, "eva", random);
        Instant now = Instant.now();
        Rights rights = Rights.from(Rights.standard()).exec(Commands.any()).build();
        Grant grant = new Grant(Grant.VERSION, GrantId.random(random), Grant.Kind.STANDARD,
                new PersonName("eva"),
                new OrganisationName("acme"), TARGET, LOGIN, now.minusSeconds(5), now.plusSeconds(3600),
                Duration.ofHours(1),
                "end of the granted time", Optional.empty(), "tests", "0".repeat(64), new RuleId("rule-one"),
                List.of(),
                List.of(new io.sallyport.policies.grant.ApprovedBy(new PersonName("ada"), now)), rights,
                Duration.ofSeconds(60), 0,
                Protections.neededBy(rights));
        return CertificateCodec
                .sign(CertificateContent.user(key.publicKey(), grant, InetAddress.getLoopbackAddress(),
                        random.nextLong(), false, now), userCa, random)
                .base64();
    }

    /** A stock client on one side, the tunnel on the other. */
    private String useThrough(PlayedBroker.Call data) {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path known = Files.writeString(folder.resolve("known_hosts"),
                    "@cert-authority * " + hostCa.publicKey().line() + "\n");
            Process ssh = new ProcessBuilder("ssh", "-F", "/dev/null", "-n", "-p",
                    Integer.toString(port.getLocalPort()), "-i",
                    folder.resolve("eva").toString(), "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none",
                    "-o", "BatchMode=yes",
                    "-o", "HostKeyAlias=web-1", "-o", "UserKnownHostsFile=" + known, "-o",
                    "StrictHostKeyChecking=yes", "-l",
                    LOGIN.value(), "127.0.0.1", "echo through the tunnel")
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            Socket engineer = port.accept();
            Thread.ofVirtual().start(() -> copy(engineer, data.socket()));
            Thread.ofVirtual().start(() -> copy(data.socket(), engineer));
            return new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One side has gone; the other notices.
        }
    }

    private static void takeIn(PlayedBroker.Call upload) throws Exception {
        upload.frame(Json.object().put("resume", 0).build());
        RecordingVerifier verifier = new RecordingVerifier(Optional.empty(), Optional.empty());
        byte[] chunk = new byte[64 * 1024];
        while (!(verifier.verdict() instanceof Verdict.Whole)) {
            int count = upload.in().read(chunk);
            assertTrue(count > 0, "the recording ended early");
            verifier.accept(ByteBuffer.wrap(chunk, 0, count));
        }
        upload.frame(Json.object().put("complete", true).put("ack", verifier.acceptedBytes())
                .put("hash", "00").build());
    }

    private static ControlMessage.FromAgent heard(PlayedBroker.Call call) throws Exception {
        return ControlCodec.fromAgent(Frames.read(call.in()).orElseThrow());
    }

    private static void say(PlayedBroker.Call call, ControlMessage message) throws IOException {
        Frames.write(call.socket().getOutputStream(), ControlCodec.encode(message));
    }
}
