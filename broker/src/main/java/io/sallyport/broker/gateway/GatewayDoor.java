package io.sallyport.broker.gateway;

import io.sallyport.broker.door.Doorkeeper;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/** Puts the {@link Doorkeeper} in front of MINA: before a session exists, and until its key is proven. */
final class GatewayDoor implements SessionListener {
    private static final Logger LOG = Logger.getLogger(GatewayDoor.class.getName());
    /** Identification and key exchange, together. Ten seconds each would be generous. */
    static final Duration KEYS_WITHIN = Duration.ofSeconds(20);
    private static final AttributeKey<Boolean> KEYS_ESTABLISHED = new AttributeKey<>();

    private final Doorkeeper doorkeeper;
    private final ScheduledExecutorService timer;
    // By the peer's address and port, which only one connection to our port can have at a time.
    private final Map<SocketAddress, Doorkeeper.Pass> inside = new ConcurrentHashMap<>();

    GatewayDoor(Doorkeeper doorkeeper, ScheduledExecutorService timer) {
        this.doorkeeper = doorkeeper;
        this.timer = timer;
    }

    /** Decides about a connection before anything is made for it. False: the caller closes the socket without a word. */
    boolean admits(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress peer)) {
            return false;
        }
        return switch (doorkeeper.knock(peer.getAddress())) {
            case Doorkeeper.TurnedAway why -> {
                LOG.log(Level.FINE, "turned away: {0}", why);
                yield false;
            }
            case Doorkeeper.Pass pass -> {
                inside.put(remote, pass);
                yield true;
            }
        };
    }

    /** The key of this connection is proven: whoever waits there for a second step is no stranger any more. */
    void keyProven(Session session) {
        Doorkeeper.Pass pass = inside.get(session.getIoSession().getRemoteAddress());
        if (pass != null) {
            pass.proved();
        }
    }

    @Override
    public void sessionCreated(Session session) {
        var _ = timer.schedule(() -> {
            if (session.getAttribute(KEYS_ESTABLISHED) == null) {
                session.close(true);
            }
        }, KEYS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        switch (event) {
            case KeyEstablished -> session.setAttribute(KEYS_ESTABLISHED, true);
            case Authenticated -> {
                if (session.getIoSession() instanceof LoopSession connection) {
                    connection.proved();
                }
                keyProven(session);
            }
            case KexCompleted -> {
            }
        }
    }

    @Override
    public void sessionClosed(Session session) {
        Doorkeeper.Pass pass = left(session.getIoSession().getRemoteAddress());
        if (pass != null && session.getAttribute(AuthService.TRIED) != null
                && session.getAttribute(Proven.ATTRIBUTE) == null) {
            pass.failed();
        }
    }

    private Doorkeeper.@Nullable Pass left(@Nullable SocketAddress remote) {
        Doorkeeper.Pass pass = remote == null ? null : inside.remove(remote);
        if (pass != null) {
            pass.closed();
        }
        return pass;
    }
}
