package io.sallyport.e2e;

import io.sallyport.certsdev.Demo;
import io.sallyport.wire.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Keycloak as a process of its own: empty, in memory, on loopback and over HTTPS with a throw-away certificate. Shared by
 * the test classes that ask for it; each makes a realm of its own.
 */
final class Keycloak implements AutoCloseable {
    static final String ADMIN = "admin";

    // A busy machine of one core takes minutes.
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration END = Duration.ofSeconds(10);
    private static final Pattern LISTENING = Pattern.compile(
            "Listening on: https://127\\.0\\.0\\.1:(\\d+)\\. Management interface listening on http://127\\.0\\.0\\.1:(\\d+)\\.");

    private final Path folder;
    private final String adminPassword;
    private final Process process;
    private int port;

    private Keycloak(Path folder, String adminPassword, Process process) {
        this.folder = folder;
        this.adminPassword = adminPassword;
        this.process = process;
    }

    /** Blocks until it answers. */
    static Keycloak start() {
        try {
            Path folder = Files.createTempDirectory("sallyport-keycloak-");
            TlsIdentity.create("keycloak of the tests", List.of("localhost", "127.0.0.1"),
                    new SecureRandom(), InstantSource.system())
                    .write(folder.resolve("key.pem"), folder.resolve("certificate.pem"));
            byte[] secret = new byte[16];
            new SecureRandom().nextBytes(secret);
            String password = HexFormat.of().formatHex(secret);
            Files.writeString(folder.resolve("admin.password"), password + "\n");
            Files.setPosixFilePermissions(folder.resolve("admin.password"),
                    PosixFilePermissions.fromString("rw-------"));
            KeycloakDistribution distribution = KeycloakDistribution
                    .of(Path.of(System.getProperty("keycloak.zip")));
            Keycloak keycloak = new Keycloak(folder, password, run(distribution, folder, password));
            Runtime.getRuntime().addShutdownHook(new Thread(keycloak::close));
            keycloak.await();
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process run(KeycloakDistribution distribution, Path folder, String password)
            throws IOException {
        // --cache is read at start only: without it, the cluster's cache listens on every interface.
        return distribution.process(
                List.of("start", "--optimized", "--cache=local", "--hostname-strict=false",
                        "--http-host=127.0.0.1", "--http-enabled=false", "--https-port=0",
                        "--http-management-port=0", "--http-management-scheme=http",
                        "--https-certificate-file=" + folder.resolve("certificate.pem"),
                        "--https-certificate-key-file=" + folder.resolve("key.pem")),
                Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", password),
                folder.resolve("keycloak.log")).start();
    }

    // The line that says where it listens comes seconds before it can answer.
    private void await() throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Await.until("Keycloak is ready; its log is " + folder.resolve("keycloak.log"), START, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("Keycloak ended: " + log());
                }
                return listening().filter(ports -> ready(http, ports[1])).isPresent();
            });
        }
        port = listening().orElseThrow()[0];
    }

    private Optional<int[]> listening() {
        Matcher matcher = LISTENING.matcher(log());
        return matcher.find()
                ? Optional
                        .of(new int[]{Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))})
                : Optional.empty();
    }

    private static boolean ready(HttpClient http, int management) {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/health/ready"))
                            .timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("keycloak.log"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Without a slash at the end. */
    String url() {
        return "https://localhost:" + port;
    }

    /** PEM; signed by itself, so it is its own authority. */
    Path certificate() {
        return folder.resolve("certificate.pem");
    }

    String adminPassword() {
        return adminPassword;
    }

    /** Holds the password of {@link #ADMIN}, mode 0600. */
    Path adminPasswordFile() {
        return folder.resolve("admin.password");
    }

    @Override
    public synchronized void close() {
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                started.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Demo.remove(folder);
    }
}
