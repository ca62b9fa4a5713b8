package io.sallyport.agent.ssh;

import io.sallyport.agent.tunnel.ByteTunnel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/** Takes tunnels where another server takes sockets. Binding does nothing: there is no port. */
final class TunnelAcceptor extends AbstractCloseable implements IoAcceptor {

    private final IoHandler handler;
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private @Nullable IoServiceEventListener listener;

    TunnelAcceptor(IoHandler handler) {
        this.handler = handler;
    }

    /** Starts the SSH server's side on this tunnel. */
    TunnelIoSession accept(ByteTunnel tunnel, InetSocketAddress engineer, Map<Object, Object> attributes)
            throws Exception {
        var session = new TunnelIoSession(ids.incrementAndGet(), this, handler, tunnel, engineer, attributes);
        sessions.put(session.getId(), session);
        handler.sessionCreated(session);
        session.start();
        return session;
    }

    void forget(long id) {
        sessions.remove(id);
    }

    @Override
    protected void doCloseImmediately() {
        List.copyOf(sessions.values()).forEach(session -> session.close(true));
        super.doCloseImmediately();
    }

    @Override
    public void bind(Collection<? extends SocketAddress> addresses) {
        // No port, see the class comment.
    }

    @Override
    public void bind(SocketAddress address) {
        // No port, see the class comment.
    }

    @Override
    public void unbind(Collection<? extends SocketAddress> addresses) {
        // No port, see the class comment.
    }

    @Override
    public void unbind(SocketAddress address) {
        // No port, see the class comment.
    }

    @Override
    public void unbind() {
        // No port, see the class comment.
    }

    @Override
    public Set<SocketAddress> getBoundAddresses() {
        return Set.of();
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return sessions;
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
        return listener;
    }

    @Override
    public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
        this.listener = listener;
    }
}
