package io.sallyport.broker.console;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Console and REST API over HTTPS (TLS 1.3 only). Constructed wired and silent; {@link #start} listens. Event loops only
 * move bytes: every endpoint runs on a virtual thread of its own. Close it before the desks it asks.
 */
public final class HttpConsole implements AutoCloseable {
    /** A body of a call. */
    static final int BODY_LIMIT = 1024 * 1024;
    /** All header lines of a call together. */
    static final int HEADER_LIMIT = 16 * 1024;
    /** As it is sent: a character of a note may take nine of these. */
    private static final int FORM_FIELD_LIMIT = 16 * 1024;
    /** A roster that is confirmed has a field for each person. */
    private static final int FORM_FIELDS = 600;
    /** Longer than the beat of the event streams, which are never idle. */
    private static final int IDLE_SECONDS = 60;
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int START_SECONDS = 30;
    /** Where a call keeps its event loop. */
    static final String LOOP = "sallyport.loop";
    private final Vertx vertx;
    private final HttpServer server;
    private final EventHub hub;
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("console-", 0).factory());
    private final List<Endpoint> endpoints;
    // Known once it listens.
    private volatile int listening;

    /**
     * @param vertx of the caller, who closes it
     * @param nanos monotonic, in nanoseconds
     */
    public HttpConsole(Vertx vertx, ConsoleSettings settings, ConsoleDesks desks, SecureRandom random,
            InstantSource time, LongSupplier nanos) {
        this.vertx = vertx;
        this.hub = new EventHub(desks.feed());
        Statics statics = new Statics();
        Templates templates = new Templates();
        Pages pages = new Pages(statics, desks);
        this.endpoints = endpoints(desks, statics, templates, pages, () -> settings.origin(listening), time,
                nanos);
        Dispatch dispatch = new Dispatch(threads, new Callers(desks.signIn(), desks.people(), desks.tokens()),
                new CrossSite(settings.origin()), new Answer(templates, pages), desks.tokens(),
                random);
        this.server = vertx.createHttpServer(options(settings)).requestHandler(router(dispatch));
    }

    /**
     * Listens; returns the port when it does. Blocks.
     *
     * @throws IllegalStateException the address can't be had
     */
    public int start() {
        hub.start();
        try {
            listening = server.listen().toCompletionStage().toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS)
                    .actualPort();
            return listening;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the console can't listen: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the console started", e);
        }
    }

    /** What is routed, for the test that compares it with the API document. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    EventHub hub() {
        return hub;
    }

    @Override
    public void close() {
        hub.close();
        threads.shutdownNow();
        try {
            server.close().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the console did not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Endpoint> endpoints(ConsoleDesks desks, Statics statics, Templates templates, Pages pages,
            Supplier<String> origin, InstantSource time, LongSupplier nanos) {
        Cards cards = new Cards(desks.requests(), desks.reviews(), desks.people(), pages);
        SessionCards sessionCards = new SessionCards(desks.people(), pages, time);
        List<Endpoint> all = new ArrayList<>();
        all.add(statics.endpoint());
        all.addAll(new SignInRoutes(desks.signIn(), desks.people(), pages, new SourceThrottle(nanos),
                desks.oidc(), () -> desks.accounts().filter(EmbeddedAccounts::any).isPresent())
                .endpoints());
        all.addAll(new InboxRoutes(desks, cards, pages, hub).endpoints());
        all.addAll(new RequestRoutes(desks.requests(), desks.targets(), cards, pages).endpoints());
        all.addAll(new ApiRequests(desks.requests(), desks.reviews(), desks.waiting()).endpoints());
        all.addAll(new SessionRoutes(desks.sessions(), desks.recordings(), sessionCards, pages).endpoints());
        all.addAll(new ApiSessions(desks.sessions(), desks.recordings()).endpoints());
        all.addAll(new RecordingRoutes(desks.recordings(), desks.sessions()).endpoints());
        all.addAll(new TargetRoutes(desks.targets(), desks.tunnels(), pages).endpoints());
        all.addAll(new MaintenanceRoutes(desks.maintenance(), pages, time).endpoints());
        all.addAll(new JoinRoutes(desks.joining(), desks.engagements(), pages,
                new SourceThrottle(nanos)).endpoints());
        all.addAll(
                new ProviderRoutes(desks.providers(), new ProviderCards(desks.people(), time), pages, origin)
                        .endpoints());
        all.addAll(new ApiProviders(desks.providers(), origin).endpoints());
        all.addAll(new ServiceRoutes(desks, pages, time).endpoints());
        all.addAll(new ApiServices(desks.services(), time).endpoints());
        all.addAll(new EventRoutes(hub, desks, cards, templates).endpoints());
        all.addAll(new ConfirmRoutes(desks.confirmations(), pages, new SourceThrottle(nanos), time)
                .endpoints());
        all.addAll(new PolicyRoutes(desks.policies(), pages).endpoints());
        all.addAll(new ApiPolicy(desks.policies()).endpoints());
        all.addAll(new OthersKeyRoutes(desks.keys(), desks.confirmations(), pages, time).endpoints());
        all.addAll(new KeyRoutes(desks.keys(), pages, time).endpoints());
        all.addAll(new DepartureRoutes(desks.leaving(), pages).endpoints());
        all.addAll(new ApiDepartures(desks.leaving()).endpoints());
        all.addAll(new HealthRoutes(desks.health(), pages, nanos).endpoints());
        desks.tokens().ifPresent(tokens -> all.addAll(new TokenRoutes(tokens, pages, time).endpoints()));
        all.addAll(OpenApi.endpoints());
        desks.accounts().ifPresent(accounts -> {
            all.addAll(new AccountDoorRoutes(accounts, desks.signIn(), pages, new SourceThrottle(nanos), time)
                    .endpoints());
            all.addAll(new AccountRoutes(accounts, desks.signIn(), pages, time).endpoints());
            all.addAll(new RaiseRoutes(accounts, desks.signIn(), pages, time).endpoints());
        });
        if (desks.accounts().isEmpty()) {
            all.addAll(new RaiseElsewhereRoutes(desks.confirmations()).endpoints());
        }
        ReturnPaths returns = new ReturnPaths(List.copyOf(all));
        desks.oidc().ifPresent(oidc -> all
                .addAll(new OidcRoutes(oidc, returns, new SourceThrottle(nanos)).endpoints()));
        return List.copyOf(all);
    }

    private Router router(Dispatch dispatch) {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            context.put(LOOP, vertx.getOrCreateContext());
            SecurityHeaders.put(context.response().headers());
            context.next();
        });
        BodyHandler body = BodyHandler.create(false).setBodyLimit(BODY_LIMIT).setMergeFormAttributes(false);
        for (Endpoint endpoint : endpoints) {
            if (!endpoint.safe()) {
                router.route(endpoint.method(), endpoint.path()).handler(HttpConsole::requireReadable);
                router.route(endpoint.method(), endpoint.path()).handler(body);
            }
            router.route(endpoint.method(), endpoint.path())
                    .handler(context -> dispatch.take(endpoint, context));
        }
        router.route().failureHandler(context -> dispatch.fail(context, context.statusCode()));
        for (int status : new int[]{400, 404, 405, 413, 415, 500}) {
            router.errorHandler(status, context -> dispatch.fail(context, status));
        }
        return router;
    }

    private static void requireReadable(RoutingContext context) {
        if (MediaTypes.admitted(context.request())) {
            context.next();
        } else {
            context.fail(415);
        }
    }

    private static HttpServerOptions options(ConsoleSettings settings) {
        HttpServerOptions options = new HttpServerOptions().setHost(settings.host()).setPort(settings.port());
        options.setSsl(true).setUseAlpn(true).setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        options.setKeyCertOptions(new PemKeyCertOptions().setCertPath(settings.certificate().toString())
                .setKeyPath(settings.key().toString()));
        options.setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        options.setMaxHeaderSize(HEADER_LIMIT).setMaxInitialLineLength(4096);
        options.setMaxFormAttributeSize(FORM_FIELD_LIMIT).setMaxFormFields(FORM_FIELDS);
        options.getInitialSettings().setMaxHeaderListSize(HEADER_LIMIT).setMaxConcurrentStreams(100);
        return options.setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHandle100ContinueAutomatically(true);
    }
}
