package io.sallyport.broker.tunnel;

import io.netty.util.concurrent.EventExecutor;
import io.sallyport.broker.door.Doorkeeper;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.Limits;
import io.sallyport.wire.tls.PinnedTls;
import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;

/**
 * The agents' port: TLS 1.3 with a client certificate, HTTP/1.1 for the first request, then raw bytes. Who an agent is, is
 * the hash of its certificate's key; an unknown key may ask to be enrolled and nothing else. Handshakes have a deadline;
 * connections that finished one are bounded by the port's own doorkeeper until their key turns out to be enrolled.
 */
public final class AgentListener implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AgentListener.class.getName());
    private static final int HEADERS = 8 * 1024;
    private static final int REQUEST_LINE = 512;
    private static final int BACKLOG = 1024;
    /** To Vert.x, a port that the system chooses and that several servers share. */
    private static final int ANY_BUT_SHARED = -1;
    private static final String TOKEN = "[0-9a-f]{32}";
    private static final String KEEPS = "[a-z0-9._-]{1,40}";
    private static final int KEEPS_MOST = 64;

    private final Vertx vertx;
    private final AgentDesk desk;
    private final AgentRegistry registry;
    private final Doorkeeper doorkeeper;
    private final LongSupplier nanos;
    private final EnrolmentRoute enrolment;
    /** One for each event loop, all of one port, so that agents' connections spread over the loops. */
    private final List<HttpServer> servers = new ArrayList<>();
    private final long pinging;
    private final Map<HttpConnection, Doorkeeper.Pass> inside = new ConcurrentHashMap<>();

    private AgentListener(Vertx vertx, TlsIdentity identity, AgentDesk desk, AgentRegistry registry,
            Doorkeeper doorkeeper, LongSupplier nanos) {
        this.vertx = vertx;
        this.desk = desk;
        this.registry = registry;
        this.doorkeeper = doorkeeper;
        this.nanos = nanos;
        this.enrolment = new EnrolmentRoute(desk);
        for (EventExecutor _ : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            servers.add(vertx.createHttpServer(options(identity)).connectionHandler(this::connected)
                    .requestHandler(this::requested)
                    .exceptionHandler(e -> LOG.log(Level.FINE, "a connection failed", e)));
        }
        this.pinging = vertx.setPeriodic(AgentLink.PING.toMillis(), _ -> registry.ping());
    }

    /** Listens; blocks until it does. @throws IOException the address is taken */
    public static AgentListener start(Vertx vertx, InetSocketAddress listen, TlsIdentity identity,
            AgentDesk desk, AgentRegistry registry,
            Doorkeeper doorkeeper, LongSupplier nanos) throws IOException {
        AgentListener listener = new AgentListener(vertx, identity, desk, registry, doorkeeper, nanos);
        try {
            for (HttpServer server : listener.servers) {
                listener.listen(server, listen).get(Limits.TLS_HANDSHAKE.toSeconds(), TimeUnit.SECONDS);
            }
            return listener;
        } catch (ExecutionException | TimeoutException e) {
            listener.close();
            throw new IOException("cannot listen for agents on " + listen, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            listener.close();
            throw new IOException("interrupted while starting to listen for agents", e);
        }
    }

    private CompletableFuture<HttpServer> listen(HttpServer server, InetSocketAddress where) {
        CompletableFuture<HttpServer> listening = new CompletableFuture<>();
        int port = where.getPort() == 0 ? ANY_BUT_SHARED : where.getPort();
        ((VertxInternal) vertx).createEventLoopContext().runOnContext(_ -> server
                .listen(port, where.getHostString()).onComplete(listening::complete,
                        listening::completeExceptionally));
        return listening;
    }

    /** The port it listens on. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    private static HttpServerOptions options(TlsIdentity identity) {
        X509KeyManager keys = (X509KeyManager) identity.keyManagers()[0];
        HttpServerOptions options = new HttpServerOptions();
        options.setSsl(true).setUseAlpn(false).setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setTrustOptions(TrustOptions.wrap(PinnedTls.trustAnyClientKey()))
                .setEnabledSecureTransportProtocols(Set.of(PinnedTls.VERSION))
                .setSslHandshakeTimeout(Limits.TLS_HANDSHAKE.toSeconds())
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true).setTcpKeepAlive(true).setAcceptBacklog(BACKLOG);
        return options.setMaxHeaderSize(HEADERS).setMaxInitialLineLength(REQUEST_LINE)
                .setHttp2ClearTextEnabled(false);
    }

    private void connected(HttpConnection connection) {
        switch (doorkeeper.knock(address(connection))) {
            case Doorkeeper.TurnedAway why -> {
                LOG.log(Level.FINE, "an agent's connection was turned away: {0}", why);
                connection.close();
            }
            case Doorkeeper.Pass pass -> {
                inside.put(connection, pass);
                connection.closeHandler(_ -> {
                    inside.remove(connection);
                    pass.closed();
                });
                // One request, at once: this port is not for browsing.
                vertx.setTimer(Limits.TLS_HANDSHAKE.toMillis(), _ -> {
                    if (inside.containsKey(connection)) {
                        connection.close();
                    }
                });
            }
        }
    }

    private static InetAddress address(HttpConnection connection) {
        try {
            return InetAddress.getByName(connection.remoteAddress().hostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a peer without an address", e);
        }
    }

    private void requested(HttpServerRequest request) {
        String spki = spki(request);
        String path = String.valueOf(request.path());
        Context context = vertx.getOrCreateContext();
        if (request.method().equals(HttpMethod.POST) && path.equals("/agent/v1/enrol")) {
            enrolment.handle(request, context, spki);
            return;
        }
        Optional<AgentIdentity> agent = desk.bySpki(spki);
        if (agent.isEmpty()) {
            Doorkeeper.Pass pass = inside.get(request.connection());
            if (pass != null) {
                pass.failed();
            }
            refuse(request, 403);
            return;
        }
        proved(request);
        if (!request.method().equals(HttpMethod.GET)) {
            refuse(request, 405);
            return;
        }
        switch (path) {
            case "/agent/v1/control" ->
                upgrade(request, "sallyport-control/1",
                        socket -> control(agent.get(), keeps(request), socket, context));
            case "/agent/v1/data" -> data(request, agent.get(), context);
            case "/agent/v1/recording" -> recording(request, agent.get(), context);
            default -> refuse(request, 404);
        }
    }

    // From here on the connection is somebody's: its life is not counted as half-open any more.
    private void proved(HttpServerRequest request) {
        Doorkeeper.Pass pass = inside.remove(request.connection());
        if (pass != null) {
            pass.proved();
        }
    }

    private static String spki(HttpServerRequest request) {
        try {
            return PinnedTls
                    .spkiSha256((X509Certificate) request.connection().sslSession().getPeerCertificates()[0]);
        } catch (SSLException e) {
            throw new IllegalStateException("TLS without the client certificate it requires", e);
        }
    }

    /** Protections the agent keeps, as it says; what is no name of one says nothing. */
    private static Set<String> keeps(HttpServerRequest request) {
        String names = request.getHeader("Sallyport-Keeps");
        return names == null
                ? Set.of()
                : Arrays.stream(names.split(",", KEEPS_MOST)).filter(name -> name.matches(KEEPS))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private void control(AgentIdentity agent, Set<String> keeps, NetSocket socket, Context context) {
        Inflow inflow = new Inflow(socket, context, AgentLink.inflowBytes());
        AgentLink link = new AgentLink(agent, keeps, socket, inflow, desk, registry, nanos);
        Thread.ofVirtual().name("agent of " + agent.target()).start(link::run);
    }

    private void data(HttpServerRequest request, AgentIdentity agent, Context context) {
        String token = request.getHeader("Sallyport-Token");
        if (token == null || !token.matches(TOKEN)
                || !(registry.redeem(token,
                        agent) instanceof TunnelTokens.Redeemed.Good(TunnelTokens.Waiting waiting))) {
            refuse(request, 403);
            return;
        }
        upgrade(request, "sallyport-data/1", socket -> {
            SocketTunnel[] self = new SocketTunnel[1];
            SocketTunnel tunnel = new SocketTunnel(vertx, context, socket, () -> {
                SocketTunnel closing = self[0];
                if (closing != null) {
                    registry.closed(waiting.session(), closing);
                }
            });
            self[0] = tunnel;
            registry.opened(agent, waiting.session(), tunnel);
            if (!waiting.tunnel().complete(tunnel)) {
                tunnel.close();
            }
        });
    }

    private void recording(HttpServerRequest request, AgentIdentity agent, Context context) {
        String header = request.getHeader("Sallyport-Session");
        Optional<SessionId> session = header == null ? Optional.empty() : SessionId.parse(header);
        if (session.isEmpty()) {
            refuse(request, 400);
            return;
        }
        upgrade(request, "sallyport-recording/1", socket -> {
            Inflow inflow = new Inflow(socket, context, RecordingReceiver.INFLOW);
            RecordingReceiver receiver = new RecordingReceiver(desk, agent, session.get(), socket, inflow);
            Thread.ofVirtual().name("recording of " + session.get()).start(receiver::run);
        });
    }

    private void upgrade(HttpServerRequest request, String protocol, Consumer<NetSocket> then) {
        if (!protocol.equals(request.getHeader("Upgrade"))) {
            refuse(request, 426);
            return;
        }
        request.response().putHeader("Upgrade", protocol).putHeader("Connection", "Upgrade");
        request.toNetSocket().onComplete(result -> {
            if (result.succeeded()) {
                then.accept(result.result());
            } else {
                LOG.log(Level.FINE, "an upgrade failed", result.cause());
            }
        });
    }

    private static void refuse(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).putHeader("Connection", "close").end()
                .onComplete(_ -> request.connection().close());
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        vertx.cancelTimer(pinging);
        registry.closeAll();
        servers.forEach(HttpServer::close);
    }
}
