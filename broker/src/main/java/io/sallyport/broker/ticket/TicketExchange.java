package io.sallyport.broker.ticket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One question over one connection of its own, with a bound on time and on bytes. Used once, by one thread. */
final class TicketExchange {
    private static final Logger LOG = Logger.getLogger(TicketExchange.class.getName());

    /** {@code body}: at most {@link HttpsTicketSystem#MOST_BYTES}. */
    record Raw(int status, Buffer body) {}

    private final HttpClient client;
    private final TicketSettings settings;
    private final BearerToken token;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
    private final AtomicBoolean given = new AtomicBoolean();

    TicketExchange(HttpClient client, TicketSettings settings, BearerToken token, LongSupplier nanos) {
        this.client = client;
        this.settings = settings;
        this.token = token;
        this.nanos = nanos;
    }

    /** {@code address}: the one that was checked; the host's name is only what its certificate has to show. */
    Raw get(InetAddress address, String path, long deadline) throws TicketTrouble, InterruptedException {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setSsl(true)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, settings.port())))
                .setHost(settings.host()).setPort(settings.port()).setURI(path).setFollowRedirects(false)
                .putHeader("Accept", "application/json").putHeader("Authorization", token.header());
        try {
            return client.request(options).compose(this::send).toCompletionStage().toCompletableFuture()
                    .get(Math.max(0, deadline - nanos.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TicketTrouble("it did not answer within " + HttpsTicketSystem.LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw trouble(e.getCause());
        } finally {
            given.set(true);
            HttpClientRequest request = sent.get();
            if (request != null) {
                Future<Void> _ = request.reset();
            }
        }
    }

    private static TicketTrouble trouble(@Nullable Throwable cause) {
        if (cause instanceof TicketTrouble own) {
            return own;
        }
        // Messages of the TLS and network layers; the header with the token is in none of them.
        LOG.log(Level.FINE, "the ticket system could not be asked", cause);
        return new TicketTrouble(cause instanceof SSLException
                ? "its certificate is not one that the broker trusts for that name"
                : "it can't be reached");
    }

    private Future<Raw> send(HttpClientRequest request) {
        Promise<Raw> done = Promise.promise();
        sent.set(request);
        if (given.get()) {
            Future<Void> _ = request.reset();
            return Future.failedFuture(new TicketTrouble("it came too late"));
        }
        request.response().onFailure(done::tryFail).onSuccess(response -> collect(request, response, done));
        Future<Void> _ = request.end();
        return done.future();
    }

    private static void collect(HttpClientRequest request, HttpClientResponse response, Promise<Raw> done) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(done::tryFail);
        response.endHandler(_ -> done.tryComplete(new Raw(response.statusCode(), body)));
        response.handler(part -> {
            if (body.length() + part.length() > HttpsTicketSystem.MOST_BYTES) {
                done.tryFail(new TicketTrouble("its answer is larger than "
                        + HttpsTicketSystem.MOST_BYTES / 1024 + " KiB"));
                Future<Void> _ = request.reset();
            } else {
                body.appendBuffer(part);
            }
        });
    }
}
