package io.sallyport.agent.ssh;

import io.sallyport.agent.gate.ProvenLogin;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.cert.CertificateCodec;
import io.sallyport.wire.cert.CertificateVerdict;
import io.sallyport.wire.cert.CertificateVerifier;
import io.sallyport.wire.cert.Expectation;
import io.sallyport.wire.cert.MinaKeys;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.text.Sanitize;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which verified certificate, if any, a key would prove for a login. A pure question: clients ask it about keys they do not own, so it
 * changes nothing and does no I/O. Safe for many threads.
 */
public final class LoginCheck {

    private static final Logger LOG = LoggerFactory.getLogger(LoginCheck.class);

    private final CertificateVerifier verifier;
    private final TargetName target;
    private final InstantSource time;

    public LoginCheck(CertificateVerifier verifier, TargetName target, InstantSource time) {
        this.verifier = verifier;
        this.target = target;
        this.time = time;
    }

    /** A certificate for the offered key: good for this login, or refused. Proves nothing until the key has signed. */
    static final class Claim {

        private final SshPublicKey key;
        private final Optional<ProvenLogin> login;

        private Claim(SshPublicKey key, Optional<ProvenLogin> login) {
            this.key = key;
            this.login = login;
        }

        boolean refused() {
            return login.isEmpty();
        }

        /** To be called after the signature was verified, and only then. */
        ProvenLogin proven() {
            return login.orElseThrow();
        }

        boolean isFor(PublicKey parsed) {
            return MinaKeys.ours(parsed).filter(key::equals).isPresent();
        }
    }

    /**
     * @param offered the key of an authentication request as it stands there: a plain key, which must be inside one of the stapled certificates,
     *     or a certificate
     * @return empty when nothing here is about this key
     */
    Optional<Claim> claim(TunnelContext tunnel, String loginName, byte[] offered) {
        Optional<LoginName> login = LoginName.parse(loginName);
        if (login.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(judge(tunnel, login.get(), CertificateCodec.parse(offered)));
        } catch (SshFormatException notACertificate) {
            return stapled(tunnel, login.get(), offered);
        }
    }

    private Optional<Claim> stapled(TunnelContext tunnel, LoginName login, byte[] offered) {
        SshPublicKey key;
        try {
            key = SshPublicKey.of(offered);
        } catch (SshFormatException e) {
            return Optional.empty();
        }
        Optional<Claim> refused = Optional.empty();
        for (SshCertificate staple : tunnel.certificates()) {
            if (staple.subject().equals(key)) {
                Claim claim = judge(tunnel, login, staple);
                if (!claim.refused()) {
                    return Optional.of(claim);
                }
                refused = Optional.of(claim);
            }
        }
        return refused;
    }

    private Claim judge(TunnelContext tunnel, LoginName login, SshCertificate certificate) {
        var expectation = new Expectation(target, Optional.of(login),
                tunnel.engineer().getAddress(), time.instant(), tunnel.lists());
        return switch (verifier.verify(certificate, expectation)) {
            case CertificateVerdict.Accepted accepted -> new Claim(certificate.subject(),
                    Optional.of(new ProvenLogin(
                            accepted.grant(), accepted.login(), accepted.serial(),
                            certificate.subject().fingerprint())));
            case CertificateVerdict.Refused refused -> {
                LOG.info("tunnel for session {}: certificate refused: {}", tunnel.session(),
                        Sanitize.log(refused.reason().code() + ": " + refused.text()));
                yield new Claim(certificate.subject(), Optional.empty());
            }
        };
    }
}
