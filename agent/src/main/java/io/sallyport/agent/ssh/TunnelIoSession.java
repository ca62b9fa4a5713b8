package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.tunnel.ByteTunnel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.DefaultCloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tunnel as the SSH layer sees a connection. One virtual thread reads and runs the whole SSH state machine, so blocking in it is
 * fine; another writes and joins small packets into large writes. Who has a small packet and may block writes it without that
 * other thread: see {@link #sendHere}.
 */
final class TunnelIoSession extends AbstractCloseable implements IoSession {

    private static final Logger LOG = LoggerFactory.getLogger(TunnelIoSession.class);

    private final long id;
    private final TunnelAcceptor acceptor;
    private final IoHandler handler;
    private final ByteTunnel tunnel;
    private final InetSocketAddress engineer;
    /** Bound while its thread sends by itself. */
    private static final ScopedValue<Boolean> HERE = ScopedValue.newInstance();

    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final PacketQueue queue = new PacketQueue(AgentLimits.REPLIES_WAITING);
    private final DefaultCloseFuture drained;
    private final ReentrantLock readLock = new ReentrantLock();
    private final Condition readResumed = readLock.newCondition();
    private final CountDownLatch inputEnded = new CountDownLatch(1);
    private boolean readSuspended;
    /** Held by whoever takes packets from the queue and writes them, so that they keep their order. */
    private final ReentrantLock sending = new ReentrantLock();

    TunnelIoSession(long id, TunnelAcceptor acceptor, IoHandler handler, ByteTunnel tunnel,
            InetSocketAddress engineer,
            Map<Object, Object> attributes) {
        this.id = id;
        this.acceptor = acceptor;
        this.handler = handler;
        this.tunnel = tunnel;
        this.engineer = engineer;
        this.attributes.putAll(attributes);
        this.drained = new DefaultCloseFuture("tunnel-" + id, futureLock);
    }

    void start() {
        Thread.ofVirtual().name("tunnel-" + id + "-write").start(this::writeLoop);
        Thread.ofVirtual().name("tunnel-" + id + "-read").start(this::readLoop);
    }

    private void readLoop() {
        byte[] chunk = new byte[AgentLimits.TUNNEL_READ];
        try {
            InputStream in = tunnel.input();
            int count;
            while ((count = in.read(chunk)) >= 0) {
                awaitResumed();
                Readable received = Readable.readable(ByteBuffer.wrap(chunk, 0, count));
                // As one of MINA's own threads: what it writes while keys are exchanged waits in a queue, and
                // does not keep it from reading the other side's keys.
                ThreadUtils.runAsInternal(() -> {
                    handler.messageReceived(this, received);
                    return null;
                });
                queue.awaitRoom();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("tunnel {} ended: {}", id, e.toString());
        } catch (Exception e) {
            broken(e);
        } finally {
            inputEnded.countDown();
            close(true);
        }
    }

    private void broken(Exception cause) {
        if (isClosing()) {
            return;
        }
        try {
            handler.exceptionCaught(this, cause);
        } catch (Exception e) {
            LOG.warn("closing tunnel {} failed: {}", id, e.toString());
        }
    }

    private void awaitResumed() throws InterruptedException {
        readLock.lock();
        try {
            while (readSuspended && !isClosing()) {
                readResumed.await();
            }
        } finally {
            readLock.unlock();
        }
    }

    private void writeLoop() {
        try {
            while (queue.awaitPackets()) {
                sendWaiting();
            }
            sending.lock();
            try {
                tunnel.finishOutput();
            } finally {
                sending.unlock();
            }
            // Closing with unread input would reset the connection and lose the last lines.
            inputEnded.await(AgentLimits.LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("tunnel {} takes no more: {}", id, e.toString());
        } finally {
            queue.abandon(new EOFException("the tunnel is closed"));
            drained.setClosed();
            close(true);
        }
    }

    /** An action of the SSH layer that writes packets. */
    interface Writing<T> {
        T write() throws IOException;
    }

    /**
     * Runs {@code writing} and then sends, on this thread, what it and others have written, unless somebody sends already. Spares a
     * keystroke's echo the way over another thread. Blocks while the tunnel takes nothing; so never for the thread that reads.
     */
    <T> T sendHere(Writing<T> writing) throws IOException {
        T result = ScopedValue.where(HERE, true).call(writing::write);
        try {
            while (!queue.isEmpty() && sending.tryLock()) {
                try {
                    sendOnce();
                } finally {
                    sending.unlock();
                }
            }
        } catch (IOException e) {
            LOG.debug("tunnel {} takes no more: {}", id, e.toString());
            close(true);
        }
        return result;
    }

    // Whoever found the lock taken relies on its holder to look again once it is free.
    private void sendWaiting() throws IOException {
        do {
            sending.lock();
            try {
                sendOnce();
            } finally {
                sending.unlock();
            }
        } while (!queue.isEmpty());
    }

    private void sendOnce() throws IOException {
        List<OutgoingPacket> batch = queue.poll(AgentLimits.TUNNEL_WRITE);
        if (batch.isEmpty()) {
            return;
        }
        int size = batch.stream().mapToInt(packet -> packet.bytes().remaining()).sum();
        try {
            write(batch, size);
        } catch (IOException e) {
            batch.forEach(packet -> packet.failed(e));
            throw e;
        }
        queue.sent(size);
        batch.forEach(OutgoingPacket::written);
    }

    private void write(List<OutgoingPacket> batch, int size) throws IOException {
        OutputStream out = tunnel.output();
        if (batch.size() == 1) {
            ByteBuffer only = batch.getFirst().bytes();
            out.write(only.array(), only.arrayOffset() + only.position(), only.remaining());
        } else {
            ByteBuffer joined = ByteBuffer.allocate(size);
            batch.forEach(packet -> joined.put(packet.bytes().duplicate()));
            out.write(joined.array(), 0, size);
        }
        out.flush();
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        var packet = new OutgoingPacket(id,
                ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available()));
        if (HERE.isBound()) {
            queue.addQuietly(packet);
        } else {
            queue.add(packet);
        }
        return packet;
    }

    @Override
    public void shutdownOutputStream() {
        queue.close();
    }

    @Override
    public void suspendRead() {
        readLock.lock();
        try {
            readSuspended = true;
        } finally {
            readLock.unlock();
        }
    }

    @Override
    public void resumeRead() {
        readLock.lock();
        try {
            readSuspended = false;
            readResumed.signalAll();
        } finally {
            readLock.unlock();
        }
    }

    /** Lets what is queued go out first; a peer that reads nothing is cut by whoever closes immediately afterwards. */
    @Override
    protected CloseFuture doCloseGracefully() {
        queue.close();
        return drained;
    }

    @Override
    protected void doCloseImmediately() {
        queue.abandon(new EOFException("the tunnel is closed"));
        tunnel.close();
        resumeRead();
        acceptor.forget(id);
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception e) {
            LOG.warn("closing tunnel {} failed: {}", id, e.toString());
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

    /** The engineer's own address, as the broker tells it: certificates are bound to it. */
    @Override
    public SocketAddress getRemoteAddress() {
        return engineer;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 22);
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return getLocalAddress();
    }

    @Override
    public IoService getService() {
        return acceptor;
    }
}
