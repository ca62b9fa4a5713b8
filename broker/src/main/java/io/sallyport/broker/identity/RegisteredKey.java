package io.sallyport.broker.identity;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.Optional;

/**
 * A public key that one person signs in with. A fingerprint belongs to one person only: no key is shared.
 *
 * @param line the key as an OpenSSH public key line, without comment
 * @param since when it was registered
 * @param expires from when on it is nobody's; empty: it does not end by itself
 * @param lastUsed the day in UTC, as its first instant, on which it was last proven; empty: never
 */
public record RegisteredKey(PersonName person, KeyFingerprint fingerprint, String line, Origin origin,
        Instant since, Optional<Instant> expires, Optional<Instant> lastUsed) {
    /** A key of the directory file, before the journal has it. */
    public RegisteredKey(PersonName person, KeyFingerprint fingerprint, String line) {
        this(person, fingerprint, line, Origin.FILE, Instant.EPOCH, Optional.empty(), Optional.empty());
    }

    /** True before its end. */
    public boolean good(Instant at) {
        return expires.map(at::isBefore).orElse(true);
    }
}
