package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.Factor;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.broker.keycloak.AdminApi;
import io.sallyport.broker.keycloak.KeycloakAccounts;
import io.sallyport.broker.keycloak.KeycloakSettings;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.keycloak.representations.idm.UserRepresentation;

/** The contract, kept by the real Keycloak with the service account that {@code keycloak init} makes. */
@Order(KeycloakServerIT.LAST)
@SharedKeycloak
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakAccountsIT extends AccountsContract {
    private final KeycloakRealm realm;
    private final AdminApi api;
    private final Accounts accounts;

    KeycloakAccountsIT(Keycloak keycloak) throws IOException {
        this.realm = new KeycloakRealm(keycloak, "accounts").made();
        this.api = AdminApi.asService(realm.settings());
        this.accounts = accounts(realm.settings(), api);
    }

    private static Accounts accounts(KeycloakSettings settings, AdminApi api) {
        return new KeycloakAccounts(api, settings, _ -> Optional.empty(), new SecureRandom());
    }

    @AfterAll
    void close() {
        api.close();
        realm.close();
    }

    @Override
    Accounts accounts() {
        return accounts;
    }

    private static NewAccount wanted(String name, String organisation, String... groups) {
        return new NewAccount(new PersonName(name), "Xenia Test", Optional.of(name + "@acme.example"),
                new OrganisationName(organisation),
                Set.of(groups).stream().map(GroupName::new).collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void aNewAccountHasToChangeItsPasswordAndEnrolASecondFactor() {
        accounts.provision(wanted("katja", "acme"));
        assertEquals(Set.of(Factor.PASSWORD), accounts.find(new PersonName("katja")).orElseThrow().factors());
        UserRepresentation user = user("katja");
        assertEquals(Set.of("UPDATE_PASSWORD", "CONFIGURE_TOTP"), Set.copyOf(user.getRequiredActions()));
    }

    @Test
    void anAccountThatWasHalfMadeIsMadeWholeByAskingAgain() {
        UserRepresentation half = new UserRepresentation();
        half.setUsername("lotte");
        half.setEmail("lotte@acme.example");
        half.setEnabled(true);
        half.setRequiredActions(List.of("CONFIGURE_TOTP"));
        realm.asAdministrator().users().create(half).close();
        Provisioned.Made made = assertInstanceOf(Provisioned.Made.class,
                accounts.provision(wanted("lotte", "acme", "acme/ops")));
        assertTrue(made.firstPassword().isPresent());
        assertEquals(Set.of(new GroupName("acme/ops")),
                accounts.find(new PersonName("lotte")).orElseThrow().groups());
    }

    @Test
    void whatKeycloakDoesNotHaveIsRefusedBeforeAnythingIsMade() {
        assertInstanceOf(Provisioned.Refused.class, accounts.provision(wanted("mia", "acme", "unmapped")));
        assertInstanceOf(Provisioned.Refused.class, accounts.provision(wanted("mia", "unknown")));
        assertEquals(List.of(), realm.asAdministrator().users().searchByUsername("mia", true));
    }

    @Test
    void anAccountOfOneProviderIsNotGivenToAnother() {
        accounts.provision(wanted("nele", "acme"));
        assertInstanceOf(Provisioned.Refused.class, accounts.provision(wanted("nele", "globex")));
        assertEquals(new OrganisationName("acme"),
                accounts.find(new PersonName("nele")).orElseThrow().organisation());
    }

    @Test
    void anAccountOfTheCompanyIsNotGivenToAProvider() {
        accounts.provision(new NewAccount(new PersonName("quinta"), "Quinta Test",
                Optional.of("quinta@acme.example"), new OrganisationName("example"), Set.of()));
        assertInstanceOf(Provisioned.Refused.class, accounts.provision(wanted("quinta", "acme")));
        assertEquals(new OrganisationName("example"),
                accounts.find(new PersonName("quinta")).orElseThrow().organisation());
    }

    @Test
    void aMailAddressThatAnotherAccountHasIsRefused() {
        accounts.provision(wanted("olga", "acme"));
        assertInstanceOf(Provisioned.Refused.class, accounts.provision(new NewAccount(new PersonName("paula"),
                "Paula", Optional.of("olga@acme.example"), new OrganisationName("acme"), Set.of())));
    }

    @Test
    void groupsThatMeanNothingHereAreLeftAlone() {
        org.keycloak.representations.idm.GroupRepresentation football = new org.keycloak.representations.idm.GroupRepresentation();
        football.setName("football");
        realm.asAdministrator().groups().add(football).close();
        accounts.provision(wanted("rosa", "acme", "acme/ops"));
        String id = user("rosa").getId();
        realm.asAdministrator().users().get(id)
                .joinGroup(realm.asAdministrator().getGroupByPath("/football").getId());
        accounts.provision(wanted("rosa", "acme", "acme/staging"));
        assertEquals(Set.of("/football", "/acme/staging"), realm.asAdministrator().users().get(id).groups()
                .stream().map(group -> group.getPath()).collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void aServerThatIsNotThereOrNotTrustedIsUnavailableAndNothingElse() throws IOException {
        KeycloakSettings good = realm.settings();
        KeycloakSettings closed = new KeycloakSettings(URI.create("https://localhost:1"), good.realm(),
                good.clientId(), good.secretFile(), good.trust(), good.groups(), good.roles(),
                good.internal(), good.enrol());
        KeycloakSettings untrusted = new KeycloakSettings(good.server(), good.realm(), good.clientId(),
                good.secretFile(), Optional.empty(), good.groups(), good.roles(), good.internal(),
                good.enrol());
        KeycloakSettings stranger = new KeycloakSettings(good.server(), good.realm(), "admin-cli",
                good.secretFile(), good.trust(), good.groups(), good.roles(), good.internal(), good.enrol());
        assertEquals("Keycloak does not answer", trouble(closed));
        assertTrue(trouble(untrusted).contains("certificate"), trouble(untrusted));
        assertTrue(trouble(stranger).contains("does not take the name and secret"), trouble(stranger));
    }

    private static String trouble(KeycloakSettings settings) throws IOException {
        try (AdminApi api = AdminApi.asService(settings)) {
            Accounts accounts = accounts(settings, api);
            return String.valueOf(assertThrows(AccountsUnavailableException.class,
                    () -> accounts.find(new PersonName("anybody"))).getMessage());
        }
    }

    private UserRepresentation user(String name) {
        return realm.asAdministrator().users().searchByUsername(name, true).getFirst();
    }
}
