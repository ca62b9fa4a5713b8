package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** {@code sallyport keycloak init} against the real server: made once, then left alone, and brought back when it drifted. */
@Order(KeycloakServerIT.LAST)
@SharedKeycloak
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakInitIT {
    private final KeycloakRealm realm;

    KeycloakInitIT(Keycloak keycloak) {
        this.realm = new KeycloakRealm(keycloak, "init");
    }

    @AfterAll
    void close() {
        realm.close();
    }

    @Test
    @Order(1)
    void aDryRunMakesNothing() {
        StockSsh.Result dry = realm.init("--dry-run");
        assertEquals(1, dry.exit(), dry.said());
        assertTrue(dry.out().contains("would make  realm init"), dry.said());
        assertTrue(dry.said().contains("26.7.3 has known holes"), dry.said());
        assertFalse(Files.exists(realm.configuration().resolveSibling("sync.secret")), "no secret either");
        StockSsh.Result again = realm.init("--dry-run", "--json");
        assertEquals("[realm init]", things(again, "made").toString());
    }

    @Test
    @Order(2)
    void theFirstRunMakesEverything() throws IOException {
        StockSsh.Result made = realm.init();
        assertEquals(0, made.exit(), made.said());
        for (String thing : List.of("realm init", "group /acme/ops", "organisation globex",
                "client sallyport-console", "client sallyport-sync")) {
            assertTrue(made.out().contains("made        " + thing + "\n"), thing + " in " + made.said());
        }
        assertTrue(made.out().contains("  issuer: \"") && made.out().contains("/realms/init\""), made.said());
        assertEquals("rw-------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(realm.configuration().resolveSibling("console.secret"))));
    }

    @Test
    @Order(3)
    void aSecondRunChangesNothingAndSaysSo() {
        StockSsh.Result again = realm.init();
        assertEquals(0, again.exit(), again.said());
        assertTrue(again.out().contains("Nothing to change"), again.said());
        assertFalse(again.out().contains("made ") || again.out().contains("mended "), again.said());
        StockSsh.Result dry = realm.init("--dry-run", "--json");
        assertEquals(0, dry.exit(), dry.said());
        assertEquals(0, KeycloakRealm.json(dry).number("changes"));
    }

    @Test
    @Order(4)
    void nobodyRegistersThemselvesAndGuessingIsSlow() {
        RealmRepresentation made = realm.asAdministrator().toRepresentation();
        assertFalse(made.isRegistrationAllowed());
        assertTrue(made.isBruteForceProtected());
        assertTrue(made.isEventsEnabled() && made.isAdminEventsEnabled() && made.isOrganizationsEnabled());
    }

    @Test
    @Order(5)
    void theConsolesClientTakesOneExactAddressAndPkceOnly() {
        ClientRepresentation console = client("sallyport-console");
        assertEquals(List.of("https://gw.example.com:8443/sign-in/oidc/callback"), console.getRedirectUris());
        assertEquals(List.of(), console.getWebOrigins());
        assertEquals("S256", console.getAttributes().get("pkce.code.challenge.method"));
        assertEquals("https://gw.example.com:8443/sign-in/oidc/logout",
                console.getAttributes().get("backchannel.logout.url"));
        assertFalse(console.isPublicClient() || console.isDirectAccessGrantsEnabled()
                || console.isImplicitFlowEnabled() || console.isServiceAccountsEnabled());
    }

    @Test
    @Order(6)
    void anSshKeyIsEnteredByAdministratorsOnlyAndOnlyWhenItLooksLikeOne() {
        String good = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJf0mPZ1g0Jm9Y6x0Jt1m7v8mB8bqkK0wqk3n1hZJm2B laptop";
        String id = realm.enter("lena", "acme", "/acme/ops", good);
        UserRepresentation lena = realm.asAdministrator().users().get(id).toRepresentation();
        assertEquals(List.of(good), lena.getAttributes().get("sshPublicKey"));
        lena.setAttributes(Map.of("sshPublicKey", List.of("ssh-dss AAAAB3NzaC1kc3M= old")));
        RealmResource administrator = realm.asAdministrator();
        assertThrows(BadRequestException.class,
                () -> administrator.users().get(id).update(lena));
        assertEquals(Set.of("admin"), administrator.users().userProfile().getConfiguration()
                .getAttribute("sshPublicKey").getPermissions().getEdit());
    }

    @Test
    @Order(7)
    void whatDriftedIsBroughtBackAndWhatIsNotOursIsLeftAlone() {
        RealmResource administrator = realm.asAdministrator();
        RealmRepresentation drifted = administrator.toRepresentation();
        drifted.setRegistrationAllowed(true);
        drifted.setDisplayName("Our people");
        administrator.update(drifted);
        ClientRepresentation console = client("sallyport-console");
        console.setRedirectUris(List.of("https://gw.example.com:8443/*"));
        console.getAttributes().put("pkce.code.challenge.method", "");
        console.getAttributes().put("logoUri", "https://example.com/logo.png");
        administrator.clients().get(console.getId()).update(console);
        String serviceUser = administrator.clients().get(client("sallyport-sync").getId())
                .getServiceAccountUser().getId();
        String administration = client("realm-management").getId();
        administrator.users().get(serviceUser).roles().clientLevel(administration).add(List.of(
                administrator.clients().get(administration).roles().get("realm-admin").toRepresentation()));
        AuthenticationExecutionInfoRepresentation password = administrator.flows()
                .getExecutions(administrator.toRepresentation().getBrowserFlow()).stream()
                .filter(each -> "auth-otp-form".equals(each.getProviderId())).findFirst().orElseThrow();
        password.setRequirement("DISABLED");
        administrator.flows().updateExecutions(administrator.toRepresentation().getBrowserFlow(), password);

        StockSsh.Result mended = realm.init("--json");
        assertEquals(0, mended.exit(), mended.said());
        assertEquals(List.of("settings of the realm", "browser flow", "client sallyport-console",
                "roles of sallyport-sync"), things(mended, "changed"));
        assertEquals(List.of(), things(mended, "made"));
        RealmRepresentation after = administrator.toRepresentation();
        assertFalse(after.isRegistrationAllowed());
        assertEquals("Our people", after.getDisplayName());
        assertEquals("sallyport browser 2", after.getBrowserFlow());
        assertEquals(1, administrator.flows().getFlows().stream()
                .filter(flow -> flow.getAlias().startsWith("sallyport")).count(), "the old one is gone");
        ClientRepresentation console2 = client("sallyport-console");
        assertEquals(List.of("https://gw.example.com:8443/sign-in/oidc/callback"),
                console2.getRedirectUris());
        assertEquals("S256", console2.getAttributes().get("pkce.code.challenge.method"));
        assertEquals("https://example.com/logo.png", console2.getAttributes().get("logoUri"));
        assertEquals(Set.of("manage-users", "manage-organizations", "view-events"),
                administrator.users().get(serviceUser).roles().clientLevel(administration).listAll().stream()
                        .map(role -> role.getName()).collect(Collectors.toSet()));
        assertEquals(0, KeycloakRealm.json(realm.init("--json")).number("changes"));
    }

    @Test
    @Order(8)
    void aWrongPasswordIsSaidAndShownNowhere() throws IOException {
        Path wrong = Files.writeString(realm.configuration().resolveSibling("wrong"), "not-it\n");
        StockSsh.Result open = realm.initWith(wrong);
        assertEquals(2, open.exit(), "a file that others may read: " + open.said());
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
        StockSsh.Result refused = realm.initWith(wrong);
        assertEquals(1, refused.exit(), refused.said());
        assertTrue(refused.said().contains("does not take the name and secret"), refused.said());
        assertFalse((open.said() + refused.said()).contains("not-it"), refused.said());
    }

    private ClientRepresentation client(String id) {
        return realm.asAdministrator().clients().findByClientId(id).getFirst();
    }

    private static List<String> things(StockSsh.Result result, String outcome) {
        List<String> things = new ArrayList<>();
        for (Json.Obj step : KeycloakRealm.json(result).objects("steps")) {
            if (step.string("outcome").equals(outcome)) {
                things.add(step.string("thing"));
            }
        }
        return things;
    }
}
