package io.sallyport.broker.gateway;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.cert.SshPublicKey;
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

    Proven(PersonName person, KeyFingerprint fingerprint, SshPublicKey key) {
        this.person = person;
        this.fingerprint = fingerprint;
        this.key = key;
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

    /** The person as the directory has them now; empty when they are disabled or the key is not theirs any more. */
    Optional<Person> now(People people) {
        return people.byKey(fingerprint).filter(found -> found.name().equals(person));
    }

    @Override
    public String toString() {
        return person + " by " + fingerprint;
    }
}
