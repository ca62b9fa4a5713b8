package io.sallyport.wire.cert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshPublicKeyTest {

    private static SshPublicKey rsa(BigInteger exponent, BigInteger modulus) throws SshFormatException {
        return SshPublicKey.of(new SshWriter().string("ssh-rsa").string(exponent.toByteArray())
                .string(modulus.toByteArray()).bytes());
    }

    @Test
    void aLineAndItsBytesGoBothWays() throws SshFormatException {
        SshPublicKey key = Samples.ENGINEER.publicKey();
        assertEquals(key, SshPublicKey.parseLine(key.line("eva@laptop") + "\n"));
        assertEquals(key, SshPublicKey.of(key.bytes()));
        assertTrue(key.fingerprint().matches("SHA256:[A-Za-z0-9+/]{43}"));
    }

    @Test
    void rsaCountsFrom3072Bits() throws SshFormatException {
        BigInteger exponent = BigInteger.valueOf(65_537);
        assertTrue(rsa(exponent, BigInteger.ONE.shiftLeft(3071).setBit(0)).refusalForPeople().isEmpty());
        assertTrue(rsa(exponent, BigInteger.ONE.shiftLeft(3070).setBit(0)).refusalForPeople().isPresent());
        assertThrows(SshFormatException.class,
                () -> rsa(exponent, BigInteger.ONE.shiftLeft(16_384).setBit(0)));
        assertThrows(SshFormatException.class,
                () -> rsa(BigInteger.ONE, BigInteger.ONE.shiftLeft(3071).setBit(0)));
        assertThrows(SshFormatException.class, () -> rsa(exponent, BigInteger.ONE.shiftLeft(3071)));
    }

    @Test
    void securityKeysAreAdmitted() throws SshFormatException {
        SshPublicKey key = SshPublicKey.of(new SshWriter().string("sk-ssh-ed25519@openssh.com")
                .string(Samples.ENGINEER.publicKey().ed25519()).string("ssh:").bytes());
        assertTrue(key.refusalForPeople().isEmpty());
    }

    @Test
    void aPointOffTheCurveIsRefused() {
        byte[] point = new byte[65];
        Arrays.fill(point, (byte) 7);
        point[0] = 4;
        assertThrows(SshFormatException.class, () -> SshPublicKey
                .of(new SshWriter().string("ecdsa-sha2-nistp256").string("nistp256").string(point).bytes()));
    }

    @Test
    void trailingBytesAreRefused() {
        byte[] blob = Samples.ENGINEER.publicKey().bytes();
        assertThrows(SshFormatException.class, () -> SshPublicKey.of(Arrays.copyOf(blob, blob.length + 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ssh-ed25519", "ssh-ed25519 ????", "ssh-dss AAAAB3NzaC1kc3M=",
            "command=\"x\" ssh-ed25519 AAAA", "ssh-ed25519 AAAA\nssh-ed25519 AAAA"})
    void whatIsNoKeyLineIsRefused(String line) {
        assertThrows(SshFormatException.class, () -> SshPublicKey.parseLine(line));
    }

    @Test
    void aLineThatNamesAnotherTypeIsRefused() {
        String line = Samples.ENGINEER.publicKey().line().replace("ssh-ed25519 ", "ssh-rsa ");
        assertThrows(SshFormatException.class, () -> SshPublicKey.parseLine(line));
    }

    @Test
    void signaturesOfOthersDoNotVerify() {
        byte[] message = {1, 2, 3};
        byte[] signature = Samples.ENGINEER.sign(message);
        assertTrue(Ed25519Key.verify(Samples.ENGINEER.publicKey(), message, signature));
        assertFalse(Ed25519Key.verify(Samples.USER_CA.publicKey(), message, signature));
        assertFalse(Ed25519Key.verify(Samples.ENGINEER.publicKey(), message, new byte[63]));
        assertEquals("(secret)", Samples.ENGINEER.toString());
    }

    @Test
    void theSshLibraryAgreesOnKeysAndCertificates() throws SshFormatException {
        var pair = MinaKeys.library(Samples.ENGINEER);
        assertEquals(Samples.ENGINEER.publicKey(), MinaKeys.ours(pair.getPublic()).orElseThrow());
        SshCertificate certificate = Samples.certificate();
        var library = MinaKeys.library(certificate);
        assertEquals(certificate, MinaKeys.ours(library));
        assertTrue(MinaKeys.ours((java.security.PublicKey) library).isEmpty());
    }
}
