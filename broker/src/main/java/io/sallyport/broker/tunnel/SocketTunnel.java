package io.sallyport.broker.tunnel;

import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A tunnel over one TLS connection of the agents' listener. Its state lives on the socket's event loop. */
final class SocketTunnel implements AgentTunnel {
    /** What was sent may take so long to be written after a close. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Context context;
    private final NetSocket socket;
    /** Pieces that the network has not taken yet. */
    private final AtomicInteger unwritten = new AtomicInteger();
    private volatile boolean finishing;
    // All below are touched on the event loop only.
    private @Nullable Receiver receiver;
    private boolean ended;
    private boolean told;

    /** To be made on the socket's event loop, before it delivered anything. {@code gone} runs there when the socket closes. */
    SocketTunnel(Vertx vertx, Context context, NetSocket socket, Runnable gone) {
        this.vertx = vertx;
        this.context = context;
        this.socket = socket;
        socket.pause();
        socket.handler(this::received);
        socket.endHandler(_ -> end());
        socket.closeHandler(_ -> gone.run());
        socket.exceptionHandler(_ -> socket.close());
    }

    @Override
    public void receive(Receiver to) {
        context.runOnContext(_ -> {
            receiver = to;
            if (ended) {
                tellClosed(false);
            } else {
                socket.resume();
            }
        });
    }

    private void received(Buffer bytes) {
        Receiver to = receiver;
        if (to != null && !told) {
            to.received(new Piece(bytes));
        }
    }

    // Comes after the last bytes, or, when the socket is paused, once it is resumed.
    private void end() {
        ended = true;
        tellClosed(false);
    }

    private void tellClosed(boolean cut) {
        Receiver to = receiver;
        if (to != null && !told) {
            told = true;
            to.closed(cut);
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length, Written written) {
        unwritten.incrementAndGet();
        socket.write(Buffer.buffer(length).appendBytes(bytes, offset, length))
                .onComplete(result -> written(result.succeeded(), written));
    }

    private void written(boolean taken, Written written) {
        written.done(taken);
        if (unwritten.decrementAndGet() == 0 && finishing) {
            sendEnd();
        }
    }

    @Override
    public void finish() {
        finishing = true;
        // Pieces for which the network had no room wait in a queue that the end would overtake: it is sent
        // by
        // the last of them.
        if (unwritten.get() == 0) {
            sendEnd();
        }
    }

    // Twice does no harm.
    private void sendEnd() {
        context.runOnContext(_ -> {
            SslHandler tls = ((NetSocketInternal) socket).channelHandlerContext().pipeline()
                    .get(SslHandler.class);
            if (tls != null) {
                var _ = tls.closeOutbound();
            }
        });
    }

    @Override
    public void pause() {
        context.runOnContext(_ -> socket.pause());
    }

    @Override
    public void resume() {
        context.runOnContext(_ -> socket.resume());
    }

    @Override
    public void close() {
        // Closing flushes what was written before; a peer that reads nothing gets a limited time.
        context.runOnContext(_ -> {
            var _ = socket.close();
            vertx.setTimer(LINGER.toMillis(), _ -> abort());
        });
    }

    /** Ends it after {@code grace} if it has not ended by then, undelivered bytes and all: the session must not go on. */
    void cutAfter(Duration grace) {
        context.runOnContext(_ -> vertx.setTimer(grace.toMillis(), _ -> {
            tellClosed(true);
            abort();
        }));
    }

    private void abort() {
        var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        if (!ended && channel.isOpen()) {
            channel.unsafe().closeForcibly();
        }
    }

    private record Piece(Buffer bytes) implements TunnelBytes {
        @Override
        public int length() {
            return bytes.length();
        }

        @Override
        public void copyTo(int from, byte[] into, int at, int count) {
            bytes.getBytes(from, from + count, into, at);
        }
    }
}
