package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Person;
import io.sallyport.wire.cert.SshPublicKey;
import java.net.InetSocketAddress;

/**
 * Who typed a command.
 *
 * @param key the key they proved to be who they are
 * @param source where the connection comes from
 */
public record Caller(Person person, SshPublicKey key, InetSocketAddress source) {}
