package io.sallyport.broker.gateway;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.stepup.KeyHolder;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.cert.SshPublicKey;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/**
 * Who is at the other end of a connection: bound once, after the signature over this connection was verified, and never
 * from an offered key. Immutable.
 */
final class Proven {
    static final AttributeKey<Proven> ATTRIBUTE = new AttributeKey<>();

    private final PersonName person;
    private final KeyFingerprint fingerprint;
    private final SshPublicKey key;
    private final Mfa byKey;

    Proven(PersonName person, KeyFingerprint fingerprint, SshPublicKey key) {
        this(person, fingerprint, key, Mfa.NONE);
    }

    /** {@code byKey}: what the signature itself shows, for every target of this connection. */
    Proven(PersonName person, KeyFingerprint fingerprint, SshPublicKey key, Mfa byKey) {
        this.person = person;
        this.fingerprint = fingerprint;
        this.key = key;
        this.byKey = byKey;
    }

    /** Who proved a key on this connection. @throws IllegalStateException nobody yet; channels open only afterwards */
    static Proven of(Session session) {
        Proven proven = session.getAttribute(ATTRIBUTE);
        if (proven == null) {
            throw new IllegalStateException("a channel without a proven key");
        }
        return proven;
    }

    PersonName person() {
        return person;
    }

    KeyFingerprint fingerprint() {
        return fingerprint;
    }

    SshPublicKey key() {
        return key;
    }

    Mfa byKey() {
        return byKey;
    }

    /** The same as {@code stepup} knows it, with where the connection comes from. */
    KeyHolder holder(Session session) {
        if (session.getIoSession().getRemoteAddress() instanceof InetSocketAddress source) {
            return new KeyHolder(person, fingerprint, source.getAddress(), byKey);
        }
        throw new IllegalStateException("a connection without an internet address");
    }

    /** The same, by a signature that shows this. */
    Proven with(Mfa level) {
        return new Proven(person, fingerprint, key, level);
    }

    /** The person as the directory has them now; empty when they are disabled or the key is not theirs any more. */
    Optional<Person> now(People people) {
        return people.byKey(fingerprint).filter(found -> found.name().equals(person));
    }

    @Override
    public String toString() {
        return person + " by " + fingerprint;
    }
}
