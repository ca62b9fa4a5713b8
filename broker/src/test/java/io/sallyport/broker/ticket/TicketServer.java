package io.sallyport.broker.ticket;

import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** A real ticket system on loopback: HTTPS, with a certificate for {@link #HOST} of its own CA. Answers what it is told to. */
final class TicketServer implements AutoCloseable {
    static final String HOST = "tickets.example.test";
    static final String TOKEN = "s3cret-token-of-the-broker";

    final Vertx vertx = Vertx.vertx();
    final Path folder;
    /** What was asked, each as {@code PATH HOST AUTHORIZATION}. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile Consumer<HttpServerRequest> answer = request -> request.response().setStatusCode(404).end();
    private final HttpServer server;

    TicketServer(Path folder) throws IOException {
        this.folder = folder;
        TlsIdentity.loadOrCreate(folder.resolve("tls.key"), folder.resolve("tls.crt"), "tickets",
                List.of(HOST), new SecureRandom(), InstantSource.system());
        this.server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setHost("127.0.0.1")
                .setPort(0).setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(folder.resolve("tls.crt").toString())
                        .setKeyPath(folder.resolve("tls.key").toString())))
                .requestHandler(request -> {
                    asked.add(request.uri() + " " + request.authority() + " "
                            + request.getHeader("Authorization"));
                    answer.accept(request);
                });
        server.listen().toCompletionStage().toCompletableFuture().join();
        Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }

    int port() {
        return server.actualPort();
    }

    void json(String text) {
        answer = request -> request.response().end(text);
    }

    TicketSettings settings(String host, String... allowed) {
        TreeMap<String, TicketSettings.Field> fields = new TreeMap<>();
        fields.put("state", new TicketSettings.Field("/fields/status/name",
                java.util.Map.of("In Progress", "open")));
        fields.put("priority", new TicketSettings.Field("/fields/priority", java.util.Map.of()));
        return new TicketSettings(host, port(), "/tickets/", "?fields=all", folder.resolve("token"),
                Optional.of(Pattern.compile("CHG-[0-9]{1,6}|slow|SLOW.*")), fields,
                List.of(allowed).stream().map(text -> io.sallyport.policies.grant.Cidr.parse(text)
                        .orElseThrow()).toList(),
                Optional.of(folder.resolve("tls.crt")));
    }

    HttpsTicketSystem system(TicketSettings settings, LongSupplier nanos, Resolver resolver)
            throws IOException {
        return HttpsTicketSystem.open(settings, vertx, nanos, resolver);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
