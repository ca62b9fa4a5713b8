package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What the sign-in that {@code keycloak init} makes gives away for a password, and for more than one. */
@Order(KeycloakServerIT.LAST)
@SharedKeycloak
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakLevelsIT {
    private static final String CONSOLE = "https://gw.example.com:8443/sign-in/oidc/callback";
    private static final String SECRET = "twenty-bytes-of-seed";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final Keycloak keycloak;
    private final KeycloakRealm realm;

    KeycloakLevelsIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.realm = new KeycloakRealm(keycloak, "levels").made();
        enter("only-password", password());
        enter("with-otp", password(), otp());
        enter("mistyping", password(), otp());
    }

    private void enter(String name, CredentialRepresentation... credentials) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(name);
        user.setFirstName("Some");
        user.setLastName("Body");
        user.setEmail(name + "@acme.example");
        user.setEnabled(true);
        user.setCredentials(List.of(credentials));
        realm.asAdministrator().users().create(user).close();
    }

    private static CredentialRepresentation password() {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType("password");
        password.setValue("of-this-test");
        return password;
    }

    private static CredentialRepresentation otp() {
        CredentialRepresentation otp = new CredentialRepresentation();
        otp.setType("otp");
        otp.setSecretData("{\"value\":\"" + SECRET + "\"}");
        otp.setCredentialData(
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        return otp;
    }

    @AfterAll
    void close() {
        realm.close();
    }

    private KeycloakDoor door() throws IOException {
        return new KeycloakDoor(keycloak, realm.settings().issuer());
    }

    private static Map<String, String> login(String name) {
        return Map.of("username", name, "password", "of-this-test");
    }

    private Json.Obj claims(KeycloakDoor door, HttpResponse<String> answer) throws IOException {
        Matcher code = CODE.matcher(answer.headers().firstValue("Location").orElse(""));
        assertTrue(code.find(), answer.statusCode() + " " + answer.headers() + answer.body());
        return door.claims(code.group(1), CONSOLE,
                Files.readString(realm.configuration().resolveSibling("console.secret")).strip());
    }

    @Test
    void aPasswordAloneGivesTheFirstLevel() throws IOException {
        try (KeycloakDoor door = door()) {
            HttpResponse<String> in = door.fill(door.ask(CONSOLE, "pwd", Map.of()), login("only-password"));
            Json.Obj claims = claims(door, in);
            assertEquals("pwd", claims.string("acr"));
            assertEquals(realm.settings().issuer(), claims.string("iss"));
            assertEquals("some-nonce", claims.string("nonce"));
        }
    }

    @Test
    void whoHasNoSecondFactorGetsNoSecondLevelAndIsNotOfferedToEnrolOne() throws IOException {
        for (String acr : List.of("mfa", "phr")) {
            try (KeycloakDoor door = door()) {
                HttpResponse<String> page = door.fill(door.ask(CONSOLE, acr, Map.of()),
                        login("only-password"));
                assertEquals(400, page.statusCode(), page.headers() + page.body());
                assertFalse(page.body().contains("totpSecret"), page.body());
                assertEquals(java.util.Optional.empty(), page.headers().firstValue("Location"));
            }
        }
    }

    @Test
    void aPasswordAndACodeGiveTheSecondLevelAndNotTheThird() throws IOException {
        try (KeycloakDoor door = door()) {
            HttpResponse<String> asked = door.fill(door.ask(CONSOLE, "mfa", Map.of()), login("with-otp"));
            assertEquals(200, asked.statusCode(), "a code is asked for: " + asked.body());
            HttpResponse<String> in = door.fill(asked, Map.of("otp", KeycloakDoor.totp(SECRET)));
            assertEquals("mfa", claims(door, in).string("acr"));
            assertEquals(302, door.ask(CONSOLE, "mfa", Map.of()).statusCode(), "signed in already");
            assertEquals(400, door.ask(CONSOLE, "phr", Map.of()).statusCode(), "a code is no passkey");
        }
    }

    // Somebody else's: while Keycloak still counts a wrong try, it takes nothing from the same person.
    @Test
    void aWrongCodeGivesNothing() throws IOException {
        try (KeycloakDoor door = door()) {
            HttpResponse<String> asked = door.fill(door.ask(CONSOLE, "mfa", Map.of()), login("mistyping"));
            HttpResponse<String> wrong = door.fill(asked, Map.of("otp", "000000"));
            assertEquals(200, wrong.statusCode(), wrong.body());
            assertEquals(java.util.Optional.empty(), wrong.headers().firstValue("Location"));
        }
    }

    @Test
    void noOtherAddressAndNothingWithoutPkceIsAnswered() throws IOException {
        try (KeycloakDoor door = door()) {
            assertEquals(400, door.ask(CONSOLE + "/more", "pwd", Map.of()).statusCode());
            assertEquals(400, door.ask("https://gw.example.com:8443/", "pwd", Map.of()).statusCode());
            assertEquals(400, door.ask("https://evil.example.com/", "pwd", Map.of()).statusCode());
            HttpResponse<String> without = door.ask(CONSOLE, "pwd",
                    Map.of("code_challenge", "", "code_challenge_method", ""));
            String back = without.headers().firstValue("Location").orElse("");
            assertTrue(back.contains("error=invalid_request"), without.statusCode() + back);
            HttpResponse<String> plain = door.ask(CONSOLE, "pwd",
                    Map.of("code_challenge", KeycloakDoor.VERIFIER, "code_challenge_method", "plain"));
            assertTrue(plain.headers().firstValue("Location").orElse("").contains("error=invalid_request"),
                    plain.headers().toString());
        }
    }
}
