package io.sallyport.broker.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;

/**
 * Lets each service of a connection start once. MINA starts a service as often as a client asks for it, even after
 * authentication, and every new one begins to count attempts and channels from zero.
 */
final class OnceOnly {
    private static final AttributeKey<Map<Class<?>, Boolean>> STARTED = new AttributeKey<>();

    private OnceOnly() {}

    /** @throws SshException it was started before; whoever asked is to be disconnected */
    static void start(Session session, Class<? extends Service> service) throws SshException {
        Map<Class<?>, Boolean> started = session.computeAttributeIfAbsent(STARTED,
                _ -> new ConcurrentHashMap<>());
        if (started == null || started.put(service, true) != null) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "the service runs already");
        }
    }
}
