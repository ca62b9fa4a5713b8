package io.sallyport.broker.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * Listens. The door stands here, before anything of MINA's exists for a connection, and because MINA's own accept listener cannot close a
 * socket it refuses.
 */
final class LoopAcceptor extends AbstractCloseable implements IoAcceptor {
    private final EventLoopGroup loops;
    private final GatewayDoor door;
    private final int backlog;
    private final IoHandler handler;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();
    private final Map<SocketAddress, Channel> listening = new ConcurrentHashMap<>();
    private @Nullable IoServiceEventListener listener;

    LoopAcceptor(EventLoopGroup loops, GatewayDoor door, int backlog, IoHandler handler) {
        this.loops = loops;
        this.door = door;
        this.backlog = backlog;
        this.handler = handler;
    }

    /** Blocks until it listens; not to be called on an event loop. */
    @Override
    public void bind(SocketAddress address) throws IOException {
        ChannelFuture bound = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, backlog).option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.AUTO_READ, false).childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel socket) {
                        accepted(socket);
                    }
                }).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + address, bound.cause());
        }
        listening.put(bound.channel().localAddress(), bound.channel());
    }

    @Override
    public void bind(Collection<? extends SocketAddress> addresses) throws IOException {
        for (SocketAddress address : addresses) {
            bind(address);
        }
    }

    private void accepted(Channel socket) {
        if (isClosing() || !door.admits(socket.remoteAddress())) {
            var _ = socket.close();
            return;
        }
        LoopSession session = new LoopSession(ids.incrementAndGet(), this, handler, socket);
        sessions.put(session.getId(), session);
        socket.pipeline().addLast(session.inbound());
        session.start();
    }

    void forget(long id) {
        sessions.remove(id);
    }

    @Override
    public void unbind(Collection<? extends SocketAddress> addresses) {
        addresses.forEach(this::unbind);
    }

    @Override
    public void unbind(SocketAddress address) {
        Channel channel = listening.remove(address);
        if (channel != null) {
            var _ = channel.close();
        }
    }

    @Override
    public void unbind() {
        unbind(List.copyOf(listening.keySet()));
    }

    @Override
    public Set<SocketAddress> getBoundAddresses() {
        return listening.keySet().stream().collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return sessions;
    }

    @Override
    protected void preClose() {
        unbind();
        super.preClose();
    }

    @Override
    protected void doCloseImmediately() {
        List.copyOf(sessions.values()).forEach(session -> session.close(true));
        super.doCloseImmediately();
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
