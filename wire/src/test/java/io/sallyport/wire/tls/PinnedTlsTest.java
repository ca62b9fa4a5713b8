package io.sallyport.wire.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedTlsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    private static final TlsIdentity BROKER = TlsIdentity.create("broker", List.of(), RANDOM, TIME);
    private static final TlsIdentity AGENT = TlsIdentity.create("agent", List.of(), RANDOM, TIME);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    private Path folder = Path.of(".");

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** The key of the client as the server saw it, after one byte went each way. */
    private String meet(TlsIdentity server, Optional<TlsIdentity> client, String pin) throws Exception {
        SSLContext serverSide = PinnedTls.context(Optional.of(server), PinnedTls.trustAnyClientKey(), RANDOM);
        try (SSLServerSocket listening = (SSLServerSocket) serverSide.getServerSocketFactory()
                .createServerSocket(0)) {
            listening.setSSLParameters(PinnedTls.parameters());
            Future<String> seen = threads.submit(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.getOutputStream().write(socket.getInputStream().read());
                    assertEquals(PinnedTls.VERSION, socket.getSession().getProtocol());
                    return PinnedTls
                            .spkiSha256((X509Certificate) socket.getSession().getPeerCertificates()[0]);
                }
            });
            SSLContext clientSide = PinnedTls.context(client, PinnedTls.trustOnly(pin), RANDOM);
            try (SSLSocket socket = PinnedTls.dial(clientSide, "127.0.0.1", listening.getLocalPort())) {
                socket.getOutputStream().write(7);
                // With TLS 1.3 a client learns only by reading that the server did not want it.
                if (socket.getInputStream().read() != 7) {
                    throw new IOException("the server hung up");
                }
            }
            return seen.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void twoWhoKnowEachOthersKeysMeet() throws Exception {
        assertEquals(AGENT.spkiSha256(), meet(BROKER, Optional.of(AGENT), BROKER.spkiSha256()));
    }

    @Test
    void aServerWithAnotherKeyIsNotTalkedTo() {
        TlsIdentity impostor = TlsIdentity.create("broker", List.of(), RANDOM, TIME);
        assertThrows(IOException.class, () -> meet(impostor, Optional.of(AGENT), BROKER.spkiSha256()));
    }

    @Test
    void aClientWithoutAKeyIsTurnedAway() {
        assertThrows(IOException.class, () -> meet(BROKER, Optional.empty(), BROKER.spkiSha256()));
    }

    @Test
    void anIdentityIsMadeOnceAndItsKeyIsOursAlone() throws Exception {
        Path key = folder.resolve("identity.key");
        Path certificate = folder.resolve("identity.crt");
        TlsIdentity made = TlsIdentity.loadOrCreate(key, certificate, "console",
                List.of("localhost", "127.0.0.1", "::1"),
                RANDOM, TIME);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        TlsIdentity again = TlsIdentity.loadOrCreate(key, certificate, "x", List.of(), RANDOM, TIME);
        assertEquals(made.spkiSha256(), again.spkiSha256());
        assertEquals(3, again.certificate().getSubjectAlternativeNames().size());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThrows(IOException.class, () -> TlsIdentity.load(key, certificate));
    }

    @Test
    void halvesOfDifferentIdentitiesAreRefused() throws Exception {
        BROKER.write(folder.resolve("a.key"), folder.resolve("a.crt"));
        AGENT.write(folder.resolve("b.key"), folder.resolve("b.crt"));
        assertThrows(IOException.class,
                () -> TlsIdentity.load(folder.resolve("a.key"), folder.resolve("b.crt")));
    }

    @Test
    void aJoinTokenGoesThroughItsText() {
        var token = new JoinToken("127.0.0.1", 8444, BROKER.spkiSha256(),
                Secret.of(new byte[JoinToken.SECRET_BYTES]));
        assertEquals(Optional.of(token), JoinToken.parse(" " + token.text() + "\n"));
        var named = new JoinToken(token.host(), 8444, token.spkiSha256(), token.secret(),
                Optional.of(new TargetName("web-1")));
        assertEquals(Optional.of(named), JoinToken.parse(named.text()));
        assertTrue(JoinToken.parse("").isEmpty());
        assertTrue(JoinToken.parse(token.text().substring(0, token.text().length() - 1)).isEmpty());
        assertTrue(JoinToken.parse(token.text().replace("v1", "v2")).isEmpty());
        assertFalse(token.toString().contains("0000"));
    }
}
