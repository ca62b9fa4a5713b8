package io.sallyport.broker.gateway;

import java.io.IOException;
import java.io.WriteAbortedException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2DefaultIoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A connection whose waiting packets leave together in one gathering write. MINA's own writes one packet per system call
 * and takes a trip through the I/O threads for each. Order is kept; a packet's future completes when its last byte is
 * taken. A {@link Backlog} bounds what waits.
 */
final class CoalescingSession extends Nio2Session {
    /** Packets in one write: the JDK gathers at most this many. */
    private static final int PACKETS = 16;

    private final Object writing = new Object();
    // Both guarded by "writing".
    private final Deque<Nio2DefaultIoWriteFuture> waiting = new ArrayDeque<>(4);
    private List<Nio2DefaultIoWriteFuture> underWay = List.of();
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

    CoalescingSession(Nio2Service service, PropertyResolver properties, IoHandler handler,
            AsynchronousSocketChannel socket,
            SocketAddress address) throws IOException {
        super(service, properties, handler, socket, address);
    }

    /** The peer has proved who they are. */
    void proved() {
        backlog.proved();
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer packet) {
        Nio2DefaultIoWriteFuture future = new Nio2DefaultIoWriteFuture(getRemoteAddress(), null,
                ByteBuffer.wrap(packet.array(), packet.rpos(), packet.available()));
        if (isClosing()) {
            future.setException(new ClosedChannelException());
            return future;
        }
        synchronized (writing) {
            waiting.addLast(future);
        }
        backlog.added(future.getBuffer().limit());
        writeMore();
        return future;
    }

    /** Half-closing belongs to forwarded connections; this one carries SSH. */
    @Override
    public void shutdownOutputStream() {
        close(false);
    }

    private void writeMore() {
        List<Nio2DefaultIoWriteFuture> batch;
        synchronized (writing) {
            if (!underWay.isEmpty() || waiting.isEmpty()) {
                return;
            }
            batch = new ArrayList<>(Math.min(PACKETS, waiting.size()));
            while (batch.size() < PACKETS && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst());
            }
            underWay = batch;
        }
        write(batch, batch.stream().map(Nio2DefaultIoWriteFuture::getBuffer).toArray(ByteBuffer[]::new));
    }

    private void write(List<Nio2DefaultIoWriteFuture> batch, ByteBuffer[] buffers) {
        try {
            // Buffers that are used up already cost nothing: the JDK skips them.
            getSocket().write(buffers, 0, buffers.length, 0, TimeUnit.MILLISECONDS, null,
                    new CompletionHandler<Long, Void>() {
                        @Override
                        public void completed(Long written, Void none) {
                            if (buffers[buffers.length - 1].hasRemaining()) {
                                write(batch, buffers);
                                return;
                            }
                            synchronized (writing) {
                                underWay = List.of();
                            }
                            batch.forEach(sent -> backlog.left(sent.getBuffer().limit()));
                            // The next batch first: what the listeners queue rides along with the one after
                            // it.
                            writeMore();
                            batch.forEach(Nio2DefaultIoWriteFuture::setWritten);
                        }

                        @Override
                        public void failed(Throwable error, Void none) {
                            broken(error);
                        }
                    });
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void broken(Throwable error) {
        exceptionCaught(error);
        abandon(error);
    }

    private void abandon(Throwable error) {
        List<Nio2DefaultIoWriteFuture> lost;
        synchronized (writing) {
            lost = new ArrayList<>(underWay);
            lost.addAll(waiting);
            waiting.clear();
        }
        lost.stream().filter(future -> !future.isDone()).forEach(future -> future.setException(error));
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        List<Nio2DefaultIoWriteFuture> pending;
        synchronized (writing) {
            pending = new ArrayList<>(underWay);
            pending.addAll(waiting);
        }
        return builder().when(toString(), pending).run(toString(), this::shutdownOutput).build().close(false);
    }

    private void shutdownOutput() {
        try {
            if (getSocket().isOpen()) {
                getSocket().shutdownOutput();
            }
        } catch (IOException e) {
            log.trace("the peer was faster", e);
        }
    }

    @Override
    protected void doCloseImmediately() {
        abandon(new WriteAbortedException("closed before it was written", new ClosedChannelException()));
        super.doCloseImmediately();
    }
}
