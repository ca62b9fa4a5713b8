package io.sallyport.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.LoadState;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.broker.keycloak.RealmPlan;
import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.wire.tls.PemTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Sign-in to the console through the real Keycloak, in a real browser: what is proven there, and what ends here when it ends there. */
@Order(KeycloakServerIT.LAST - 1)
@SharedKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakSignInIT {
    private static final String REALM = "signin";
    private static final String CLIENT = "sallyport-console";
    private static final String PASSWORD = "a-long-enough-Password-1";
    private static final String OTP_SECRET = "twenty-bytes-of-a-key";
    private static final Pattern CONFIRM = Pattern.compile("https://\\S+/confirm/[0-9a-f]{32}");

    private final KeycloakRealm realm;
    private final World world = World.start();
    private final HttpServer relay;
    private final String ada;
    private final String bob;
    private final String eva;
    private final String gita;
    private final Chromium chromium = new Chromium();

    KeycloakSignInIT(Keycloak keycloak) throws IOException {
        this.realm = new KeycloakRealm(keycloak, REALM).made();
        this.relay = relay(world.demo().consoleUrl(),
                world.demo().folder().broker().resolve("state/console/console.crt"));
        String secret = register();
        this.ada = account("ada");
        this.bob = account("bob");
        this.eva = account("eva");
        // Whoever runs the realm asks it of her; she does it herself.
        this.gita = account("gita", "webauthn-register");
        link();
        Path folder = world.demo().folder().broker();
        Path file = Files.writeString(folder.resolve("oidc-secret"), secret + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        DemoPorts ports = world.demo().ports();
        world.demo().program("broker").end(Duration.ofSeconds(10));
        Files.deleteIfExists(world.demo().folder().listening());
        world.demo().startBroker(ports, """
                oidc:
                  issuer: "%s/realms/%s"
                  client_id: %s
                  secret_file: oidc-secret
                  trust: "%s"
                  acr: { otp: %s, phishing-resistant: %s }
                  title: Keycloak
                """.formatted(keycloak.url(), REALM, CLIENT, keycloak.certificate(),
                RealmPlan.ACR_SECOND_FACTOR, RealmPlan.ACR_PHISHING_RESISTANT));
    }

    @AfterAll
    void close() {
        chromium.close();
        relay.stop(0);
        world.close();
        realm.close();
    }

    // The console's port is known only now; nothing else of the client is changed.
    private String register() {
        var clients = realm.asAdministrator().clients();
        ClientRepresentation client = clients.findByClientId(CLIENT).getFirst();
        client.setRedirectUris(List.of(world.demo().consoleUrl() + "/sign-in/oidc/callback"));
        client.getAttributes().putAll(Map.of("backchannel.logout.url",
                "http://127.0.0.1:" + relay.getAddress().getPort() + "/",
                "post.logout.redirect.uris", world.demo().consoleUrl() + "/"));
        clients.get(client.getId()).update(client);
        return clients.get(client.getId()).getSecret().getValue();
    }

    private String account(String name, String... toDo) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(PASSWORD);
        CredentialRepresentation otp = new CredentialRepresentation();
        otp.setType("otp");
        otp.setSecretData("{\"value\":\"" + OTP_SECRET + "\"}");
        otp.setCredentialData(
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        UserRepresentation user = new UserRepresentation();
        user.setUsername(name);
        user.setFirstName(name);
        user.setLastName("of Keycloak");
        user.setEmail(name + "@example.com");
        user.setEmailVerified(true);
        user.setEnabled(true);
        user.setCredentials(List.of(password, otp));
        user.setRequiredActions(List.of(toDo));
        return CreatedResponseUtil.getCreatedId(realm.asAdministrator().users().create(user));
    }

    // The directory says which account is which person; Bob's is left out of it on purpose.
    private void link() throws IOException {
        Path directory = world.demo().folder().directory();
        String text = Files.readString(directory);
        for (Map.Entry<String, String> each : Map.of("ada", ada, "eva", eva, "gita", gita).entrySet()) {
            String linked = text.replaceFirst("name: " + each.getKey() + ",",
                    "name: " + each.getKey() + ", subject: \"" + each.getValue() + "\",");
            assertFalse(linked.equals(text), text);
            text = linked;
        }
        Files.writeString(directory, text);
    }

    // Keycloak does not trust the certificate of the console: something has to stand between them.
    private static HttpServer relay(String console, Path certificate) throws IOException {
        HttpServer relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        relay.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            try (HttpClient http = HttpClient.newBuilder().sslContext(PemTrust.context(certificate))
                    .build()) {
                HttpResponse<byte[]> answer = http.send(HttpRequest
                        .newBuilder(URI.create(console + "/sign-in/oidc/logout"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                exchange.sendResponseHeaders(answer.statusCode(), -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        relay.start();
        return relay;
    }

    private void password(Page page, String name) {
        page.navigate(world.demo().consoleUrl() + "/sign-in");
        page.locator("[data-action=sign-in-oidc]").click();
        page.locator("#username").fill(name);
        if (page.locator("#password").count() == 0) {
            page.locator("#kc-login").click();
        }
        page.locator("#password").fill(PASSWORD);
        page.locator("#kc-login").click();
    }

    private boolean inside(Page page) {
        page.navigate(world.demo().consoleUrl() + "/inbox");
        return page.url().endsWith("/inbox");
    }

    @Test
    void passwordAndCodeSignInAndALogoutThereEndsTheSessionHere() throws GeneralSecurityException {
        Page page = chromium.page();
        password(page, "ada");
        page.locator("#otp").fill(totp());
        page.locator("#kc-login").click();
        page.waitForURL(world.demo().consoleUrl() + "/inbox");
        assertThat(page.locator(".who-name")).containsText("Ada");
        assertTrue(inside(page));
        Instant before = Instant.now();
        realm.asAdministrator().users().get(ada).logout();
        Await.until("the console session has ended", Duration.ofSeconds(5), () -> !inside(page));
        assertTrue(Duration.between(before, Instant.now()).compareTo(Duration.ofSeconds(5)) <= 0);
    }

    @Test
    void aLogoutThereEndsALiveSshSessionHereAndLeavingTheConsoleAloneDoesNot()
            throws GeneralSecurityException, IOException {
        Await.until("the agent is back", Duration.ofSeconds(90), () -> world.as(World.EVA)
                .ssh("gw", "targets", "--json").out().contains("\"online\":true"));
        world.grant(World.EVA, "2h");
        Page page = chromium.page();
        password(page, "eva");
        page.locator("#otp").fill(totp());
        page.locator("#kc-login").click();
        page.waitForURL(world.demo().consoleUrl() + "/requests");
        try (Terminal shell = Terminal.open(world, World.EVA)) {
            shell.type("echo OPEN-$((40+2))\n");
            shell.awaitText("OPEN-42");
            page.locator("[data-action=sign-out]").click();
            assertThat(page.locator("#signed-out")).containsText("ends your open SSH session");
            assertFalse(inside(page));
            shell.type("echo STILL-$((20+3))\n");
            shell.awaitText("STILL-23");
            Instant before = Instant.now();
            realm.asAdministrator().users().get(eva).logout();
            Await.until("the SSH session has ended", Duration.ofSeconds(5), () -> !shell.alive());
            System.out.println("[measured] SSH session, after a logout there: "
                    + Duration.between(before, Instant.now()).toMillis() + " ms");
            shell.awaitText("You were signed out at the identity provider.");
        }
        assertTrue(World.must(world.as(World.ADA).ssh("gw", "sessions", "--json")).out()
                .contains("signed-out"));
    }

    @Test
    void anAccountThatIsDisabledOrNobodysGetsInNowhere() throws GeneralSecurityException {
        Page page = chromium.page();
        password(page, "bob");
        page.locator("#otp").fill(totp());
        page.locator("#kc-login").click();
        assertThat(page.locator("#problem")).isVisible();
        assertEquals("sign-in", page.locator("#problem").getAttribute("data-reason"));
        assertFalse(inside(page));
        realm.enable(bob, false);
        Page again = chromium.page();
        password(again, "bob");
        assertFalse(inside(again));
    }

    /** The third level, from its registration over there to a connection here that needs it and goes on by itself. */
    @Test
    void aPasskeyOfKeycloakConfirmsWhatAPasswordAndACodeDoNot() throws Exception {
        Await.until("the agent is back", Duration.ofSeconds(90), () -> world.as(World.GITA)
                .ssh("gw", "targets", "--json").out().contains("\"online\":true"));
        world.grant(World.GITA, "2h");
        onlyByPasskey("globex/dba");
        Page page = chromium.page();
        VirtualAuthenticator.into(page);
        password(page, "gita");
        page.locator("#otp").fill(totp());
        page.locator("#kc-login").click();
        page.onceDialog(dialog -> dialog.accept("phone"));
        press(page, "#registerWebAuthn");
        page.waitForURL(world.demo().consoleUrl() + "/requests");
        assertTrue(realm.asAdministrator().users().get(gita).credentials().stream()
                .anyMatch(each -> each.getType().equals("webauthn") && each.getUserLabel().equals("phone")));

        try (Terminal terminal = Terminal.ofAPerson(world.demo().folder().sshConfig("gita"), "demo-host",
                "echo", "in-$((40+2))")) {
            terminal.awaitText("a passkey or security key besides your key, for demo-host");
            terminal.awaitText("Press Enter for a link");
            terminal.type("\r");
            terminal.awaitText("goes on by itself");
            Matcher link = CONFIRM.matcher(terminal.screen());
            assertTrue(link.find(), terminal.screen());
            page.navigate(link.group());
            // A password and a code of just now: fresh, and not enough, whoever leaves the button out.
            assertThat(page.locator("#confirmation")).hasAttribute("data-enough", "false");
            assertThat(page.locator("[data-action=confirm]")).hasCount(0);
            assertTrue(yes(page).contains("Prove first that it is you."));
            assertTrue(terminal.alive());

            Request asked = page.waitForRequest(
                    request -> request.url().contains("/protocol/openid-connect/auth?"),
                    () -> page.locator("[data-action=prove]").click());
            String query = URLDecoder.decode(asked.url(), StandardCharsets.UTF_8);
            assertTrue(query.contains("\"values\":[\"" + RealmPlan.ACR_PHISHING_RESISTANT + "\"]"), query);
            press(page, "#authenticateWebAuthnButton");
            page.waitForURL(link.group());
            assertThat(page.locator("#confirmation")).hasAttribute("data-enough", "true");
            assertTrue(terminal.alive());
            page.locator("[data-action=confirm]").click();
            assertThat(page.locator("#confirmed")).hasAttribute("data-how", "confirmed");
            terminal.awaitText("in-42");
            assertEquals(0, terminal.awaitExit());
        }
    }

    // What a button of Keycloak's does comes with a script of its own, and a click before that is lost.
    private static void press(Page page, String button) {
        page.locator(button).waitFor();
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.locator(button).click();
    }

    // From now on: grants that run already are used under it too.
    private void onlyByPasskey(String group) throws IOException {
        Path rules = world.demo().folder().policy().resolve("rules/acme.yaml");
        String before = Files.readString(rules);
        String after = before.replace("who: { group: " + group + " }",
                "who: { group: " + group + ", mfa: phishing-resistant }");
        assertFalse(after.equals(before), before);
        Files.writeString(rules, after);
        StockSsh.Result reloaded = Recordings.run(Program.broker(World.home()).commandLine("reload",
                "--config", world.demo().folder().brokerConfig().toString()));
        assertEquals(0, reloaded.exit(), reloaded.said());
    }

    /** What the console answers to the yes of a page that does not offer it. */
    private static String yes(Page page) {
        return String.valueOf(page.evaluate("""
                async () => {
                    const token = document.querySelector("form[action$='/no'] [name=_csrf]").value;
                    const answer = await fetch(location.pathname + "/yes",
                            { method: "POST", headers: { "X-CSRF-Token": token } });
                    return answer.status + " " + await answer.text();
                }"""));
    }

    private static String totp() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(OTP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] hash = mac
                .doFinal(ByteBuffer.allocate(8).putLong(Instant.now().getEpochSecond() / 30).array());
        int at = hash[hash.length - 1] & 15;
        int number = ByteBuffer.wrap(hash, at, 4).getInt() & Integer.MAX_VALUE;
        return String.format("%06d", number % 1_000_000);
    }
}
