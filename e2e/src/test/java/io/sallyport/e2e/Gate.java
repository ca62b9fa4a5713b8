package io.sallyport.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a server on loopback, which a test can close and open. Closed: what is under way is cut, and nobody gets through. */
final class Gate implements AutoCloseable {
    private final ServerSocket door;
    private final int behind;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Gate(int behind) {
        try {
            this.behind = behind;
            this.door = new ServerSocket();
            door.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            Thread.ofVirtual().start(this::serve);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                Socket in = door.accept();
                if (closed) {
                    in.close();
                    continue;
                }
                Socket out = new Socket(InetAddress.ofLiteral("127.0.0.1"), behind);
                open.add(in);
                open.add(out);
                Thread.ofVirtual().start(() -> carry(in, out));
                Thread.ofVirtual().start(() -> carry(out, in));
            }
        } catch (IOException _) {
            // The door is closed for good.
        }
    }

    private void carry(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of the two is gone; both end.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    void shut() {
        closed = true;
        open.forEach(Gate::end);
    }

    void reopen() {
        closed = false;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It was on its way out.
        }
    }

    @Override
    public void close() {
        shut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
