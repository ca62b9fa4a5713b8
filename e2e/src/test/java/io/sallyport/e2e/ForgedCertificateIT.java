package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.certsdev.StockSsh;
import io.sallyport.wire.cert.CertificateCodec;
import io.sallyport.wire.cert.CertificateDraft;
import io.sallyport.wire.cert.CertificateRole;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.SshPublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Certificates offered by a stock client to the agent. The agent of this world trusts one more CA, the test's own, so that each
 * certificate can be wrong in exactly one way; the one that is right must be accepted, or the others would prove nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedCertificateIT {
    private final SecureRandom random = new SecureRandom();
    private final Ed25519Key ca = Ed25519Key.generate(random);
    private final World world = World.start();
    private final Path folder = world.demo().folder().person("emil").resolve("forged");
    private SshCertificate real = certificate(UnaryOperator.identity(), null);

    @BeforeAll
    void theAgentTrustsOneMoreAuthority() throws Exception {
        Files.createDirectories(folder);
        Process keygen = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                folder.resolve("id").toString()).start();
        assertEquals(0, keygen.waitFor());
        Trust.addUserCa(world.demo().folder().agent().resolve("trust.json"), ca.publicKey());
        world.demo().program("agent").end(Duration.ofSeconds(10));
        world.demo().startAgent();
        world.grant(World.EMIL, "1h");
        byte[] ownKey = Files.readAllBytes(Path.of(world.demo().folder().key("emil") + ".pub"));
        real = SshCertificate
                .parseLine(World.must(world.as(World.EMIL).sshWithInput(ownKey, "gw", "cert", "demo-host"))
                        .out().strip());
    }

    @AfterAll
    void end() {
        world.close();
    }

    @Test
    void theRightOneIsAccepted() throws IOException {
        assertEquals(0, offer(certificate(UnaryOperator.identity(), ca)).exit());
    }

    @TestFactory
    List<DynamicTest> everyWrongOneIsRefused() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String login = world.login();
        return List.of(wrong("no principal", draft -> principals(draft, List.of())),
                wrong("two principals",
                        draft -> principals(draft, List.of(login + "@demo-host", "root@demo-host"))),
                wrong("wildcard principal", draft -> principals(draft, List.of("*"))),
                wrong("comma in the principal",
                        draft -> principals(draft, List.of(login + "@demo-host,root@demo-host"))),
                wrong("bare login as principal", draft -> principals(draft, List.of(login))),
                wrong("another target", draft -> principals(draft, List.of(login + "@other-host"))),
                wrong("host type", draft -> role(draft, CertificateRole.HOST)),
                wrong("expired", draft -> valid(draft, now.minusSeconds(600), now.minusSeconds(300))),
                wrong("not yet valid", draft -> valid(draft, now.plusSeconds(300), now.plusSeconds(500))),
                wrong("valid for a day", draft -> valid(draft, now.minusSeconds(5), now.plusSeconds(86_400))),
                wrong("unknown critical option", draft -> options(draft, "other@sallyport", "x")),
                wrong("force-command", draft -> options(draft, "force-command", "/bin/true")),
                wrong("other source address", draft -> options(draft, "source-address", "203.0.113.7/32")),
                wrong("a whole network as source", draft -> options(draft, "source-address", "0.0.0.0/0")),
                wrong("no grant", draft -> without(draft, "grant@sallyport")),
                wrong("no source address", draft -> without(draft, "source-address")),
                wrong("a grant that is not one", draft -> options(draft, "grant@sallyport", "{}")),
                DynamicTest.dynamicTest("another authority",
                        () -> refused(certificate(UnaryOperator.identity(), Ed25519Key.generate(random)))));
    }

    /** CERT-5: a certificate that opened a session opens no second one. */
    @Test
    void aCertificateIsGoodOnce() throws IOException {
        SshCertificate once = certificate(UnaryOperator.identity(), ca);
        assertEquals(0, offer(once).exit());
        refused(once);
    }

    private DynamicTest wrong(String what, UnaryOperator<CertificateDraft> change) {
        return DynamicTest.dynamicTest(what, () -> refused(certificate(change, ca)));
    }

    private void refused(SshCertificate certificate) throws IOException {
        StockSsh.Result result = offer(certificate);
        assertEquals(255, result.exit(), result.said());
        assertEquals("", result.out());
    }

    /** The outer connection with Emil's own key; the inner one with another key and this certificate only. */
    private StockSsh.Result offer(SshCertificate certificate) throws IOException {
        Path file = folder.resolve("id-cert.pub");
        Files.writeString(file, certificate.line() + "\n");
        Path config = folder.resolve("config");
        String own = Files.readString(world.demo().folder().sshConfig("emil"));
        String key = "  IdentityFile " + world.demo().folder().key("emil");
        Files.writeString(config, own.replace(key + "\n", "").replace("Host gw\n", "Host gw\n" + key + "\n")
                .replace("Host demo-host\n", "Host demo-host\n  IdentityFile " + folder.resolve("id")
                        + "\n  CertificateFile " + file + "\n"));
        return new StockSsh(config, Duration.ofSeconds(40)).ssh("demo-host", "echo in");
    }

    private SshCertificate certificate(UnaryOperator<CertificateDraft> change,
            @org.jspecify.annotations.Nullable Ed25519Key signer) {
        try {
            if (signer == null) {
                return CertificateCodec.sign(new CertificateDraft(CertificateRole.USER, ca.publicKey(), 1,
                        "none", List.of(), Instant.EPOCH,
                        Instant.EPOCH.plusSeconds(1), new TreeMap<>(), new TreeMap<>()), ca, random);
            }
            SshPublicKey subject = SshPublicKey.parseLine(Files.readString(folder.resolve("id.pub")));
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            CertificateDraft draft = new CertificateDraft(CertificateRole.USER, subject, random.nextLong(),
                    real.keyId(), real.principals(),
                    now.minusSeconds(20), now.plusSeconds(240), real.criticalOptions(), real.extensions());
            return CertificateCodec.sign(change.apply(draft), signer, random);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateDraft principals(CertificateDraft d, List<String> principals) {
        return new CertificateDraft(d.role(), d.subject(), d.serial(), d.keyId(), principals, d.validAfter(),
                d.validBefore(), d.criticalOptions(), d.extensions());
    }

    private static CertificateDraft role(CertificateDraft d, CertificateRole role) {
        return new CertificateDraft(role, d.subject(), d.serial(), d.keyId(), d.principals(), d.validAfter(),
                d.validBefore(), d.criticalOptions(), d.extensions());
    }

    private static CertificateDraft valid(CertificateDraft d, Instant from, Instant to) {
        return new CertificateDraft(d.role(), d.subject(), d.serial(), d.keyId(), d.principals(), from, to,
                d.criticalOptions(), d.extensions());
    }

    private static CertificateDraft options(CertificateDraft d, String name, String value) {
        SortedMap<String, String> options = new TreeMap<>(d.criticalOptions());
        options.put(name, value);
        return new CertificateDraft(d.role(), d.subject(), d.serial(), d.keyId(), d.principals(),
                d.validAfter(), d.validBefore(), options, d.extensions());
    }

    private static CertificateDraft without(CertificateDraft d, String name) {
        SortedMap<String, String> options = new TreeMap<>(d.criticalOptions());
        options.remove(name);
        return new CertificateDraft(d.role(), d.subject(), d.serial(), d.keyId(), d.principals(),
                d.validAfter(), d.validBefore(), options, d.extensions());
    }
}
