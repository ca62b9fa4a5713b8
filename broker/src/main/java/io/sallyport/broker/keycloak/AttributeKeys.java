package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * The SSH keys in an attribute of accounts. A weak key is not taken; a key that two accounts have is nobody's, because it can't be told who
 * holds it. For one reading of everybody, by one thread.
 */
final class AttributeKeys {
    private static final int MOST = 20;

    private final Consumer<String> report;
    private final Map<KeyFingerprint, RegisteredKey> keys = new HashMap<>();
    private final Set<KeyFingerprint> shared = new HashSet<>();

    /** @param report is told what is not taken and why; safe to print */
    AttributeKeys(Consumer<String> report) {
        this.report = report;
    }

    void read(Person person, UserRepresentation user) {
        List<String> lines = user.getAttributes() == null
                ? List.of()
                : user.getAttributes().getOrDefault(ProfileShape.KEYS, List.of());
        if (lines.size() > MOST) {
            report.accept(
                    "'" + person.name() + "' has more than " + MOST + " keys; the first ones are taken");
        }
        lines.stream().limit(MOST).forEach(line -> key(person.name(), line));
    }

    private void key(PersonName person, String line) {
        try {
            SshPublicKey key = SshPublicKey.parseLine(line);
            Optional<String> weak = key.refusalForPeople();
            if (weak.isPresent()) {
                report.accept("a key of '" + person + "' is not taken: " + weak.get());
                return;
            }
            KeyFingerprint fingerprint = new KeyFingerprint(key.fingerprint());
            RegisteredKey other = keys.putIfAbsent(fingerprint, new RegisteredKey(person, fingerprint,
                    key.line(), Origin.KEYCLOAK, Instant.EPOCH, Optional.empty(), Optional.empty()));
            if (other != null && !other.person().equals(person)) {
                shared.add(fingerprint);
                report.accept(
                        "the key " + fingerprint + " is in the accounts of '" + other.person() + "' and '"
                                + person + "', so is taken for neither: one key, one person");
            }
        } catch (SshFormatException e) {
            report.accept("a key of '" + person + "' is not taken: " + e.getMessage());
        }
    }

    /** Those that are somebody's. */
    List<RegisteredKey> taken() {
        List<RegisteredKey> taken = new ArrayList<>(keys.values());
        taken.removeIf(key -> shared.contains(key.fingerprint()));
        return taken;
    }
}
