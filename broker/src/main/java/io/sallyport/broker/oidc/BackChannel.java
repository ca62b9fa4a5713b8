package io.sallyport.broker.oidc;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.sallyport.wire.tls.PemTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Asks the provider, and nobody else: HTTPS to the issuer's own host and port, certificate and name verified, no redirect followed, an answer within
 * {@link #LIMIT} and of at most {@link #MOST_BYTES}. Blocking; safe for many threads.
 */
final class BackChannel implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BackChannel.class.getName());
    /** For one question, from the name to the last byte. */
    static final Duration LIMIT = Duration.ofSeconds(5);
    /** Of an answer: metadata and keys of a large provider are a tenth of it. */
    static final int MOST_BYTES = 256 * 1024;
    /** Questions at one time; a slow provider must not tie up the console. */
    static final int AT_ONCE = 16;

    private final URI issuer;
    private final Duration limit;
    private final HttpClient client;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("identity-provider-", 0).factory());

    /** @throws IOException naming the file that can't be used */
    BackChannel(OidcSettings settings, Duration limit) throws IOException {
        this.issuer = settings.issuer();
        this.limit = limit;
        SSLParameters tls = new SSLParameters();
        tls.setProtocols(new String[]{"TLSv1.3", "TLSv1.2"});
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(limit).executor(threads)
                .sslContext(context(settings.trust())).sslParameters(tls).build();
    }

    /** The text at that address. */
    String get(URI address) throws OidcTrouble {
        HttpRequest request = to(address).header("Accept", "application/json").GET().build();
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() != 200) {
            throw new OidcTrouble.Away("it answers with status " + response.statusCode());
        }
        return text(response);
    }

    /** Sends what the protocol library has put together. */
    HTTPResponse post(HTTPRequest form) throws OidcTrouble {
        HttpRequest.Builder request = to(form.getURI())
                .POST(HttpRequest.BodyPublishers.ofString(form.getBody()));
        for (Map.Entry<String, List<String>> header : form.getHeaderMap().entrySet()) {
            header.getValue().forEach(value -> request.header(header.getKey(), value));
        }
        HttpResponse<byte[]> response = send(request.build());
        HTTPResponse answer = new HTTPResponse(response.statusCode());
        response.headers().firstValue("Content-Type")
                .ifPresent(type -> answer.setHeader("Content-Type", type));
        answer.setBody(text(response));
        return answer;
    }

    private HttpRequest.Builder to(URI address) throws OidcTrouble {
        if (!ofIssuer(address)) {
            throw new OidcTrouble.Distrust("an address that is not the issuer's own: " + address);
        }
        return HttpRequest.newBuilder(address).timeout(limit);
    }

    /** Whether the address is on the issuer's host and port, by HTTPS. */
    boolean ofIssuer(URI address) {
        return "https".equals(address.getScheme()) && address.getRawUserInfo() == null
                && issuer.getHost().equalsIgnoreCase(address.getHost()) && port(issuer) == port(address);
    }

    private static int port(URI address) {
        return address.getPort() < 0 ? 443 : address.getPort();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws OidcTrouble {
        if (!free.tryAcquire()) {
            throw new OidcTrouble.Away("it has too many questions at once");
        }
        // The request's own limit ends with the headers: this one ends with the last byte.
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request,
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new OidcTrouble.Away("it did not answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new OidcTrouble.Away("the broker is stopping");
        } catch (ExecutionException e) {
            throw away(e.getCause());
        } finally {
            free.release();
        }
    }

    // Messages of the TLS and network layers; neither secret nor code is in any of them.
    private static OidcTrouble away(@Nullable Throwable cause) {
        LOG.log(Level.FINE, "the identity provider could not be asked", cause);
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return new OidcTrouble.Away(
                        "its certificate is not one that the broker trusts for that name");
            }
        }
        return new OidcTrouble.Away("it can't be reached, or its answer is too large or broken");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static SSLContext context(Optional<Path> trust) throws IOException {
        try {
            return trust.isPresent() ? PemTrust.context(trust.get()) : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK cannot make a TLS context", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
