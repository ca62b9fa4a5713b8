package io.sallyport.broker.tunnel;

import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.control.ControlCodec;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.frame.Frames;
import io.sallyport.wire.tls.PinnedTls;
import io.sallyport.wire.tls.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An agent as the broker's port sees it, over real TLS. */
public final class FakeAgent {
    public final TargetName target;
    public final TlsIdentity identity;
    public final String hostKey;
    private final SSLContext context;
    private final int port;

    public FakeAgent(String target, int port, String brokerSpki) {
        SecureRandom random = new SecureRandom();
        this.target = new TargetName(target);
        this.port = port;
        this.identity = TlsIdentity.create("agent", List.of("127.0.0.1"), random, InstantSource.system());
        this.hostKey = Ed25519Key.generate(random).publicKey().line();
        this.context = PinnedTls.context(Optional.of(identity), PinnedTls.trustOnly(brokerSpki), random);
    }

    /** A connection after its request; {@code status} 101 means it is upgraded. */
    public record Dialled(SSLSocket socket, int status, String head) {}

    /** Sends one request and reads the answer's head. */
    public Dialled request(String method, String path, String headers, String body) throws IOException {
        SSLSocket socket = PinnedTls.dial(context, "127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write((method + " " + path + " HTTP/1.1\r\nHost: broker\r\n" + headers + "Content-Length: "
                        + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new IOException("no answer");
            }
            head.write(c);
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        return new Dialled(socket, Integer.parseInt(text.split(" ", 3)[1]), text);
    }

    public Dialled upgrade(String path, String protocol, String headers) throws IOException {
        SSLSocket socket = PinnedTls.dial(context, "127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: broker\r\nConnection: Upgrade\r\nUpgrade: "
                        + protocol + "\r\n"
                        + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new IOException("no answer");
            }
            head.write(c);
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        return new Dialled(socket, Integer.parseInt(text.split(" ", 3)[1]), text);
    }

    /** A data connection for a token. */
    public Dialled data(String token) throws IOException {
        return upgrade("/agent/v1/data", "sallyport-data/1", "Sallyport-Token: " + token + "\r\n");
    }

    /** A control connection that has said hello. */
    public Dialled control() throws IOException {
        return control("Sallyport-Keeps: end,lists.detached\r\n");
    }

    /** The same, announced by other headers. */
    public Dialled control(String headers) throws IOException {
        Dialled link = upgrade("/agent/v1/control", "sallyport-control/1", headers);
        if (link.status() == 101) {
            say(link,
                    new ControlMessage.Hello(ControlCodec.PROTOCOL, target, "test", hostKey, "", "",
                            Instant.EPOCH, false,
                            List.of(), List.of()));
        }
        return link;
    }

    public static void say(Dialled link, ControlMessage message) throws IOException {
        Frames.write(link.socket().getOutputStream(), ControlCodec.encode(message));
    }

    /** The next message that is no ping. */
    public static ControlMessage hear(Dialled link) throws Exception {
        while (true) {
            byte[] frame = Frames.read(link.socket().getInputStream(), Limits.OPENING_BYTES)
                    .orElseThrow(() -> new IOException("the link ended"));
            ControlMessage message = ControlCodec.fromBroker(frame);
            if (!(message instanceof ControlMessage.Ping)) {
                return message;
            }
        }
    }
}
