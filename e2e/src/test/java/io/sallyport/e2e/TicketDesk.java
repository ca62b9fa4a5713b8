package io.sallyport.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sallyport.wire.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** A small ticket system on loopback, over HTTPS with a certificate of its own. */
final class TicketDesk implements AutoCloseable {
    private static final String TOKEN = "ticket-token-of-the-tests";

    /** The state of each ticket, in the ticket system's words. */
    final Map<String, String> states = new ConcurrentHashMap<>();
    private final HttpsServer server;
    private final Path folder;

    TicketDesk(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        TlsIdentity identity = TlsIdentity.loadOrCreate(folder.resolve("tickets.key"),
                folder.resolve("tickets.crt"), "tickets", List.of("localhost"), new SecureRandom(),
                InstantSource.system());
        Path token = Files.writeString(folder.resolve("tickets.token"), TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(identity.keyManagers(), null, null);
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/tickets/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String state = states.get(path.substring(path.lastIndexOf('/') + 1));
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = ("{\"fields\": {\"status\": {\"name\": \"" + state + "\"}}, \"effort\": 1.5}")
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(!known ? 401 : state == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** What a broker's configuration says of it. */
    String configuration() {
        return """
                tickets:
                  url: "https://localhost:%d/tickets/{id}"
                  token_file: %s
                  fields:
                    state: { pointer: /fields/status/name, values: { "In Progress": open, Done: closed } }
                  allow_addresses: [127.0.0.0/8, "::1/128"]
                  trust: %s
                """.formatted(server.getAddress().getPort(), folder.resolve("tickets.token"),
                folder.resolve("tickets.crt"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
