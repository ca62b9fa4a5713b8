package io.sallyport.broker.stepup;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;

/** What people have shown a short while ago, whatever for. In memory; safe for many threads. */
@FunctionalInterface
public interface RecentlyShown {
    /** The strongest level this person has shown, with this key, from there, for any target, within the last ten minutes. */
    Mfa level(PersonName person, KeyFingerprint key, InetAddress source);
}
