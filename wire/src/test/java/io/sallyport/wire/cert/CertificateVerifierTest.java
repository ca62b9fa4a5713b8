package io.sallyport.wire.cert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.policies.grant.GrantCodec;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Mode;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateVerifierTest {
    private final CertificateVerifier verifier = new CertificateVerifier(Samples.BUNDLE, Mode.PRODUCTION);

    private void refused(RefusalReason reason, Consumer<Blob> change) {
        Blob blob = new Blob();
        change.accept(blob);
        refused(reason, blob.bytes(), Samples.EXPECTED);
    }

    private void refused(RefusalReason reason, byte[] blob, Expectation expected) {
        CertificateVerdict verdict = verifier.verify(blob, expected);
        assertEquals(reason,
                assertInstanceOf(CertificateVerdict.Refused.class, verdict, verdict::toString).reason());
    }

    private void accepted(byte[] blob, Expectation expected) {
        CertificateVerdict verdict = verifier.verify(blob, expected);
        assertInstanceOf(CertificateVerdict.Accepted.class, verdict, verdict::toString);
    }

    private static Expectation at(Instant now) {
        return new Expectation(Samples.TARGET, Optional.of(Samples.LOGIN), Samples.SOURCE, now);
    }

    private static Expectation from(String source) {
        return new Expectation(Samples.TARGET, Optional.of(Samples.LOGIN), InetAddress.ofLiteral(source),
                Samples.NOW);
    }

    @Test
    void anHonestCertificateIsBelievedWithAllItSays() {
        CertificateVerdict.Accepted accepted = assertInstanceOf(CertificateVerdict.Accepted.class,
                verifier.verify(Samples.certificate(), Samples.EXPECTED));
        assertEquals(Samples.grant(), accepted.grant());
        assertEquals(Samples.LOGIN, accepted.login());
        assertEquals(Samples.SERIAL, accepted.serial());
        assertEquals(Samples.ENGINEER.publicKey(), accepted.key());
        accepted(new Blob().bytes(), Samples.EXPECTED);
    }

    @Test
    void withoutALoginTheCertificateSaysIt() {
        accepted(new Blob().bytes(),
                new Expectation(Samples.TARGET, Optional.empty(), Samples.SOURCE, Samples.NOW));
    }

    @Test
    void aHostCertificateIsNoUserCertificate() {
        refused(RefusalReason.WRONG_ROLE, blob -> blob.role = 2);
        refused(RefusalReason.WRONG_ROLE, blob -> blob.role = 3);
        refused(RefusalReason.WRONG_ROLE, blob -> blob.role = 0);
    }

    @Test
    void aHostCaIsNeverAUserCa() {
        refused(RefusalReason.UNKNOWN_CA, blob -> {
            blob.ca = Samples.HOST_CA.publicKey().bytes();
            blob.signer = Samples.HOST_CA;
        });
    }

    @Test
    void aCaOutsideTheBundleIsRefused() {
        Ed25519Key stranger = Ed25519Key.generate(Samples.RANDOM);
        refused(RefusalReason.UNKNOWN_CA, blob -> {
            blob.ca = stranger.publicKey().bytes();
            blob.signer = stranger;
        });
    }

    @Test
    void aCertificateAsCaIsRefused() {
        refused(RefusalReason.NESTED, blob -> blob.ca = Samples.certificate().bytes());
    }

    @Test
    void aCertificateOfACertificateIsRefused() {
        refused(RefusalReason.NESTED,
                blob -> blob.type = "ssh-ed25519-cert-v01@openssh.com-cert-v01@openssh.com");
        refused(RefusalReason.NESTED,
                blob -> blob.ca = new SshWriter().string("ssh-dss-cert-v01@openssh.com").bytes());
    }

    @Test
    void anotherSignatureAlgorithmIsRefused() {
        refused(RefusalReason.SIGNATURE_ALGORITHM, blob -> blob.algorithm = "ssh-rsa");
        refused(RefusalReason.SIGNATURE_ALGORITHM, blob -> blob.algorithm = "sk-ssh-ed25519@openssh.com");
    }

    @Test
    void aSignatureOfAnotherKeyIsRefused() {
        refused(RefusalReason.BAD_SIGNATURE, blob -> blob.signer = Samples.HOST_CA);
    }

    @Test
    void timeIsCheckedWithAnAllowanceOfThirtySeconds() {
        byte[] blob = new Blob().bytes();
        Instant after = Samples.NOW.minusSeconds(30);
        Instant before = Samples.NOW.plusSeconds(300);
        accepted(blob, at(after.minusSeconds(30)));
        refused(RefusalReason.NOT_YET_VALID, blob, at(after.minusSeconds(31)));
        accepted(blob, at(before.plusSeconds(29)));
        refused(RefusalReason.EXPIRED, blob, at(before.plusSeconds(30)));
    }

    @Test
    void validityInvertedEmptyOrForEverIsRefused() {
        refused(RefusalReason.VALIDITY, blob -> blob.validBefore = blob.validAfter - 1);
        refused(RefusalReason.VALIDITY, blob -> blob.validBefore = blob.validAfter);
        refused(RefusalReason.VALIDITY, blob -> blob.validBefore = -1);
        refused(RefusalReason.VALIDITY, blob -> {
            blob.validAfter = 0;
            blob.validBefore = -1;
        });
        refused(RefusalReason.VALIDITY, blob -> blob.validBefore = Long.MAX_VALUE);
        refused(RefusalReason.VALIDITY, blob -> blob.validAfter = Long.MIN_VALUE);
        refused(RefusalReason.VALIDITY, blob -> blob.validAfter = 0);
    }

    @Test
    void fiveMinutesAndTheSkewIsTheLongest() {
        long longest = Limits.USER_CERTIFICATE_LIFE.plus(Limits.CLOCK_SKEW).toSeconds();
        Blob blob = new Blob();
        blob.validBefore = blob.validAfter + longest;
        accepted(blob.bytes(), Samples.EXPECTED);
        refused(RefusalReason.VALIDITY, wrong -> wrong.validBefore = wrong.validAfter + longest + 1);
    }

    @Test
    void noneOrSeveralPrincipalsAreRefused() {
        refused(RefusalReason.PRINCIPAL, blob -> blob.principals = new byte[0]);
        refused(RefusalReason.PRINCIPAL,
                blob -> blob.principals = new SshWriter().string("deploy@web-1").string("root@web-1")
                        .bytes());
        SshWriter many = new SshWriter();
        Collections.nCopies(Limits.PARSED_PRINCIPALS + 1, "a@b").forEach(many::string);
        refused(RefusalReason.PRINCIPAL, blob -> blob.principals = many.bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "deploy", "@", "deploy@", "@web-1", "*@web-1", "deploy@*",
            "deploy@web-1,root@web-1",
            "deploy@web-1\0", "deploy@web-1\n", "Deploy@web-1", "deploy@WEB-1", "deploy@web-1@web-1",
            "d?ploy@web-1",
            " deploy@web-1", "deploy@web-1 ", "depl\u00f6y@web-1", "deploy@web-2", "root@web-1",
            "deploy@web-1.", "\u202e"})
    void aPrincipalMustBeExactlyLoginAtTarget(String principal) {
        refused(RefusalReason.PRINCIPAL, blob -> blob.principals = new SshWriter().string(principal).bytes());
    }

    @Test
    void aPrincipalThatIsNotTextIsRefused() {
        refused(RefusalReason.MALFORMED,
                blob -> blob.principals = new SshWriter().string(new byte[]{(byte) 0xff, '@', 'a'}).bytes());
    }

    @Test
    void anotherLoginOrTargetThanExpectedIsRefused() {
        byte[] blob = new Blob().bytes();
        refused(RefusalReason.PRINCIPAL, blob,
                new Expectation(Samples.TARGET, Optional.of(new LoginName("root")),
                        Samples.SOURCE, Samples.NOW));
        refused(RefusalReason.PRINCIPAL, blob,
                new Expectation(new TargetName("web-2"), Optional.of(Samples.LOGIN),
                        Samples.SOURCE, Samples.NOW));
    }

    @Test
    void criticalOptionsMustBeExactlyTheTwo() {
        refused(RefusalReason.CRITICAL_OPTION, blob -> blob.without(CertificateContent.GRANT));
        refused(RefusalReason.CRITICAL_OPTION, blob -> blob.without(CertificateContent.SOURCE));
        refused(RefusalReason.CRITICAL_OPTION, blob -> blob.critical.clear());
        refused(RefusalReason.CRITICAL_OPTION,
                blob -> blob.critical.add(Map.entry("verify-required", new byte[0])));
        refused(RefusalReason.CRITICAL_OPTION,
                blob -> blob.critical.add(0, Map.entry("force-command", Blob.text("true"))));
    }

    @Test
    void doubleOrUnsortedOptionsAreRefused() {
        refused(RefusalReason.CRITICAL_OPTION, blob -> blob.critical.add(blob.critical.getLast()));
        refused(RefusalReason.CRITICAL_OPTION, blob -> Collections.reverse(blob.critical));
        refused(RefusalReason.EXTENSION, blob -> blob.extensions.add(blob.extensions.getLast()));
    }

    @Test
    void anUnknownExtensionOrOneWithContentIsRefused() {
        refused(RefusalReason.EXTENSION,
                blob -> blob.extensions.add(0, Map.entry("permit-agent-forwarding", new byte[0])));
        refused(RefusalReason.EXTENSION,
                blob -> blob.extensions.add(Map.entry("permit-x@sallyport", new byte[0])));
        refused(RefusalReason.EXTENSION, blob -> {
            blob.extensions.clear();
            blob.extensions.add(Map.entry("permit-pty", Blob.text("yes")));
        });
        refused(RefusalReason.EXTENSION, blob -> {
            blob.extensions.clear();
            blob.extensions.add(Map.entry("permit-pty", Blob.text("")));
        });
    }

    @Test
    void contentInTheReservedFieldIsRefused() {
        refused(RefusalReason.RESERVED, blob -> blob.reserved = new byte[]{0});
    }

    @Test
    void bytesAfterTheEndAreRefused() {
        refused(RefusalReason.MALFORMED, blob -> blob.tail = new byte[]{0});
    }

    @Test
    void aBlobThatIsTooLargeIsRefused() {
        refused(RefusalReason.MALFORMED, blob -> blob.tail = new byte[Limits.CERTIFICATE_BYTES]);
    }

    @Test
    void anotherSourceAddressIsRefused() {
        byte[] blob = new Blob().bytes();
        refused(RefusalReason.SOURCE_MISMATCH, blob, from("192.0.2.8"));
        refused(RefusalReason.SOURCE_MISMATCH, blob, from("::1"));
    }

    @Test
    void anIpv4AddressInsideIpv6IsTheIpv4Address() {
        accepted(new Blob().bytes(), from("::ffff:192.0.2.7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/24", "192.0.2.7", "192.0.2.7/32,10.0.0.0/8", "192.0.2.7/032",
            "192.0.2.007/32",
            "3221225991/32", "example.org/32", "0.0.0.0/0", "*", "/32", "192.0.2.7/128",
            "::ffff:192.0.2.7/128", " 192.0.2.7/32",
            "!192.0.2.7/32", "2001:db8::7/128", "fe80::1%eth0/128"})
    void aSourceThatIsNotExactlyOneAddressIsRefused(String source) {
        refused(RefusalReason.SOURCE_FORM, blob -> blob.critical(CertificateContent.SOURCE, source));
    }

    @Test
    void anIpv6SourceIsUnderstood() {
        byte[] blob = new Blob().critical(CertificateContent.SOURCE, "2001:db8:0:0:0:0:0:7/128").bytes();
        accepted(blob, from("2001:db8::7"));
        refused(RefusalReason.SOURCE_MISMATCH, blob, from("2001:db8::8"));
    }

    @Test
    void aGrantThatCannotBeReadIsRefused() {
        refused(RefusalReason.GRANT_FORM, blob -> blob.critical(CertificateContent.GRANT, "{}"));
        refused(RefusalReason.GRANT_FORM, blob -> blob.critical(CertificateContent.GRANT, "grant"));
        refused(RefusalReason.GRANT_FORM,
                blob -> blob.critical(CertificateContent.GRANT, "x".repeat(Limits.GRANT_BYTES + 1)));
    }

    @Test
    void aGrantSpelledOtherwiseIsRefused() {
        String canonical = new String(GrantCodec.encode(Samples.grant()), StandardCharsets.UTF_8);
        refused(RefusalReason.GRANT_FORM,
                blob -> blob.critical(CertificateContent.GRANT, canonical.replaceFirst("\\{", "{ ")));
    }

    @Test
    void aGrantForAnotherLoginOrTargetThanThePrincipalIsRefused() {
        Instant until = Samples.NOW.plus(Duration.ofHours(1));
        for (var grant : List.of(Samples.grant("root", "web-1", Samples.NOW, until),
                Samples.grant("deploy", "web-2", Samples.NOW, until))) {
            String text = new String(GrantCodec.encode(grant), StandardCharsets.UTF_8);
            refused(RefusalReason.GRANT_MISMATCH, blob -> blob.critical(CertificateContent.GRANT, text));
        }
    }

    @Test
    void aGrantIsHeldToItsTime() {
        Instant now = Samples.NOW;
        refusedGrant(RefusalReason.GRANT_NOT_YET, now.plusSeconds(31), now.plusSeconds(3600));
        refusedGrant(RefusalReason.GRANT_OVER, now.minusSeconds(3600), now);
        byte[] soon = CertificateCodec
                .sign(Samples
                        .draft(Samples.grant("deploy", "web-1", now.plusSeconds(30), now.plusSeconds(3600))),
                        Samples.USER_CA, Samples.RANDOM)
                .bytes();
        accepted(soon, Samples.EXPECTED);
    }

    private void refusedGrant(RefusalReason reason, Instant from, Instant until) {
        String text = new String(GrantCodec.encode(Samples.grant("deploy", "web-1", from, until)),
                StandardCharsets.UTF_8);
        refused(reason, blob -> blob.critical(CertificateContent.GRANT, text));
    }

    @Test
    void aKeyIdThatDoesNotNameTheGrantIsRefused() {
        refused(RefusalReason.KEY_ID, blob -> blob.keyId = "eva@acme#g-" + "b".repeat(26));
        refused(RefusalReason.KEY_ID, blob -> blob.keyId = "mallory@acme#g-" + "a".repeat(26));
        refused(RefusalReason.KEY_ID, blob -> blob.keyId = "");
    }

    @Test
    void aDemonstrationIsBelievedOnlyInDemoModeAndOnlyWithItsMark() {
        Blob marked = new Blob();
        marked.keyId = "demo/" + marked.keyId;
        refused(RefusalReason.DEMO, marked.bytes(), Samples.EXPECTED);
        var demo = new CertificateVerifier(Samples.DEMO_BUNDLE, Mode.DEMO);
        assertInstanceOf(CertificateVerdict.Accepted.class, demo.verify(marked.bytes(), Samples.EXPECTED));
        assertReason(RefusalReason.DEMO, demo.verify(new Blob().bytes(), Samples.EXPECTED));
        var production = new CertificateVerifier(Samples.DEMO_BUNDLE, Mode.PRODUCTION);
        assertReason(RefusalReason.DEMO, production.verify(marked.bytes(), Samples.EXPECTED));
        var mixed = new CertificateVerifier(Samples.BUNDLE, Mode.DEMO);
        assertReason(RefusalReason.DEMO, mixed.verify(marked.bytes(), Samples.EXPECTED));
    }

    private static void assertReason(RefusalReason reason, CertificateVerdict verdict) {
        assertEquals(reason, assertInstanceOf(CertificateVerdict.Refused.class, verdict).reason());
    }

    @Test
    void keyTypesNotAdmittedForPeopleAreRefused() {
        BigInteger small = BigInteger.ONE.shiftLeft(2047).setBit(0);
        refused(RefusalReason.KEY_TYPE, blob -> {
            blob.type = "ssh-rsa-cert-v01@openssh.com";
            blob.subjectFields = new SshWriter().string(BigInteger.valueOf(65_537).toByteArray())
                    .string(small.toByteArray()).bytes();
        });
        refused(RefusalReason.KEY_TYPE, blob -> blob.type = "ssh-unknown");
        byte[] point = org.bouncycastle.crypto.ec.CustomNamedCurves.getByName("secp521r1").getG()
                .getEncoded(false);
        refused(RefusalReason.KEY_TYPE, blob -> {
            blob.type = "ecdsa-sha2-nistp521-cert-v01@openssh.com";
            blob.subjectFields = new SshWriter().string("nistp521").string(point).bytes();
        });
    }

    @Test
    void aSubjectThatIsNoKeyIsRefused() {
        refused(RefusalReason.MALFORMED,
                blob -> blob.subjectFields = new SshWriter().string(new byte[31]).bytes());
        byte[] smallOrder = new byte[32];
        smallOrder[0] = 1;
        refused(RefusalReason.MALFORMED,
                blob -> blob.subjectFields = new SshWriter().string(smallOrder).bytes());
    }

    @Test
    void aHostCertificateIsBelievedForItsNamesOnly() {
        SshCertificate host = host("web-1", "web-1.example.org");
        assertInstanceOf(HostVerdict.Accepted.class,
                verifier.verifyHost(host, "web-1.example.org", Samples.NOW));
        assertHost(RefusalReason.PRINCIPAL, verifier.verifyHost(host, "web-2", Samples.NOW));
        assertHost(RefusalReason.PRINCIPAL, verifier.verifyHost(host("*"), "*", Samples.NOW));
        assertHost(RefusalReason.EXPIRED,
                verifier.verifyHost(host, "web-1", Samples.NOW.plus(Duration.ofDays(8))));
        assertHost(RefusalReason.WRONG_ROLE,
                verifier.verifyHost(Samples.certificate(), "deploy@web-1", Samples.NOW));
        SshCertificate byUserCa = CertificateCodec.sign(CertificateContent.host(Samples.ENGINEER.publicKey(),
                List.of("web-1"), 1, false, Samples.NOW), Samples.USER_CA, Samples.RANDOM);
        assertHost(RefusalReason.UNKNOWN_CA, verifier.verifyHost(byUserCa, "web-1", Samples.NOW));
    }

    private static SshCertificate host(String... names) {
        return CertificateCodec
                .sign(CertificateContent.host(Samples.ENGINEER.publicKey(), Arrays.asList(names), 1,
                        false, Samples.NOW), Samples.HOST_CA, Samples.RANDOM);
    }

    private static void assertHost(RefusalReason reason, HostVerdict verdict) {
        assertEquals(reason, assertInstanceOf(HostVerdict.Refused.class, verdict).reason());
    }
}
