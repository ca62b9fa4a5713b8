package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.wire.tls.PemTrust;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder.HostnameVerificationPolicy;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.JacksonProvider;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.info.SystemInfoRepresentation;

/**
 * Keycloak's admin API for one realm, over verified TLS. Every call is over within a bounded time. Blocking; safe for many threads.
 */
public final class AdminApi implements AutoCloseable {
    /** A call of the running broker that is not answered by then has failed. */
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration READ = Duration.ofSeconds(15);
    /** Of an operator, who waits: to make a realm takes a small or busy server long. */
    private static final Duration PATIENT_CALL = Duration.ofMinutes(5);
    private static final Duration PATIENT_READ = Duration.ofMinutes(2);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int CONNECTIONS = 4;

    private final Keycloak keycloak;
    private final String realm;
    private final Duration call;
    // Timeouts of the HTTP client count between two reads; this one counts all of them together.
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("keycloak-call-", 0).factory());

    private AdminApi(Keycloak keycloak, String realm, Duration call) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.call = call;
    }

    /** As the service account of the settings. Connects when first asked. @throws IOException secret or certificates can't be read */
    public static AdminApi asService(KeycloakSettings settings) throws IOException {
        return new AdminApi(KeycloakBuilder.builder().serverUrl(settings.server().toString())
                .realm(settings.realm()).grantType("client_credentials").clientId(settings.clientId())
                .clientSecret(Secret.read(settings.secretFile()).text())
                .resteasyClient(client(settings.trust(), READ)).build(), settings.realm(), CALL);
    }

    /** As an administrator of the whole server. Connects when first asked. @throws IOException the certificates can't be read */
    public static AdminApi asAdministrator(URI server, String user, Secret password, String realm,
            Optional<Path> trust) throws IOException {
        return new AdminApi(KeycloakBuilder.builder().serverUrl(server.toString()).realm("master")
                .grantType("password").clientId("admin-cli").username(user).password(password.text())
                .resteasyClient(client(trust, PATIENT_READ)).build(), realm, PATIENT_CALL);
    }

    private static Client client(Optional<Path> trust, Duration read) throws IOException {
        ResteasyClientBuilder builder = (ResteasyClientBuilder) ResteasyClientBuilder.newBuilder();
        if (trust.isPresent()) {
            SSLContext tls = PemTrust.context(trust.get());
            builder.sslContext(tls);
        }
        return builder.hostnameVerification(HostnameVerificationPolicy.WILDCARD)
                .connectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(read.toMillis(), TimeUnit.MILLISECONDS)
                .connectionPoolSize(CONNECTIONS).maxPooledPerRoute(CONNECTIONS)
                .connectionCheckoutTimeout(read.toMillis(), TimeUnit.MILLISECONDS)
                .setFollowRedirects(false).disableAutomaticRetries()
                .register(JacksonProvider.class, 100).build();
    }

    /**
     * What {@code question} returns; it may throw what the admin client throws.
     *
     * @throws AccountsUnavailableException no answer, or one that says no; never with the answer's own words
     */
    <T> T ask(Function<RealmResource, T> question) {
        return ask(call, question);
    }

    /** As {@link #ask(Function)}, for what takes many calls: over within {@code most}. */
    <T> T ask(Duration most, Function<RealmResource, T> question) {
        return whole(most, server -> question.apply(server.realm(realm)));
    }

    /** As {@link #ask(Function)}, for what is not of one realm. */
    <T> T whole(Function<Keycloak, T> question) {
        return whole(call, question);
    }

    private <T> T whole(Duration most, Function<Keycloak, T> question) {
        Future<T> answer = threads.submit(() -> question.apply(keycloak));
        try {
            return answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new AccountsUnavailableException("Keycloak takes too long to answer", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new AccountsUnavailableException("interrupted while asking Keycloak", e);
        } catch (ExecutionException e) {
            throw unavailable(e.getCause() == null ? e : e.getCause());
        }
    }

    /** What the server says it is; empty when it does not tell us. */
    Optional<String> version() {
        return whole(server -> Optional.ofNullable(server.serverInfo().getInfo().getSystemInfo())
                .map(SystemInfoRepresentation::getVersion));
    }

    /** True when nobody answered, so that asking later may help. */
    public static boolean unanswered(AccountsUnavailableException e) {
        return e.getCause() instanceof ProcessingException || e.getCause() instanceof TimeoutException;
    }

    private static RuntimeException unavailable(Throwable cause) {
        return switch (cause) {
            case AccountsUnavailableException ours -> ours;
            case WebApplicationException answer ->
                new AccountsUnavailableException(words(answer.getResponse().getStatus()), answer);
            case ProcessingException io when io.getCause() instanceof WebApplicationException inner ->
                // Of the token that the call needed: refused with 400 (RFC 6749 §5.2) or 401.
                new AccountsUnavailableException(
                        words(inner.getResponse().getStatus() == 400 ? 401 : inner.getResponse().getStatus()),
                        inner);
            case ProcessingException io -> new AccountsUnavailableException(
                    io.getCause() instanceof javax.net.ssl.SSLException
                            ? "Keycloak's certificate is not one that is trusted for its name"
                            : "Keycloak does not answer",
                    io);
            case RuntimeException bug -> bug;
            default -> new AccountsUnavailableException("Keycloak could not be asked", cause);
        };
    }

    private static String words(int status) {
        return switch (status) {
            case 401 -> "Keycloak does not take the name and secret that it was given";
            case 403 -> "Keycloak does not let this account do that (status 403)";
            default -> "Keycloak answered with status " + status;
        };
    }

    /** The id of what a call made. @throws WebApplicationException it made nothing */
    static String created(Response response) {
        try (response) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    /** Sees that a call did what it was to do. @throws WebApplicationException it did not */
    static void done(Response response) {
        try (response) {
            if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
                throw new WebApplicationException(response.getStatus());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        keycloak.close();
    }
}
