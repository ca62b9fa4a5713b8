package io.sallyport.broker.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthService;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/**
 * User authentication that says no in one way only. Whatever the reason, the failure comes at the earliest a random short
 * while after the request, so that its time tells nothing about who exists. Anything but an authentication request ends
 * the connection.
 */
final class AuthService extends ServerUserAuthService {
    /** Set once a key of this connection was refused. */
    static final AttributeKey<Boolean> TRIED = new AttributeKey<>();
    /** Signed requests that may fail: somebody has the wrong key, not bad luck. */
    static final int SIGNED_FAILURES = 3;
    /** Requests in all, most of them probes: an SSH agent may hold many keys. */
    static final int REQUESTS = 20;
    /** Bytes of the user name. It means nothing here, but it is parsed. */
    static final int USER_NAME = 128;
    static final Duration SHORTEST_FAILURE = Duration.ofMillis(20);
    static final Duration LONGEST_FAILURE = Duration.ofMillis(60);
    private static final Logger LOG = Logger.getLogger(AuthService.class.getName());

    private final Timing timing;
    // Guarded by the monitor of this object, which process() holds.
    private boolean failing;
    private boolean free;
    private long asked;

    /**
     * When failures are sent.
     *
     * @param nanos monotonic
     * @param random for the length of a failure
     */
    record Timing(ScheduledExecutorService timer, LongSupplier nanos, RandomGenerator random) {
        long floor() {
            return random.nextLong(SHORTEST_FAILURE.toNanos(), LONGEST_FAILURE.toNanos() + 1);
        }
    }

    private AuthService(Session session, Timing timing) throws IOException {
        super(session);
        this.timing = timing;
    }

    static ServerUserAuthServiceFactory factory(Timing timing) {
        return new ServerUserAuthServiceFactory() {
            @Override
            public Service create(Session session) throws IOException {
                OnceOnly.start(session, AuthService.class);
                return new AuthService(session, timing);
            }
        };
    }

    @Override
    public synchronized void process(int command, Buffer buffer) throws Exception {
        if (command != SshConstants.SSH_MSG_USERAUTH_REQUEST || failing || !admissible(buffer)) {
            getServerSession().disconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "unexpected message");
            return;
        }
        asked = timing.nanos().getAsLong();
        super.process(command, buffer);
    }

    // RFC 4252 §5: string user name, string service, string method.
    private boolean admissible(Buffer buffer) {
        int start = buffer.rpos();
        try {
            if (buffer.getInt() > USER_NAME) {
                return false;
            }
            buffer.rpos(start);
            buffer.getString();
            String wanted = buffer.getString();
            // "none" asks which methods there are. It involves no key, and every client begins with it.
            free = buffer.getString().equals("none");
            return wanted.equals("ssh-connection");
        } finally {
            buffer.rpos(start);
        }
    }

    @Override
    protected synchronized void handleAuthenticationFailure(int command, Buffer buffer) throws Exception {
        if (free) {
            super.handleAuthenticationFailure(command, buffer);
            return;
        }
        getServerSession().setAttribute(TRIED, true);
        failing = true;
        long wait = Math.max(0, timing.floor() - (timing.nanos().getAsLong() - asked));
        var _ = timing.timer().schedule(() -> fail(command, buffer), wait, TimeUnit.NANOSECONDS);
    }

    private synchronized void fail(int command, Buffer buffer) {
        failing = false;
        ServerSession session = getServerSession();
        try {
            Integer signed = session.getAttribute(ProvenKeyAuth.SIGNED_FAILURES);
            if (signed != null && signed >= SIGNED_FAILURES) {
                session.disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
                        "Too many authentication failures");
            } else if (session.isOpen()) {
                super.handleAuthenticationFailure(command, buffer);
            }
        } catch (Exception e) {
            // The root of a timer's task: the connection is broken, and nobody is left to tell.
            LOG.log(Level.FINE, "could not send a failure", e);
            session.close(true);
        }
    }
}
