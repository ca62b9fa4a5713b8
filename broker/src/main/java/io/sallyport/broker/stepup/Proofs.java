package io.sallyport.broker.stepup;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;

/** What people have shown beyond a registered key. In memory; safe for many threads. */
@FunctionalInterface
public interface Proofs {
    /** The strongest level this person has shown for this target, with this key, from there, and that still counts. */
    Mfa level(PersonName person, KeyFingerprint key, InetAddress source, TargetName target);
}
