package io.sallyport.broker.gateway;

import io.sallyport.broker.stepup.Dialogue;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthService;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/**
 * User authentication that says no in one way only, and that asks for more than the key where more is wanted. Whatever the reason, the failure comes at the earliest a random short
 * while after the request, so that its time tells nothing about who exists. Anything but an authentication request ends
 * the connection.
 *
 * <p>MINA reads which methods are needed when this service is made, before anybody is known. So both are needed for everyone, the key and
 * a second step; where nothing more is wanted, {@link #handleAuthenticationSuccess} lets somebody in after the key. What would be forgotten
 * there keeps people out and never lets them in.
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
    /** What a client has to do, in this order. */
    static final String METHODS = "publickey," + SecondStepAuth.NAME;
    /** Key to second step: a person looks for their phone, or for a browser, which has three minutes. */
    static final Duration SHOWN_WITHIN = Duration.ofMinutes(4);
    static final Duration SHORTEST_FAILURE = Duration.ofMillis(20);
    static final Duration LONGEST_FAILURE = Duration.ofMillis(60);
    private static final Logger LOG = Logger.getLogger(AuthService.class.getName());

    private final Timing timing;
    private final Beyond beyond;
    // Guarded by the monitor of this object, which process() holds.
    private boolean failing;
    private boolean free;
    private String user = "";
    private Optional<WaitingRoom.Seat> seat = Optional.empty();
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

    /**
     * What happens after the key.
     *
     * @param keyProven told of connections whose key is proven and that wait for more
     */
    record Beyond(SecondStep step, WaitingRoom room, Consumer<Session> keyProven) {}

    private AuthService(Session session, Timing timing, Beyond beyond) throws IOException {
        super(session);
        this.timing = timing;
        this.beyond = beyond;
    }

    static ServerUserAuthServiceFactory factory(Timing timing, Beyond beyond) {
        return new ServerUserAuthServiceFactory() {
            @Override
            public Service create(Session session) throws IOException {
                OnceOnly.start(session, AuthService.class);
                return new AuthService(session, timing, beyond);
            }
        };
    }

    @Override
    public synchronized void process(int command, Buffer buffer) throws Exception {
        if (failing || !(answers(command)
                || (command == SshConstants.SSH_MSG_USERAUTH_REQUEST && admissible(buffer)))) {
            getServerSession().disconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "unexpected message");
            return;
        }
        asked = timing.nanos().getAsLong();
        super.process(command, buffer);
    }

    private boolean answers(int command) {
        return command == SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE
                && Boolean.TRUE.equals(getServerSession().getAttribute(SecondStepAuth.EXPECTING));
    }

    /**
     * The one way in. After the key, which MINA has just verified, it is decided whether that is enough: on the connection's own thread and
     * before anything is answered. An exception here leaves the connection where it was, outside.
     */
    @Override
    protected synchronized void handleAuthenticationSuccess(int command, Buffer buffer) throws Exception {
        ServerSession session = getServerSession();
        if (session.getAttribute(SecondStepAuth.DIALOGUE) != null) {
            seat.ifPresent(WaitingRoom.Seat::leave);
            super.handleAuthenticationSuccess(command, buffer);
            return;
        }
        Proven proven = Proven.of(session);
        Optional<Dialogue> more = beyond.step().after(proven.holder(session));
        if (more.isEmpty()) {
            session.signalAuthenticationSuccess(user, "ssh-connection", buffer);
            return;
        }
        seat = beyond.room().take(proven.person());
        if (seat.isEmpty()) {
            session.disconnect(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS,
                    "Too many connections of yours wait for a second step. Finish or close one.");
            return;
        }
        WaitingRoom.Seat taken = seat.get();
        session.addCloseFutureListener(_ -> {
            taken.leave();
            Thread.ofVirtual().name("confirmation").start(more.get()::leave);
        });
        session.setAttribute(SecondStepAuth.DIALOGUE, more.get());
        CoreModuleProperties.AUTH_TIMEOUT.set(session, SHOWN_WITHIN);
        session.resetAuthTimeout();
        beyond.keyProven().accept(session);
        super.handleAuthenticationSuccess(command, buffer);
    }

    // RFC 4252 §5: string user name, string service, string method.
    private boolean admissible(Buffer buffer) {
        int start = buffer.rpos();
        try {
            if (buffer.getInt() > USER_NAME) {
                return false;
            }
            buffer.rpos(start);
            user = buffer.getString();
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
