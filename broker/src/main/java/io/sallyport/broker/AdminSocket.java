package io.sallyport.broker;

import io.sallyport.broker.audit.Brief;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Limits;
import io.sallyport.wire.frame.Frames;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.net.ExtendedSocketOptions;

/**
 * Takes orders from whoever may open the socket file (mode 0600, in a folder with mode 0700): the account the broker runs
 * as. One frame with a JSON object in, of at most {@link Limits#FRAME_BYTES}, one out, of at most {@link #ANSWER_BYTES}, for each connection.
 */
final class AdminSocket implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AdminSocket.class.getName());
    private static final int CONNECTIONS = 8;
    /** The largest is a proof of off-boarding, as a document and as lines. Only what the broker says itself may be so large: an order may not. */
    static final int ANSWER_BYTES = 64 << 20;
    private static final int USER = 64;

    private final Path path;
    private final ServerSocketChannel server;
    private final Orders orders;
    private final int answerBytes;
    private final Semaphore free = new Semaphore(CONNECTIONS);

    /** Answers an order. {@code user}: the account of whoever gives it, if the operating system tells. */
    interface Orders {
        Json.Obj answer(Json.Obj order, Optional<String> user);
    }

    private AdminSocket(Path path, ServerSocketChannel server, Orders orders, int answerBytes) {
        this.answerBytes = answerBytes;
        this.path = path;
        this.server = server;
        this.orders = orders;
    }

    /** Listens. A socket file left behind by a dead broker is replaced; the caller holds the lock on the state folder. */
    static AdminSocket listen(Path path, Orders orders) throws IOException {
        return listen(path, orders, ANSWER_BYTES);
    }

    static AdminSocket listen(Path path, Orders orders, int answerBytes) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        AdminSocket socket = new AdminSocket(path, server, orders, answerBytes);
        Thread.ofVirtual().name("admin-socket").start(socket::acceptAll);
        return socket;
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                SocketChannel peer = server.accept();
                free.acquire();
                Thread.ofVirtual().name("admin-order").start(() -> serve(peer));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "admin socket: accept failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            Optional<byte[]> order = Frames.read(Channels.newInputStream(peer));
            if (order.isPresent()) {
                Json.Obj parsed = JsonParser.parseObject(order.get(), Limits.FRAME_BYTES, Limits.JSON_DEPTH);
                byte[] answer = orders.answer(parsed, user(peer)).canonical();
                OutputStream out = Channels.newOutputStream(peer);
                out.write(Frames.encode(answer.length <= answerBytes ? answer : tooLarge(answer.length),
                        answerBytes));
                out.flush();
            }
        } catch (IOException | JsonFormatException e) {
            LOG.log(Level.WARNING, "admin socket: order not served", e);
        } finally {
            free.release();
        }
    }

    private byte[] tooLarge(int bytes) {
        return PolicyOrders.answer(false, List.of("the answer has " + bytes + " bytes, and no more than "
                + answerBytes + " go through here")).build().canonical();
    }

    // Whose process it is, not who sits before it: an account may be shared, and root may be anybody.
    private static Optional<String> user(SocketChannel peer) throws IOException {
        if (!peer.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return Optional.empty();
        }
        String name = Sanitize.terminal(
                String.valueOf(peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName()));
        return Optional.of(Brief.text(name, USER));
    }

    /**
     * Sends one order to a running broker.
     *
     * @throws IOException nobody listens, or it hung up
     */
    static Json.Obj ask(Path path, Json.Obj order) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            Frames.write(Channels.newOutputStream(channel), order.canonical());
            byte[] answer = Frames.read(Channels.newInputStream(channel), ANSWER_BYTES)
                    .orElseThrow(() -> new IOException("the broker hung up without an answer"));
            return JsonParser.parseObject(answer, ANSWER_BYTES, Limits.JSON_DEPTH);
        } catch (JsonFormatException e) {
            throw new IOException("the broker's answer can't be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}
