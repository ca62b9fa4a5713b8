package io.sallyport.broker.gateway;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import java.io.IOException;
import java.net.InetAddress;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.u2f.SecurityKeyPublicKey;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * Public key authentication, and the one place where an identity is bound to a connection: only after MINA verified the
 * signature over this connection's id, and only the key of that very request. What was offered before leaves no trace.
 */
final class ProvenKeyAuth extends UserAuthPublicKey {
    /** Requests of this connection whose signature did not lead in. */
    static final AttributeKey<Integer> SIGNED_FAILURES = new AttributeKey<>();

    private final People people;
    private final Elsewhere elsewhere;
    // What the verified signature shows. MINA makes one of these objects for each request.
    private Mfa shown = Mfa.NONE;

    private ProvenKeyAuth(People people, Elsewhere elsewhere) {
        super(null);
        this.people = people;
        this.elsewhere = elsewhere;
    }

    static UserAuthPublicKeyFactory factory(People people, Elsewhere elsewhere) {
        return new UserAuthPublicKeyFactory() {
            @Override
            public UserAuthPublicKey createUserAuth(ServerSession session) throws IOException {
                ProvenKeyAuth auth = new ProvenKeyAuth(people, elsewhere);
                auth.setSignatureFactories(getSignatureFactories());
                return auth;
            }
        };
    }

    /** Whether a key is worth a signature. In memory, without side effects: it is asked for keys nobody has proven. */
    static PublickeyAuthenticator registered(People people) {
        return (_, key, _) -> KeyFingerprint.parse(KeyUtils.getFingerPrint(key)).flatMap(people::byKey)
                .isPresent();
    }

    @Override
    public Boolean doAuth(Buffer buffer, boolean init) throws Exception {
        ServerSession session = getServerSession();
        Request request = Request.peek(buffer);
        Boolean answer = false;
        try {
            Optional<Proven> claimed = request.key().flatMap(this::owner);
            if (claimed.isPresent()) {
                answer = super.doAuth(buffer, init);
            }
            if (request.signed() && answer != null && answer) {
                answer = fromThere(session, claimed.orElseThrow());
            }
            // MINA answers null for a probe (go on and sign) and true only when the signature was verified.
            if (request.signed() && answer != null && answer) {
                session.setAttribute(Proven.ATTRIBUTE, claimed.orElseThrow().with(shown));
            }
            return answer;
        } finally {
            if (request.signed() && (answer == null || !answer)) {
                Integer before = session.getAttribute(SIGNED_FAILURES);
                session.setAttribute(SIGNED_FAILURES, before == null ? 1 : before + 1);
            }
        }
    }

    /** Looks at the flags of the very signature that was verified, which covers them. */
    @Override
    protected boolean verifySignature(ServerSession session, String username, String alg, PublicKey key,
            Buffer buffer, Signature verifier, byte[] sig) throws Exception {
        if (!super.verifySignature(session, username, alg, key, buffer, verifier, sig)) {
            return false;
        }
        if (!(key instanceof SecurityKeyPublicKey)) {
            return true;
        }
        SecurityKeyFlags flags = SecurityKeyFlags.of(sig);
        shown = flags.shows();
        return flags.present();
    }

    // Only whoever proved the key is told apart here: a probe is answered alike wherever it comes from.
    private boolean fromThere(ServerSession session, Proven proven) {
        InetAddress source = proven.holder(session).source();
        if (people.byName(proven.person()).filter(person -> person.comesFrom(source)).isPresent()) {
            return true;
        }
        elsewhere.proven(proven.person(), proven.fingerprint(), source);
        return false;
    }

    private Optional<Proven> owner(SshPublicKey key) {
        return KeyFingerprint.parse(key.fingerprint()).flatMap(fingerprint -> people.byKey(fingerprint)
                .map(Person::name).map(name -> new Proven(name, fingerprint, key)));
    }

    /** @param key absent for certificates and everything else that is no plain key people may use */
    private record Request(boolean signed, Optional<SshPublicKey> key) {
        // RFC 4252 §7: boolean signed, string algorithm, string key, [string signature].
        static Request peek(Buffer buffer) {
            int start = buffer.rpos();
            try {
                boolean signed = buffer.getBoolean();
                buffer.getString();
                return new Request(signed, plain(buffer.getBytes()));
            } finally {
                buffer.rpos(start);
            }
        }

        private static Optional<SshPublicKey> plain(byte[] blob) {
            try {
                return Optional.of(SshPublicKey.of(blob)).filter(key -> key.refusalForPeople().isEmpty());
            } catch (SshFormatException e) {
                return Optional.empty();
            }
        }
    }
}
