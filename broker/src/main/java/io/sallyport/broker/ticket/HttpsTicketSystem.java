package io.sallyport.broker.ticket;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.wire.file.OwnFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Asks by HTTPS GET, one URL for each ticket and no other: the name is resolved here, every address is checked, the connection goes to exactly
 * the address that was checked, and no redirect is followed. Never call it from an event loop. Safe for many threads.
 */
public final class HttpsTicketSystem implements TicketSystem, AutoCloseable {
    /** For one question, from the name to the last byte. */
    static final Duration LIMIT = Duration.ofSeconds(5);
    /** Of an answer. */
    static final int MOST_BYTES = 64 * 1024;
    /** Questions at one time; a slow ticket system must not tie up everybody. */
    private static final int AT_ONCE = 16;
    private static final int HEADERS = 16 * 1024;
    private static final int TRUST = 256 * 1024;

    private final TicketSettings settings;
    private final BearerToken token;
    private final AddressRule rule;
    private final Resolver resolver;
    private final HttpClientAgent client;
    private final LongSupplier nanos;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService lookups = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("ticket-name-", 0).factory());

    /**
     * Reads token and CA.
     *
     * @param vertx of the caller, who closes it
     * @param nanos monotonic, in nanoseconds
     * @throws IOException naming the file that can't be used, never what is in it
     */
    public static HttpsTicketSystem open(TicketSettings settings, Vertx vertx, LongSupplier nanos)
            throws IOException {
        return open(settings, vertx, nanos, host -> List.of(InetAddress.getAllByName(host)));
    }

    static HttpsTicketSystem open(TicketSettings settings, Vertx vertx, LongSupplier nanos,
            Resolver resolver) throws IOException {
        return new HttpsTicketSystem(settings, BearerToken.read(settings.tokenFile()), vertx, nanos,
                resolver);
    }

    /**
     * What {@link #open} would refuse, without opening anything.
     *
     * @throws IOException as there
     */
    public static void check(TicketSettings settings) throws IOException {
        BearerToken.read(settings.tokenFile());
        trust(settings);
    }

    private HttpsTicketSystem(TicketSettings settings, BearerToken token, Vertx vertx, LongSupplier nanos,
            Resolver resolver) throws IOException {
        this.settings = settings;
        this.token = token;
        this.rule = new AddressRule(settings.allowed());
        this.resolver = resolver;
        this.nanos = nanos;
        HttpClientOptions options = new HttpClientOptions().setSsl(true).setVerifyHost(true)
                .setProtocolVersion(HttpVersion.HTTP_1_1).setUseAlpn(false).setKeepAlive(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setConnectTimeout((int) LIMIT.toMillis()).setMaxHeaderSize(HEADERS)
                .setMaxInitialLineLength(4096).setDecompressionSupported(false);
        options.setSslHandshakeTimeout(LIMIT.toSeconds()).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        trust(settings).ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(AT_ONCE));
    }

    private static Optional<Buffer> trust(TicketSettings settings) throws IOException {
        if (settings.trust().isEmpty()) {
            return Optional.empty();
        }
        Path file = settings.trust().get();
        byte[] pem = OwnFiles.read(file, TRUST);
        try {
            if (CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty()) {
                throw new IOException(file + " holds no PEM certificate");
            }
        } catch (CertificateException e) {
            throw new IOException(file + " does not hold PEM certificates", e);
        }
        return Optional.of(Buffer.buffer(pem));
    }

    @Override
    public TicketAnswer ask(String id) {
        if (!settings.admits(id)) {
            return new TicketAnswer.None();
        }
        long deadline = nanos.getAsLong() + LIMIT.toNanos();
        try {
            if (!free.tryAcquire(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                return new TicketAnswer.Silent("it has too many questions at once");
            }
            try {
                return ask(id, deadline);
            } finally {
                free.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TicketAnswer.Silent("the broker is stopping");
        } catch (TicketTrouble e) {
            return new TicketAnswer.Silent(e.why());
        }
    }

    private TicketAnswer ask(String id, long deadline) throws TicketTrouble, InterruptedException {
        InetAddress address = address(deadline);
        TicketExchange.Raw raw = new TicketExchange(client, settings, token, nanos).get(address,
                settings.path(id), deadline);
        return switch (raw.status()) {
            case 200 -> AnswerReader.read(id, raw.body().getBytes(), settings.fields())
                    .<TicketAnswer>map(TicketAnswer.Found::new)
                    .orElseGet(() -> new TicketAnswer.Silent("its answer is not JSON that can be read"));
            case 404 -> new TicketAnswer.None();
            case 401, 403 -> new TicketAnswer.Silent("it refuses the broker's token");
            case 301, 302, 303, 307, 308 ->
                new TicketAnswer.Silent("it sends the broker elsewhere, and redirects are not followed");
            default -> new TicketAnswer.Silent("it answers with status " + raw.status());
        };
    }

    // One address that may not be asked spoils all: an honest name points one way.
    private InetAddress address(long deadline) throws TicketTrouble, InterruptedException {
        List<InetAddress> found = Cidr.literal(settings.host()).map(List::of).orElse(List.of());
        if (found.isEmpty()) {
            found = resolved(deadline);
        }
        List<InetAddress> plain = found.stream().map(AddressRule::plain).toList();
        if (plain.isEmpty()) {
            throw new TicketTrouble("its name has no address");
        }
        if (!plain.stream().allMatch(rule::admits)) {
            throw new TicketTrouble("its name points to an address that is not public and not listed in"
                    + " allow_addresses");
        }
        return plain.getFirst();
    }

    private List<InetAddress> resolved(long deadline) throws TicketTrouble, InterruptedException {
        Future<List<InetAddress>> lookup;
        try {
            lookup = lookups.submit(() -> resolver.resolve(settings.host()));
        } catch (RejectedExecutionException e) {
            throw new TicketTrouble("the broker is stopping");
        }
        try {
            return lookup.get(Math.max(0, deadline - nanos.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            lookup.cancel(true);
            throw new TicketTrouble("its name could not be looked up in time");
        } catch (ExecutionException e) {
            throw new TicketTrouble(e.getCause() instanceof UnknownHostException
                    ? "its name is not known"
                    : "its name could not be looked up");
        }
    }

    @Override
    public void close() {
        lookups.shutdownNow();
        client.close().toCompletionStage().toCompletableFuture().join();
    }
}
