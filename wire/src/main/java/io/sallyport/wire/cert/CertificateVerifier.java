package io.sallyport.wire.cert;

import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantFormatException;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The only place where a certificate is believed, stapled or offered. Whatever it does not know, it refuses: stock
 * servers check neither which CA signed, nor for which principal, nor most odd forms.
 *
 * <p>Pure: no I/O, no clock of its own, no memory of serials. Safe for many threads.
 */
public final class CertificateVerifier {
    private static final Set<String> CRITICAL_OPTIONS = Set.of(CertificateContent.GRANT,
            CertificateContent.SOURCE);

    private final TrustBundle bundle;
    private final Mode mode;

    public CertificateVerifier(TrustBundle bundle, Mode mode) {
        this.bundle = bundle;
        this.mode = mode;
    }

    /** As {@link #verify(SshCertificate, Expectation)}, from bytes; what is no certificate is refused too. */
    public CertificateVerdict verify(byte[] blob, Expectation expected) {
        try {
            return accept(CertificateCodec.parse(blob), expected);
        } catch (SshFormatException e) {
            return new CertificateVerdict.Refused(e.reason(), e.text());
        }
    }

    /** Whether a user certificate counts here and now. Proof that the peer holds the key is the caller's business. */
    public CertificateVerdict verify(SshCertificate certificate, Expectation expected) {
        try {
            return accept(certificate, expected);
        } catch (SshFormatException e) {
            return new CertificateVerdict.Refused(e.reason(), e.text());
        }
    }

    /** Whether a host certificate counts for {@code name} now. */
    public HostVerdict verifyHost(SshCertificate certificate, String name, Instant now) {
        try {
            requireSigned(certificate, CertificateRole.HOST, bundle.hostCas());
            requireValid(certificate, now, Limits.HOST_CERTIFICATE_LIFE.plus(Limits.HOST_BACKDATING));
            requireHostContent(certificate, name);
            return new HostVerdict.Accepted(certificate.subject(), certificate.serial());
        } catch (SshFormatException e) {
            return new HostVerdict.Refused(e.reason(), e.text());
        }
    }

    private CertificateVerdict accept(SshCertificate certificate, Expectation expected)
            throws SshFormatException {
        requireSigned(certificate, CertificateRole.USER, bundle.userCas());
        requireValid(certificate, expected.now(), Limits.USER_CERTIFICATE_LIFE.plus(Limits.CLOCK_SKEW));
        LoginName login = principal(certificate, expected);
        requireOptions(certificate);
        if (!SourceAddress.parse(option(certificate, CertificateContent.SOURCE))
                .equals(SourceAddress.normal(expected.source()))) {
            throw refused(RefusalReason.SOURCE_MISMATCH, "signed for another source address");
        }
        CarriedGrant carried = grant(option(certificate, CertificateContent.GRANT));
        requireAgreement(certificate, carried.head());
        requireLive(carried.head(), expected.now());
        return new CertificateVerdict.Accepted(whole(carried, expected.lists()), login, certificate.serial(),
                certificate.subject());
    }

    /** All that says who signed; nothing else of the certificate is looked at before. */
    private void requireSigned(SshCertificate certificate, CertificateRole role, List<SshPublicKey> cas)
            throws SshFormatException {
        if (certificate.role() != role) {
            throw refused(RefusalReason.WRONG_ROLE, "not a certificate of the role that is wanted");
        }
        if (!cas.contains(certificate.ca())) {
            throw refused(RefusalReason.UNKNOWN_CA, "signed by no CA that is trusted for this role");
        }
        if (!certificate.signatureAlgorithm().equals(KeyType.ED25519.plain)) {
            throw refused(RefusalReason.SIGNATURE_ALGORITHM,
                    "signed with another algorithm than ssh-ed25519");
        }
        if (!Ed25519Key.verify(certificate.ca(), certificate.signedBytes(), certificate.signature())) {
            throw refused(RefusalReason.BAD_SIGNATURE, "the signature does not verify");
        }
        boolean marked = certificate.keyId().startsWith(CertificateContent.DEMO_MARK);
        if (marked != bundle.demo() || (marked && mode != Mode.DEMO)) {
            throw refused(RefusalReason.DEMO,
                    "a demonstration's certificate outside demo mode, or its mark is missing");
        }
        Optional<String> refusal = certificate.subject().refusalForPeople();
        if (refusal.isPresent()) {
            throw refused(RefusalReason.KEY_TYPE, refusal.get());
        }
    }

    private static void requireValid(SshCertificate certificate, Instant now, Duration longest)
            throws SshFormatException {
        long after = certificate.validAfter();
        long before = certificate.validBefore();
        // Unsigned on the wire: what is negative here lies beyond the year 292 thousand million, "for ever"
        // included.
        if (after < 0 || before < 0 || before <= after || before - after > longest.toSeconds()) {
            throw refused(RefusalReason.VALIDITY, "valid for longer than is ever signed, for ever, or never");
        }
        long skew = Limits.CLOCK_SKEW.toSeconds();
        if (now.getEpochSecond() < after - skew) {
            throw refused(RefusalReason.NOT_YET_VALID, "not valid yet");
        }
        if (now.getEpochSecond() >= before + skew) {
            throw refused(RefusalReason.EXPIRED, "not valid any more");
        }
    }

    private static LoginName principal(SshCertificate certificate, Expectation expected)
            throws SshFormatException {
        if (certificate.principals().size() != 1) {
            throw refused(RefusalReason.PRINCIPAL, "not exactly one principal");
        }
        String principal = certificate.principals().getFirst();
        int at = principal.indexOf('@');
        Optional<LoginName> login = at < 0 ? Optional.empty() : LoginName.parse(principal.substring(0, at));
        Optional<TargetName> target = at < 0
                ? Optional.empty()
                : TargetName.parse(principal.substring(at + 1));
        if (login.isEmpty() || target.isEmpty()) {
            throw refused(RefusalReason.PRINCIPAL, "the principal is not of the form login@target");
        }
        if (!target.get().equals(expected.target())
                || expected.login().filter(wanted -> !wanted.equals(login.get())).isPresent()) {
            throw refused(RefusalReason.PRINCIPAL, "the principal is for another login or target");
        }
        return login.get();
    }

    private static void requireOptions(SshCertificate certificate) throws SshFormatException {
        if (!certificate.criticalOptions().keySet().equals(CRITICAL_OPTIONS)) {
            throw refused(RefusalReason.CRITICAL_OPTION, "a critical option is missing or unknown");
        }
        for (var extension : certificate.extensions().entrySet()) {
            if (!extension.getKey().equals(CertificateContent.PTY) || !extension.getValue().isEmpty()) {
                throw refused(RefusalReason.EXTENSION, "an extension that is never signed");
            }
        }
    }

    private static String option(SshCertificate certificate, String name) throws SshFormatException {
        String value = certificate.criticalOptions().get(name);
        if (value == null) {
            throw refused(RefusalReason.CRITICAL_OPTION, "a critical option is missing");
        }
        return value;
    }

    private static CarriedGrant grant(String text) throws SshFormatException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Limits.GRANT_BYTES) {
            throw refused(RefusalReason.GRANT_FORM,
                    "the grant has more than " + Limits.GRANT_BYTES + " bytes");
        }
        try {
            // Canonical or refused. One grant, one spelling: what was approved by hash is what is enforced.
            return CarriedGrant.decode(bytes);
        } catch (GrantFormatException e) {
            throw refused(RefusalReason.GRANT_FORM, "the grant cannot be read");
        }
    }

    /** Nobody gets a grant to meet, gate or show before its lists were held against the hash that was signed. */
    private static Grant whole(CarriedGrant carried, DetachedLists beside) throws SshFormatException {
        try {
            return carried.resolve(beside);
        } catch (GrantFormatException e) {
            throw refused(RefusalReason.GRANT_LISTS, String.valueOf(e.getMessage()));
        }
    }

    private void requireAgreement(SshCertificate certificate, Grant grant) throws SshFormatException {
        if (!certificate.principals().getFirst().equals(CertificateContent.principal(grant))) {
            throw refused(RefusalReason.GRANT_MISMATCH, "the grant is for another login or target");
        }
        if (!certificate.keyId().equals(CertificateContent.keyId(grant, bundle.demo()))) {
            throw refused(RefusalReason.KEY_ID, "the key id does not name the person and the grant");
        }
    }

    private static void requireLive(Grant grant, Instant now) throws SshFormatException {
        if (now.plus(Limits.CLOCK_SKEW).isBefore(grant.notBefore())) {
            throw refused(RefusalReason.GRANT_NOT_YET, "the grant begins later");
        }
        // No allowance at the end: it is the promise made to the approver.
        if (!now.isBefore(grant.notAfter())) {
            throw refused(RefusalReason.GRANT_OVER, "the grant is over");
        }
    }

    private void requireHostContent(SshCertificate certificate, String name) throws SshFormatException {
        List<String> names = certificate.principals();
        if (names.isEmpty() || names.size() > Limits.HOST_NAMES
                || !names.stream().allMatch(CertificateContent::isHostName) || !names.contains(name)) {
            throw refused(RefusalReason.PRINCIPAL, "the certificate is not for this host name");
        }
        if (!certificate.criticalOptions().isEmpty()) {
            throw refused(RefusalReason.CRITICAL_OPTION, "a host certificate has no critical options");
        }
        if (!certificate.extensions().isEmpty()) {
            throw refused(RefusalReason.EXTENSION, "a host certificate has no extensions");
        }
        if (!certificate.keyId().equals(CertificateContent.hostKeyId(names.getFirst(), bundle.demo()))) {
            throw refused(RefusalReason.KEY_ID, "the key id does not name the host");
        }
    }

    private static SshFormatException refused(RefusalReason reason, String text) {
        return new SshFormatException(reason, text);
    }
}
