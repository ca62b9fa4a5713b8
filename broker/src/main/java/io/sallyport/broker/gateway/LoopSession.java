package io.sallyport.broker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/**
 * A connection on an event loop, as MINA sees it. What a proven peer sends between two key exchanges is handled on the loop itself, because
 * nothing there blocks or computes for long. Key exchange and authentication do compute: they happen on a virtual thread, and
 * the socket is not read meanwhile. Packets that are written in one turn of the loop leave together. A {@link Backlog} bounds what waits.
 */
final class LoopSession extends AbstractCloseable implements IoSession {
    private static final Logger LOG = Logger.getLogger(LoopSession.class.getName());

    private final long id;
    private final LoopAcceptor acceptor;
    private final IoHandler handler;
    private final Channel socket;
    private final SocketAddress remote;
    private final SocketAddress local;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final Backlog backlog = new Backlog(new Backlog.Reading() {
        @Override
        public void stop() {
            suspendRead();
        }

        @Override
        public void goOn() {
            resumeRead();
        }
    });
    private volatile boolean proved;

    private final Queue<LoopPacket> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile @Nullable LoopPacket last;

    // All three belong to the event loop. Until the SSH session exists the socket is not read, so its
    // end is not noticed either: whoever is told of it is there.
    private final Deque<ByteBuf> unhandled = new ArrayDeque<>(1);
    private boolean handling = true;
    private boolean suspended;

    LoopSession(long id, LoopAcceptor acceptor, IoHandler handler, Channel socket) {
        this.id = id;
        this.acceptor = acceptor;
        this.handler = handler;
        this.socket = socket;
        this.remote = socket.remoteAddress();
        this.local = socket.localAddress();
    }

    /** Begins. Called once, on the event loop. */
    void start() {
        Thread.ofVirtual().name("connection " + id).start(() -> {
            try {
                handler.sessionCreated(this);
            } catch (Exception e) {
                // The root of this thread: nothing was made that could be told of it.
                LOG.log(Level.FINE, "a connection could not begin", e);
                close(true);
            } finally {
                socket.eventLoop().execute(this::handled);
            }
        });
    }

    /** The peer has proved who they are. */
    void proved() {
        proved = true;
        backlog.proved();
    }

    ChannelHandler inbound() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                received((ByteBuf) message);
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                close(true);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                broken(cause);
            }
        };
    }

    private void received(ByteBuf bytes) {
        if (!handling && light()) {
            handle(bytes);
            return;
        }
        unhandled.addLast(bytes);
        if (!handling) {
            handling = true;
            regulate();
            handleElsewhere();
        }
    }

    private boolean light() {
        AbstractSession session = AbstractSession.getSession(this, true);
        return proved && session != null && session.getKexState() == KexState.DONE;
    }

    private void handleElsewhere() {
        ByteBuf bytes = unhandled.removeFirst();
        Thread.ofVirtual().name("connection " + id).start(() -> {
            try {
                handle(bytes);
            } finally {
                socket.eventLoop().execute(this::handled);
            }
        });
    }

    private void handled() {
        if (unhandled.isEmpty()) {
            handling = false;
            regulate();
        } else {
            handleElsewhere();
        }
    }

    private void handle(ByteBuf bytes) {
        try {
            if (!isClosing()) {
                // As one of MINA's own threads: what can't be written while keys are exchanged waits in a
                // queue,
                // and not this thread.
                ThreadUtils.runAsInternal(() -> {
                    handler.messageReceived(this, new Received(bytes));
                    return null;
                });
            }
        } catch (Exception e) {
            broken(e);
        } finally {
            bytes.release();
        }
    }

    private void broken(Throwable cause) {
        if (isClosing()) {
            return;
        }
        try {
            handler.exceptionCaught(this, cause);
        } catch (Exception e) {
            LOG.log(Level.FINE, "a connection broke before it was one", e);
            close(true);
        }
    }

    private void regulate() {
        socket.config().setAutoRead(!handling && !suspended);
    }

    @Override
    public void suspendRead() {
        suspend(true);
    }

    @Override
    public void resumeRead() {
        suspend(false);
    }

    private void suspend(boolean suspend) {
        socket.eventLoop().execute(() -> {
            suspended = suspend;
            regulate();
        });
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer packet) {
        LoopPacket leaving = new LoopPacket(id, packet);
        if (isClosing()) {
            leaving.failed(new ClosedChannelException());
            return leaving;
        }
        last = leaving;
        backlog.added(leaving.length());
        waiting.add(leaving);
        if (writing.compareAndSet(false, true)) {
            // At the end of this turn when the caller is the loop: with all that is written until then.
            socket.eventLoop().execute(this::writeWaiting);
        }
        return leaving;
    }

    private void writeWaiting() {
        // First, so that a packet added from here on is either seen below or written next turn.
        writing.set(false);
        LoopPacket packet = waiting.poll();
        while (packet != null) {
            LoopPacket leaving = packet;
            var _ = socket.write(leaving.bytes()).addListener(result -> {
                backlog.left(leaving.length());
                if (result.isSuccess()) {
                    leaving.written();
                } else {
                    leaving.failed(result.cause());
                }
            });
            packet = waiting.poll();
        }
        socket.flush();
    }

    /** Half-closing belongs to forwarded connections; this one carries SSH. */
    @Override
    public void shutdownOutputStream() {
        close(false);
    }

    /** What was written before leaves first. */
    @Override
    protected CloseFuture doCloseGracefully() {
        LoopPacket before = last;
        var leaving = builder();
        if (before != null) {
            leaving = leaving.when(before);
        }
        return leaving.run(toString(), this::finishOutput).build().close(false);
    }

    private void finishOutput() {
        var _ = ((SocketChannel) socket).shutdownOutput();
    }

    @Override
    protected void doCloseImmediately() {
        var _ = socket.close();
        acceptor.forget(id);
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception e) {
            LOG.log(Level.FINE, "a connection ended before it was one", e);
        }
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public @Nullable Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public @Nullable Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public @Nullable Object removeAttribute(Object key) {
        return attributes.remove(key);
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return local;
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return getLocalAddress();
    }

    @Override
    public IoService getService() {
        return acceptor;
    }

    private record Received(ByteBuf bytes) implements Readable {
        @Override
        public int available() {
            return bytes.readableBytes();
        }

        @Override
        public void getRawBytes(byte[] into, int offset, int length) {
            bytes.readBytes(into, offset, length);
        }
    }
}
