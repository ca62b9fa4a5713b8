package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Person;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.cert.SshPublicKey;
import java.net.InetSocketAddress;

/**
 * Who typed a command.
 *
 * @param key the key they proved to be who they are
 * @param source where the connection comes from
 * @param byKey what the signature of that key shows by itself
 */
public record Caller(Person person, SshPublicKey key, InetSocketAddress source, Mfa byKey) {
    /** By a key that shows nothing but itself. */
    public Caller(Person person, SshPublicKey key, InetSocketAddress source) {
        this(person, key, source, Mfa.NONE);
    }
}
