package io.sallyport.broker.stepup;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;

/**
 * Somebody whose key was proven on a connection, and who is asked for more. Every factor they give is bound to this person.
 *
 * @param source where the connection comes from
 * @param byKey what the signature of the key shows by itself
 */
public record KeyHolder(PersonName person, KeyFingerprint key, InetAddress source, Mfa byKey) {}
