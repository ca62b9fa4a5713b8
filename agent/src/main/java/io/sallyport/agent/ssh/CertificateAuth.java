package io.sallyport.agent.ssh;

import io.sallyport.agent.gate.ProvenLogin;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a login gets its identity. A request is looked at by {@link LoginCheck} before the SSH layer parses its key; the
 * result is a claim and nothing more, because a client may ask about keys it does not own (RFC 4252 §7). Only when the same request
 * carried a signature that verified does the claim become the proven login of the session.
 */
final class CertificateAuth extends UserAuthPublicKey {

    /** Set once, after a verified signature; read by the gate. */
    static final AttributeKey<ProvenLogin> PROVEN = new AttributeKey<>();

    private static final Logger LOG = LoggerFactory.getLogger(CertificateAuth.class);
    private static final AttributeKey<LoginCheck.Claim> CLAIM = new AttributeKey<>();
    private static final AttributeKey<Boolean> TOLD = new AttributeKey<>();

    /** Says nothing about accounts: whoever asks has proven nothing yet. */
    private static final String REFUSAL = "[sallyport] Not admitted with this login and key. What you may use now: ssh gw status\r\n";

    private final LoginCheck check;

    private CertificateAuth(LoginCheck check) {
        this.check = check;
    }

    /** Makes one instance for each request, as the SSH layer wants it. */
    static UserAuthPublicKeyFactory factory(LoginCheck check) {
        return new UserAuthPublicKeyFactory() {
            @Override
            public UserAuthPublicKey createUserAuth(ServerSession session) {
                return new CertificateAuth(check);
            }
        };
    }

    /** True when the key the SSH layer parsed is the one that was checked. No side effect: it runs for unproven keys too. */
    static boolean isClaimedKey(ServerSession session, java.security.PublicKey key) {
        LoginCheck.Claim claim = session.getAttribute(CLAIM);
        return claim != null
                && claim.isFor(key instanceof OpenSshCertificate offered ? offered.getCertPubKey() : key);
    }

    @Override
    public Boolean doAuth(Buffer buffer, boolean init) throws Exception {
        ServerSession session = getServerSession();
        Optional<LoginCheck.Claim> claim = check.claim(TunnelContext.of(session), getUsername(),
                keyBlob(buffer));
        if (claim.isEmpty()) {
            return Boolean.FALSE;
        }
        if (claim.get().refused()) {
            tellOnce(session);
            return Boolean.FALSE;
        }
        session.setAttribute(CLAIM, claim.get());
        try {
            Boolean result = super.doAuth(buffer, init);
            if (Boolean.TRUE.equals(result)) {
                session.setAttribute(PROVEN, claim.get().proven());
            }
            return result;
        } finally {
            session.removeAttribute(CLAIM);
        }
    }

    /** Everything in a certificate was checked before, by the one verifier; the stock check knows no option but two. */
    @Override
    protected void verifyCriticalOptions(ServerSession session, OpenSshCertificate certificate) {
        LOG.debug("critical options were checked by the certificate verifier");
    }

    /** The key as it stands in the request: has-signature, algorithm, key (RFC 4252 §7). Leaves the buffer as it was. */
    private static byte[] keyBlob(Buffer buffer) {
        int start = buffer.rpos();
        try {
            buffer.getBoolean();
            buffer.getBytes();
            return buffer.getBytes();
        } finally {
            buffer.rpos(start);
        }
    }

    private static void tellOnce(ServerSession session) throws Exception {
        if (session.setAttribute(TOLD, Boolean.TRUE) != null) {
            return;
        }
        Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER, 256);
        banner.putString(REFUSAL);
        banner.putString("");
        session.writePacket(banner);
    }
}
