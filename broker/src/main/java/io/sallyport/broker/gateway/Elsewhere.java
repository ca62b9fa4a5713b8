package io.sallyport.broker.gateway;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import java.net.InetAddress;

/**
 * Told of a key that was proven from where its service account never comes: somebody else has it, or something was set up wrongly. The
 * connection was refused already. Called on threads that must not wait. Safe for many threads.
 */
@FunctionalInterface
public interface Elsewhere {
    void proven(PersonName person, KeyFingerprint key, InetAddress source);
}
