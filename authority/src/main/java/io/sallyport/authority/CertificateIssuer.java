package io.sallyport.authority;

import io.sallyport.authority.keys.CaKeys;
import io.sallyport.evidence.log.JournalException;
import io.sallyport.policies.grant.GrantFormatException;
import io.sallyport.wire.cert.CertificateCodec;
import io.sallyport.wire.cert.CertificateContent;
import io.sallyport.wire.cert.CertificateDraft;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningAnswer.Refused;
import io.sallyport.wire.signing.SigningRefusal;
import io.sallyport.wire.signing.SigningRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Checks the limits, signs, writes to the journal, and only then hands the certificate out. Safe for many threads. */
final class CertificateIssuer {
    private static final Logger LOG = Logger.getLogger(CertificateIssuer.class.getName());

    private final IssuedJournal journal;
    private final Serials serials;
    private final InstantSource time;
    private final SecureRandom random;

    CertificateIssuer(IssuedJournal journal, InstantSource time, SecureRandom random) {
        this.journal = journal;
        this.serials = new Serials(random);
        this.time = time;
        this.random = random;
    }

    SigningAnswer user(CaKeys keys, SigningRequest.IssueUser request) {
        Instant now = time.instant();
        Optional<Refused> refusal = IssuingLimits.check(request, now);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        try {
            return issue(
                    CertificateContent.user(request.key(), request.grant(), request.source(), serials.next(),
                            keys.demo(), now),
                    keys.user());
        } catch (GrantFormatException e) {
            return refused(new Refused(SigningRefusal.GRANT_FORM,
                    "the grant makes no certificate: " + e.getMessage()));
        }
    }

    SigningAnswer host(CaKeys keys, SigningRequest.IssueHost request) {
        Optional<Refused> refusal = IssuingLimits.check(request);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        return issue(CertificateContent.host(request.key(), request.names(), serials.next(), keys.demo(),
                time.instant()), keys.host());
    }

    private SigningAnswer issue(CertificateDraft draft, Ed25519Key ca) {
        SshCertificate certificate = CertificateCodec.sign(draft, ca, random);
        try {
            journal.issued(certificate);
        } catch (JournalException e) {
            LOG.log(Level.SEVERE, "the journal failed; nothing is issued any more", e);
            return new Refused(SigningRefusal.JOURNAL, "the issuance could not be written to the journal");
        }
        return new SigningAnswer.Issued(certificate);
    }

    private static Refused refused(Refused refusal) {
        LOG.log(Level.WARNING, "refused to sign: {0}: {1}",
                new Object[]{refusal.reason().code(), refusal.text()});
        return refusal;
    }
}
