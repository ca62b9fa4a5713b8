package io.sallyport.agent.tunnel;

import io.sallyport.agent.AgentLimits;
import io.sallyport.wire.Limits;
import io.sallyport.wire.text.Sanitize;
import io.sallyport.wire.tls.PinnedTls;
import io.sallyport.wire.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Connects to the broker: TLS 1.3 to the one key that was pinned at enrolment, with this agent's own identity. Every connection is new. Safe for many
 * threads.
 */
public final class BrokerDial {

    private final SSLContext context;
    private final String host;
    private final int port;

    /** @param brokerKey SHA-256 of the broker's SubjectPublicKeyInfo, lower-case hex */
    public BrokerDial(String host, int port, String brokerKey, TlsIdentity identity, SecureRandom random) {
        this.context = PinnedTls.context(Optional.of(identity), PinnedTls.trustOnly(brokerKey), random);
        this.host = host;
        this.port = port;
    }

    /**
     * A connection on which the broker has agreed to speak {@code protocol} instead of HTTP (RFC 9110 §7.8). Blocks up to the handshake's
     * and the answer's deadline. Reads have no deadline afterwards.
     *
     * @throws TunnelException the broker refused
     * @throws IOException it could not be reached
     */
    SSLSocket upgrade(String path, String protocol, Map<String, String> fields) throws IOException {
        SSLSocket socket = PinnedTls.dial(context, host, port);
        try {
            socket.setSoTimeout(Math.toIntExact(Limits.TLS_HANDSHAKE.toMillis()));
            StringBuilder request = new StringBuilder(256).append("GET ").append(path)
                    .append(" HTTP/1.1\r\nHost: ")
                    .append(authority()).append("\r\nConnection: Upgrade\r\nUpgrade: ").append(protocol)
                    .append("\r\n");
            fields.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
            send(socket, request.append("\r\n").toString(), new byte[0]);
            InputStream in = socket.getInputStream();
            HttpHead answer = HttpHead.read(in);
            if (answer.status() != 101) {
                throw refused(answer, in);
            }
            if (!answer.field("upgrade").map(protocol::equalsIgnoreCase).orElse(false)) {
                throw new TunnelException("the broker switched to another protocol");
            }
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.setSoTimeout(AgentLimits.GOODBYE_MILLIS);
            socket.close();
            throw e;
        }
    }

    /** The body of the answer. @throws TunnelException the broker refused, with its words */
    byte[] post(String path, byte[] json) throws IOException {
        try (SSLSocket socket = PinnedTls.dial(context, host, port)) {
            socket.setSoTimeout(Math.toIntExact(Limits.TLS_HANDSHAKE.toMillis()));
            send(socket, "POST " + path + " HTTP/1.1\r\nHost: " + authority() + "\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n", json);
            InputStream in = socket.getInputStream();
            HttpHead answer = HttpHead.read(in);
            if (answer.status() / 100 != 2) {
                throw refused(answer, in);
            }
            byte[] body = answer.body(in);
            socket.setSoTimeout(AgentLimits.GOODBYE_MILLIS);
            return body;
        }
    }

    private String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static void send(SSLSocket socket, String head, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static TunnelException refused(HttpHead answer, InputStream in) throws IOException {
        String words = answer.field("content-length").isEmpty() ? "" : ": " + Sanitize.log(answer.body(in));
        return new TunnelException("the broker refused (" + answer.status() + ")" + words);
    }
}
