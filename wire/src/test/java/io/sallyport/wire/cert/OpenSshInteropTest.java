package io.sallyport.wire.cert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.wire.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stock ssh-keygen on the other side. */
class OpenSshInteropTest {
    @TempDir
    private Path folder = Path.of(".");

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    @Test
    void sshKeygenReadsOurCertificate() throws Exception {
        Path file = Files.writeString(folder.resolve("user-cert.pub"), Samples.certificate().line() + "\n");
        String shown = run("ssh-keygen", "-L", "-f", file.toString());
        for (String part : List.of("Type: ssh-ed25519-cert-v01@openssh.com user certificate",
                Samples.ENGINEER.publicKey().fingerprint(), Samples.USER_CA.publicKey().fingerprint(),
                "(using ssh-ed25519)", "Key ID: \"eva@acme#g-",
                "Serial: " + Long.toUnsignedString(Samples.SERIAL),
                "deploy@web-1", "grant@sallyport", "source-address 192.0.2.7/32", "permit-pty")) {
            assertTrue(shown.contains(part), () -> part + " is missing in\n" + shown);
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519,256", "ecdsa,256", "ecdsa,384", "ecdsa,521", "rsa,3072"})
    void weReadWhatSshKeygenSignedAndRefuseItByRule(String type, String bits) throws Exception {
        OpenSshKeyFile.write(folder.resolve("ca"), Samples.USER_CA, "", Samples.RANDOM);
        run("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-C", "somebody", "-f", "key");
        run("ssh-keygen", "-q", "-s", "ca", "-I", "an id", "-n", "deploy@web-1", "-z", "18446744073709551615",
                "-O",
                "source-address=192.0.2.7/32", "-V", "20261123115930Z:20261123120400Z", "key.pub");
        SshCertificate certificate = SshCertificate
                .parseLine(Files.readString(folder.resolve("key-cert.pub")));
        assertEquals(SshPublicKey.parseLine(Files.readString(folder.resolve("key.pub"))),
                certificate.subject());
        assertEquals(-1, certificate.serial());
        assertEquals("an id", certificate.keyId());
        assertEquals(List.of("deploy@web-1"), certificate.principals());
        assertEquals("192.0.2.7/32", certificate.criticalOptions().get("source-address"));
        assertTrue(certificate.extensions().containsKey("permit-agent-forwarding"));
        var verifier = new CertificateVerifier(Samples.BUNDLE, Mode.PRODUCTION);
        var refused = assertInstanceOf(CertificateVerdict.Refused.class,
                verifier.verify(certificate, Samples.EXPECTED));
        assertEquals(bits.equals("521") ? RefusalReason.KEY_TYPE : RefusalReason.CRITICAL_OPTION,
                refused.reason());
    }

    @Test
    void keyFilesGoBothWays() throws Exception {
        OpenSshKeyFile.write(folder.resolve("ours"), Samples.ENGINEER, "eva", Samples.RANDOM);
        SshPublicKey shown = SshPublicKey.parseLine(run("ssh-keygen", "-y", "-f", "ours"));
        assertEquals(Samples.ENGINEER.publicKey(), shown);
        assertEquals(Samples.ENGINEER, OpenSshKeyFile.read(folder.resolve("ours")));
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "theirs");
        SshPublicKey theirs = SshPublicKey.parseLine(Files.readString(folder.resolve("theirs.pub")));
        assertEquals(theirs, OpenSshKeyFile.read(folder.resolve("theirs")).publicKey());
        assertTrue(run("ssh-keygen", "-l", "-f", "theirs.pub").contains(theirs.fingerprint()));
    }
}
