package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.tls.PemTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;

/** People of a real Keycloak, from their first login with stock {@code ssh} to the second in which they are gone everywhere. */
@Order(KeycloakServerIT.LAST - 2)
@SharedKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakPeopleIT {
    private static final Duration GONE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern CODE = Pattern.compile("/sign-in#(\\S+)");
    private static final Someone KIM = new Someone("kim", "engineer", "kim", "Kim of Keycloak", "acme",
            "acme/staging");

    /** Needs a yes of the owners, but for an emergency. */
    private static final Someone KORA = new Someone("kora", "engineer", "kora", "Kora of Keycloak", "acme",
            "acme/ops");
    private static final String PASSWORD = "a-long-enough-Password-1";
    private static final String CLIENT = "sallyport-console";

    private final World world = World.start();
    private final Keycloak keycloak;
    private final KeycloakRealm realm;
    private final Gate gate;
    private final HttpClient http;
    private final String operator;
    private final String kim;
    private final String emil;

    KeycloakPeopleIT(Keycloak keycloak) throws IOException {
        this.keycloak = keycloak;
        this.realm = new KeycloakRealm(keycloak, "people").made();
        this.gate = new Gate(URI.create(keycloak.url()).getPort());
        this.kim = realm.enter("kim", "acme", "/acme/staging", key("kim"));
        this.emil = realm.enter("emil.engineer", "acme", "/acme/staging");
        realm.asAdministrator().users().get(realm.enter("kora", "acme", "/acme/ops", key("kora")))
                .resetPassword(password());
        register();
        Path directory = world.demo().folder().directory();
        Files.writeString(directory, Files.readString(directory).replace("{ name: emil,",
                "{ name: emil, subject: \"" + emil + "\","));
        for (Someone someone : List.of(KIM, KORA)) {
            Files.writeString(world.demo().folder().sshConfig(someone.folder()),
                    Files.readString(world.demo().folder().sshConfig("emil"))
                            .replace("/emil/", "/" + someone.folder() + "/")
                            .replace("User emil", "User " + someone.name()));
        }
        allowEmergencies();
        DemoPorts ports = world.demo().ports();
        world.demo().program("agent").end(Duration.ofSeconds(10));
        world.demo().program("broker").end(Duration.ofSeconds(10));
        Files.deleteIfExists(world.demo().folder().listening());
        world.demo().startBroker(ports, (realm.block() + oidc()).replace(keycloak.url(),
                "https://localhost:" + gate.port()));
        world.demo().startAgent();
        this.http = HttpClient.newBuilder().sslContext(PemTrust.context(
                world.demo().folder().broker().resolve("state/console/console.crt"))).build();
        this.operator = signIn(World.OTTO);
    }

    /** A key that stock OpenSSH made; returns its public line. */
    private String key(String name) throws IOException {
        Path folder = Files.createDirectories(world.demo().folder().person(name));
        Path file = folder.resolve("id_ed25519");
        World.must(Recordings.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C",
                name + "@laptop", "-f", file.toString())));
        return Files.readString(folder.resolve("id_ed25519.pub")).strip();
    }

    private static CredentialRepresentation password() {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(PASSWORD);
        return password;
    }

    // The console's port is known only now.
    private void register() {
        var clients = realm.asAdministrator().clients();
        ClientRepresentation client = clients.findByClientId(CLIENT).getFirst();
        client.setRedirectUris(List.of(world.demo().consoleUrl() + "/sign-in/oidc/callback"));
        clients.get(client.getId()).update(client);
    }

    private String oidc() {
        return """
                oidc:
                  issuer: "%s"
                  client_id: %s
                  secret_file: "%s"
                  trust: "%s"
                  sign_in: none
                """.formatted(realm.settings().issuer(), CLIENT,
                realm.configuration().resolveSibling("console.secret"), keycloak.certificate());
    }

    private void allowEmergencies() throws IOException {
        Path rules = world.demo().folder().policy().resolve("rules/acme.yaml");
        Files.writeString(rules, Files.readString(rules) + """
                  - id: acme-ops-emergency
                    title: Emergency
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: %s
                    max: 1h
                    approval:
                      after: [{ count: 2, from: ops-owners }]
                      within: 1h
                      unreviewed: suspend
                      quota: 1 per 30d
                      notify: [audit]
                    rights: { shell: true, pty: true, exec: any }
                """.formatted(world.login()));
        Path ceiling = world.demo().folder().agent().resolve("ceiling.yaml");
        String before = Files.readString(ceiling);
        String after = before.replace("break_glass: false", "break_glass: true");
        assertFalse(after.equals(before), before);
        Files.writeString(ceiling, after);
    }

    @AfterAll
    void close() {
        http.close();
        world.close();
        gate.close();
        realm.close();
    }

    @Test
    @Order(1)
    void aMemberOfAMappedGroupSignsInWithTheKeyOfTheirAccount() {
        Await.until("Kim is known", PATIENCE,
                () -> world.as(KIM).ssh("gw", "whoami").out().contains("kim"));
        StockSsh.Result who = World.must(world.as(KIM).ssh("gw", "whoami", "--json"));
        assertTrue(who.out().contains("acme/staging") && who.out().contains("engineer"), who.out());
        assertTrue(health().contains("Keycloak answers"), health());
    }

    @Test
    @Order(2)
    void disabledInKeycloakIsGoneEverywhereWithinFiveSeconds() throws IOException {
        String token = signIn(KIM);
        assertEquals(200, me(token));
        try (Terminal shell = session(KIM)) {
            realm.enable(kim, false);
            long answered = System.nanoTime();
            Await.until("the session ends", GONE, () -> !shell.alive());
            report("a live session, after disabling the account", answered);
        }
        assertRefused(KIM);
        assertEquals(401, me(token));
        String held = World.must(world.as(World.OTTO).ssh("gw", "sessions", "--limit", "5", "--json")).out();
        assertTrue(held.contains("kim"), "what she did stays to be seen");
    }

    @Test
    @Order(3)
    void enabledAgainIsBackWithTheSameKey() {
        realm.enable(kim, true);
        back(GONE.plusSeconds(5));
    }

    @Test
    @Order(4)
    void aPersonOfTheDirectoryFileIsHeldWhenTheirAccountIsDeleted() throws IOException {
        String token = signIn(World.EMIL);
        try (Terminal shell = session(World.EMIL)) {
            realm.asAdministrator().users().get(emil).remove();
            long answered = System.nanoTime();
            Await.until("the session ends", GONE, () -> !shell.alive());
            report("a live session, after deleting the account", answered);
        }
        assertRefused(World.EMIL);
        assertEquals(401, me(token));
    }

    @Test
    @Order(5)
    void whileKeycloakDoesNotAnswerNobodyChangesAndHealthSaysSo() throws IOException {
        Await.until("Kora is known", PATIENCE,
                () -> world.as(KORA).ssh("gw", "whoami").out().contains("kora"));
        try (KeycloakDoor browser = new KeycloakDoor(keycloak, realm.settings().issuer());
                Terminal shell = session(KIM)) {
            String inside = cookie(back(leave(browser))).orElseThrow();
            Way underWay = leave(browser);
            gate.shut();
            realm.enable(kim, false);
            Await.until("health says so", PATIENCE, () -> health().contains("people stay as they are"));
            shell.type("echo STILL-$((20+3))\n");
            shell.awaitText("STILL-23");
            assertEquals(0, world.as(KIM).ssh("gw", "whoami").exit());
            try (Terminal emergency = emergency(KORA)) {
                nobodyNewComesIn(underWay);
                assertEquals(200, page("/requests", inside).statusCode(), "whoever is signed in stays so");
                assertTrue(shell.alive());
                gate.reopen();
                long answered = System.nanoTime();
                Await.until("what happened meanwhile is followed", Duration.ofSeconds(15),
                        () -> !shell.alive());
                report("a live session, after Keycloak answers again", answered);
                emergency.type("echo HERE-$((30+1))\n");
                emergency.awaitText("HERE-31");
            }
            assertTrue(cookie(back(leave(browser))).isPresent(), "signing in is possible again");
        }
        assertRefused(KIM);
        Await.until("health says so", PATIENCE, () -> health().contains("Keycloak answers"));
        realm.enable(kim, true);
        back(PATIENCE);
    }

    /** A shell that nobody agreed to, and nothing else lets in. */
    private Terminal emergency(Someone someone) throws IOException {
        String request = World.requestId(World.must(world.as(someone).ssh("gw", "request", "demo-host",
                "--as", world.login(), "--for", "30m", "--break-glass", "--reason",
                "'the database is down, INC-9'", "--json")));
        Terminal shell = Terminal.open(world, someone);
        shell.type("echo OPEN-$((40+2))\n");
        shell.awaitText("OPEN-42");
        Json.Obj newest = world.sessions().getFirst();
        assertEquals(request, newest.string("emergency"));
        return shell;
    }

    /** A browser at the point where the identity provider sends it back: {@code callback} has a code, {@code cookie} is the console's. */
    private record Way(URI callback, String cookie) {}

    /** There, with a password; a browser that was there before is not asked for it. */
    private Way leave(KeycloakDoor browser) {
        HttpResponse<String> gone = page("/sign-in/oidc", "");
        HttpResponse<String> there = browser.open(URI.create(gone.headers().firstValue("Location")
                .orElseThrow()));
        if (there.statusCode() == 200) {
            there = browser.fill(there, Map.of("username", "kora", "password", PASSWORD));
        }
        URI callback = URI.create(there.headers().firstValue("Location").orElseThrow());
        assertTrue(callback.getQuery().contains("code="), callback.toString());
        return new Way(callback, gone.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0]);
    }

    private HttpResponse<String> back(Way way) {
        return call(HttpRequest.newBuilder(way.callback).header("Cookie", way.cookie));
    }

    // Keycloak gave the code while it still answered, so that only its absence now keeps this browser
    // out.
    private void nobodyNewComesIn(Way underWay) {
        HttpResponse<String> refused = back(underWay);
        assertEquals(503, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("identity provider does not answer"), refused.body());
        assertEquals(Optional.empty(), cookie(refused));
    }

    /** The console session that an answer opens. */
    private static Optional<String> cookie(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream().map(each -> each.split(";", 2)[0])
                .filter(each -> each.startsWith("__Host-sallyport=")).findFirst();
    }

    private HttpResponse<String> page(String path, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(world.demo().consoleUrl() + path));
        return call(cookie.isEmpty() ? request : request.header("Cookie", cookie));
    }

    @Test
    @Order(6)
    void whoLeavesTheOrganisationLosesEverythingAndNobodyElseGetsTheirKey() throws IOException {
        String line = Files.readString(world.demo().folder().person("kim").resolve("id_ed25519.pub")).strip();
        try (Terminal shell = session(KIM)) {
            realm.asAdministrator().organizations().get(realm.organisation("acme")).members()
                    .removeMember(kim)
                    .close();
            long answered = System.nanoTime();
            Await.until("the session ends", GONE, () -> !shell.alive());
            report("a live session, after leaving the Organization", answered);
        }
        assertRefused(KIM);
        realm.enter("kurt", "acme", "/acme/staging", line);
        Await.until("the broker says whose key it is", PATIENCE,
                () -> log().contains("whose account is gone, so is taken for nobody else"));
        assertRefused(KIM);
    }

    // Asked of an auditor: a key that is refused again and again shuts the door to its address for a
    // while.
    private void back(Duration patience) {
        Await.until("Kim is held no more", patience,
                () -> !World.must(world.as(World.OTTO).ssh("gw", "people", "--json")).out().contains("kim"));
        World.must(world.as(KIM).ssh("gw", "whoami"));
    }

    /** A shell that is open. */
    private Terminal session(Someone someone) throws IOException {
        world.grant(someone, "2h");
        Terminal shell = Terminal.open(world, someone);
        shell.type("echo OPEN-$((40+2))\n");
        shell.awaitText("OPEN-42");
        return shell;
    }

    private void assertRefused(Someone someone) {
        StockSsh.Result refused = world.as(someone).ssh("gw", "whoami");
        assertEquals(255, refused.exit(), refused.said());
        assertTrue(refused.stderr().contains("Permission denied (publickey"), refused.said());
    }

    private static void report(String what, long since) {
        System.out.printf("%s: over after %d ms%n", what, (System.nanoTime() - since) / 1_000_000);
    }

    private String log() {
        try {
            return Files.readString(world.demo().folder().logs().resolve("broker.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String signIn(Someone someone) {
        Matcher code = CODE.matcher(World.must(world.as(someone).ssh("gw", "console")).out());
        assertTrue(code.find(), "no code");
        return JsonParser.parseObject(call(HttpRequest.newBuilder(api("sign-in"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"" + code.group(1) + "\"}"))).body(),
                1 << 16, 8).string("token");
    }

    private int me(String token) {
        return call(HttpRequest.newBuilder(api("me")).header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private String health() {
        return call(HttpRequest.newBuilder(api("health")).header("Authorization", "Bearer " + operator))
                .body();
    }

    private URI api(String path) {
        return URI.create(world.demo().consoleUrl() + "/api/v1/" + path);
    }

    private HttpResponse<String> call(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
