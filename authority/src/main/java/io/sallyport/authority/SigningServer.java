package io.sallyport.authority;

import io.sallyport.wire.Limits;
import io.sallyport.wire.file.OwnFiles;
import io.sallyport.wire.frame.ClosingDeadline;
import io.sallyport.wire.frame.Frames;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningCodec;
import io.sallyport.wire.signing.SigningFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Listens on a unix socket, admits our own user and root only, and answers one frame with one frame. One virtual thread
 * for each connection, at most {@link Limits#AUTHORITY_CONNECTIONS}, and a deadline on every read.
 */
final class SigningServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SigningServer.class.getName());

    private final Path socket;
    private final ServerSocketChannel server;
    private final Peers peers;
    private final Dispatch dispatch;
    private final Semaphore room = new Semaphore(Limits.AUTHORITY_CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SigningServer(Path socket, ServerSocketChannel server, Peers peers, Dispatch dispatch) {
        this.socket = socket;
        this.server = server;
        this.peers = peers;
        this.dispatch = dispatch;
    }

    /**
     * Listens when this returns.
     * @throws IOException the folder is open to others, another authority listens there, or the path is too long
     */
    static SigningServer listen(Path socket, Dispatch dispatch) throws IOException {
        Path absolute = socket.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException(socket + " has no folder");
        }
        // The folder closes the moment between bind and chmod in which the socket has the mode of the
        // umask.
        OwnFiles.requireFolder(folder);
        requireNobodyListens(socket);
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            var listening = new SigningServer(socket, server, Peers.likeOwnerOf(socket), dispatch);
            Thread.ofVirtual().name("authority-accept").start(listening::acceptAll);
            return listening;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void requireNobodyListens(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return;
        }
        boolean answered;
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            answered = probe.isConnected();
        } catch (IOException e) {
            answered = false; // Left behind by a process that died.
        }
        if (answered) {
            throw new IOException("another authority already listens at " + socket);
        }
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                admit(server.accept());
            } catch (IOException e) {
                if (server.isOpen()) {
                    LOG.log(Level.WARNING, "a connection could not be accepted", e);
                }
            }
        }
    }

    private void admit(SocketChannel peer) throws IOException {
        if (!peers.admits(peer)) {
            LOG.warning("refused a connection of another user");
            peer.close();
        } else if (!room.tryAcquire()) {
            LOG.warning("refused a connection: there are already " + Limits.AUTHORITY_CONNECTIONS);
            peer.close();
        } else {
            threads.execute(() -> serve(peer));
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            InputStream in = Channels.newInputStream(peer);
            OutputStream out = Channels.newOutputStream(peer);
            for (Optional<byte[]> body = read(peer, in); body.isPresent(); body = read(peer, in)) {
                SigningAnswer answer = answer(body.get());
                try (ClosingDeadline _ = ClosingDeadline.on(peer, Limits.AUTHORITY_IDLE)) {
                    Frames.write(out, SigningCodec.encode(answer));
                }
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "a connection broke", e);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "a request could not be answered", e);
        } finally {
            room.release();
        }
    }

    private static Optional<byte[]> read(SocketChannel peer, InputStream in) throws IOException {
        try (ClosingDeadline _ = ClosingDeadline.on(peer, Limits.AUTHORITY_IDLE)) {
            return Frames.read(in);
        }
    }

    private SigningAnswer answer(byte[] body) {
        try {
            return dispatch.answer(SigningCodec.request(body));
        } catch (SigningFormatException e) {
            LOG.log(Level.WARNING, "refused a request: {0}", e.refusal().code());
            return new SigningAnswer.Refused(e.refusal(), e.text());
        }
    }

    /** Stops listening and removes the socket; answers under way are cut. */
    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
        Files.deleteIfExists(socket);
    }
}
