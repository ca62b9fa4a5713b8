package io.sallyport.broker.identity;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;

/**
 * A public key that one person signs in with. A fingerprint belongs to one person only: no key is shared.
 *
 * @param line the key as an OpenSSH public key line, without comment
 */
public record RegisteredKey(PersonName person, KeyFingerprint fingerprint, String line) {}
