package io.sallyport.agent.tunnel;

import io.sallyport.policies.json.Json;
import io.sallyport.wire.frame.Frames;
import io.sallyport.wire.tls.PinnedTls;
import io.sallyport.wire.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** The broker's listener for agents, played by a test over real TLS: each connection is handed to the test with its request. */
public final class PlayedBroker implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A connection and the head of its request. */
    public record Call(SSLSocket socket, String head) {

        /** Agrees to the protocol the agent asked for. */
        public Call upgraded(String protocol) throws IOException {
            return answer("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: " + protocol
                    + "\r\n\r\n");
        }

        public Call answer(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return this;
        }

        public void frame(Json.Obj json) throws IOException {
            Frames.write(socket.getOutputStream(), json.canonical());
        }

        public InputStream in() throws IOException {
            return socket.getInputStream();
        }
    }

    private final TlsIdentity identity = TlsIdentity.create("broker", List.of(), RANDOM,
            InstantSource.system());
    private final TlsIdentity agent = TlsIdentity.create("agent", List.of(), RANDOM, InstantSource.system());
    private final SSLServerSocket listener;
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    public PlayedBroker() throws IOException {
        listener = (SSLServerSocket) PinnedTls
                .context(Optional.of(identity), PinnedTls.trustAnyClientKey(), RANDOM)
                .getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setSSLParameters(PinnedTls.parameters());
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) listener.accept();
                Thread.ofVirtual().start(() -> greet(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void greet(SSLSocket socket) {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            calls.add(new Call(socket, head.toString()));
        } catch (IOException refused) {
            // A client that did not like our key.
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What agents pin. */
    public String spki() {
        return identity.spkiSha256();
    }

    BrokerDial dial() {
        return dial(identity.spkiSha256());
    }

    BrokerDial dial(String pinned) {
        return new BrokerDial("127.0.0.1", listener.getLocalPort(), pinned, agent, RANDOM);
    }

    public Call next() throws InterruptedException {
        Call call = calls.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("nobody called");
        }
        return call;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
