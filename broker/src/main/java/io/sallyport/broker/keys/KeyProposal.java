package io.sallyport.broker.keys;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that waits for somebody else's yes.
 *
 * @param id {@code k-} and ten of a-z and 2-7
 * @param line without comment
 * @param lifetime counted from the yes
 * @param rotation what ends after the yes
 */
public record KeyProposal(String id, PersonName person, KeyFingerprint fingerprint, String line,
        Duration lifetime, Instant since, Optional<Rotation> rotation) {}
