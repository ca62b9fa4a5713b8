package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real console on a free port over {@link Samples}, and a client that trusts its certificate and nothing else. */
final class ConsoleWorld implements AutoCloseable {
    static final InstantSource TIME = InstantSource.fixed(FakeRequests.NOW.plusSeconds(600));
    final Samples samples;
    final HttpConsole console;
    final URI base;
    final HttpClient http;
    private final SignIn signIn;
    private final Vertx vertx = Vertx.vertx();

    ConsoleWorld(Path folder) {
        this(folder, 0);
    }

    ConsoleWorld(Path folder, int port) {
        this(folder, port, new Samples(new SecureRandom(), TIME), Optional.empty(), TIME);
    }

    ConsoleWorld(Path folder, Samples samples) {
        this(folder, 0, samples, Optional.empty(), TIME);
    }

    /** Over other desks than those of {@link Samples}. */
    ConsoleWorld(Path folder, ConsoleDesks desks) {
        this(folder, desks, TIME);
    }

    /** The same at another time. */
    ConsoleWorld(Path folder, ConsoleDesks desks, InstantSource time) {
        this(folder, 0, new Samples(new SecureRandom(), TIME), Optional.of(desks), time);
    }

    private ConsoleWorld(Path folder, int port, Samples samples, Optional<ConsoleDesks> others,
            InstantSource time) {
        SecureRandom random = new SecureRandom();
        this.samples = samples;
        ConsoleDesks desks = others.orElseGet(() -> samples.desks(TIME));
        this.signIn = desks.signIn();
        try {
            ConsoleSettings settings = ConsoleSettings.selfSigned("127.0.0.1", port,
                    URI.create("https://console.test"),
                    folder, random, InstantSource.system());
            console = new HttpConsole(vertx, settings, desks, random, time, System::nanoTime);
            base = URI.create("https://127.0.0.1:" + console.start());
            http = HttpClient.newBuilder().sslContext(trusting(settings)).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext trusting(ConsoleSettings settings)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("console",
                TlsIdentity.load(settings.key(), settings.certificate()).certificate());
        TrustManagerFactory trust = TrustManagerFactory
                .getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A request builder for a path. */
    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path, Browser browser) {
        return send(browser.with(to(path)).header("Accept", "text/html"));
    }

    /** What a browser's form would send. */
    HttpResponse<String> post(String path, Browser browser, String form) {
        return send(browser.with(form(path, form)).header("Sec-Fetch-Site", "same-origin"));
    }

    /** The same of a browser that nobody signed in with. */
    HttpResponse<String> postFromOwnPage(String path, String form) {
        return send(form(path, form).header("Sec-Fetch-Site", "same-origin"));
    }

    HttpRequest.Builder form(String path, String form) {
        return to(path).header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    HttpResponse<String> api(String method, String path, String token, String json) {
        HttpRequest.Builder request = to(path).method(method, HttpRequest.BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    /** A signed-in browser: its cookie and the token its pages carry. */
    record Browser(String cookie, String csrf) {
        static final Browser STRANGER = new Browser("", "");

        HttpRequest.Builder with(HttpRequest.Builder request) {
            return cookie.isEmpty() ? request : request.header("Cookie", cookie);
        }
    }

    Browser signIn(Person person) {
        HttpResponse<String> response = post("/sign-in", Browser.STRANGER,
                "code=" + signIn.codeFor(person));
        String cookie = setCookie(response).split(";", 2)[0];
        String id = cookie.substring(cookie.indexOf('=') + 1);
        return new Browser(cookie, signIn.session(id).orElseThrow().csrfToken());
    }

    String token(Person person) {
        return signIn.redeem(signIn.codeFor(person)).orElseThrow().id();
    }

    static String setCookie(HttpResponse<String> response) {
        List<String> all = response.headers().allValues("set-cookie");
        return all.isEmpty() ? "" : all.getFirst();
    }

    @Override
    public void close() {
        http.shutdownNow();
        console.close();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
