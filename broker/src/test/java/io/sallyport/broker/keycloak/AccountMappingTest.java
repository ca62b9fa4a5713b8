package io.sallyport.broker.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserRepresentation;

class AccountMappingTest {
    static final KeycloakSettings SETTINGS = new KeycloakSettings(URI.create("https://id.example.com"),
            "company", "sallyport-sync", Path.of("sync.secret"), Optional.empty(),
            new TreeMap<>(Map.of("/acme/ops", new GroupName("acme/ops"), "/owners",
                    new GroupName("ops-owners"))),
            new TreeMap<>(Map.of("/acme/ops", Role.ENGINEER, "/owners", Role.APPROVER)),
            new KeycloakSettings.Internal(new OrganisationName("example"), "/company"),
            KeycloakSettings.Enrolment.OTP);
    private static final Set<String> PROVIDERS = Set.of("acme", "globex");

    private final List<String> reports = new ArrayList<>();

    static UserRepresentation user(String name) {
        UserRepresentation user = new UserRepresentation();
        user.setId("id-of-" + name);
        user.setUsername(name);
        user.setFirstName("Eva");
        user.setLastName("Engineer");
        user.setEmail(name + "@acme.example");
        user.setEnabled(true);
        return user;
    }

    private Optional<Person> person(UserRepresentation user, Set<String> organisations, Set<String> groups) {
        return new AccountMapping(SETTINGS).person(
                new Roster.Seen(user, organisations, groups, true), PROVIDERS, reports::add);
    }

    @Test
    void anAccountIsAPersonWithWhatItsMappedGroupsMean() {
        Person eva = person(user("eva"), Set.of("acme"), Set.of("/acme/ops")).orElseThrow();
        assertEquals("eva", eva.name().value());
        assertEquals("Eva Engineer", eva.fullName());
        assertEquals(new OrganisationName("acme"), eva.organisation());
        assertFalse(eva.internal());
        assertEquals(Set.of(new GroupName("acme/ops")), eva.groups());
        assertEquals(Set.of(Role.ENGINEER), eva.roles());
        assertEquals(Origin.KEYCLOAK, eva.origin());
        assertEquals(Optional.of("id-of-eva"), eva.subject());
        assertEquals(List.of(), reports);
    }

    @Test
    void whoIsOfNoOrganisationIsNobodyAndNotOfTheCompany() {
        assertEquals(Optional.empty(), person(user("eva"), Set.of(), Set.of("/owners")));
        assertTrue(reports.toString().contains("of no organisation"), reports.toString());
    }

    @Test
    void whoIsOfTwoOrganisationsIsNobody() {
        assertEquals(Optional.empty(), person(user("eva"), Set.of("acme", "globex"), Set.of()));
        assertEquals(Optional.empty(), person(user("eva"), Set.of("acme"), Set.of("/company")));
        assertEquals(2, reports.size(), reports.toString());
    }

    @Test
    void theCompanysPeopleAreTheMembersOfOneGroup() {
        Person ada = person(user("ada"), Set.of(), Set.of("/company", "/owners")).orElseThrow();
        assertTrue(ada.internal());
        assertEquals(Set.of(Role.APPROVER), ada.roles());
    }

    @Test
    void anOrganisationThatBearsTheCompanysNameMakesNobodyOfTheCompany() {
        assertEquals(Optional.empty(), person(user("eva"), Set.of("example"), Set.of()));
        assertTrue(reports.toString().contains("can't be a provider"), reports.toString());
    }

    @Test
    void aGroupOfAnotherProviderIsNotTaken() {
        Person gita = person(user("gita"), Set.of("globex"), Set.of("/acme/ops")).orElseThrow();
        assertEquals(Set.of(), gita.groups());
        assertTrue(reports.toString().contains("of another organisation"), reports.toString());
    }

    @Test
    void aRoleThatKeycloakGivesIsNoneHere() {
        UserRepresentation user = user("root");
        user.setRealmRoles(List.of("admin", "administrator"));
        user.setClientRoles(Map.of("realm-management", List.of("realm-admin")));
        assertEquals(Set.of(), person(user, Set.of("acme"), Set.of("/realm-admins")).orElseThrow().roles());
    }

    @Test
    void aNameThatCantBeAPersonsIsReportedWithoutItsControlCharacters() {
        assertEquals(Optional.empty(), person(user("e\u001b[2Jva"), Set.of("acme"), Set.of()));
        assertFalse(reports.toString().contains("\u001b"), reports.toString());
    }

    @Test
    void whoseOrganisationIsSwitchedOffIsDisabled() {
        Optional<Person> eva = new AccountMapping(SETTINGS).person(
                new Roster.Seen(user("eva"), Set.of("acme"), Set.of(), false), PROVIDERS, reports::add);
        assertFalse(eva.orElseThrow().enabled());
    }

    @Test
    void aFullNameIsOneLineOfPlainText() {
        UserRepresentation user = user("eva");
        user.setFirstName("Eva\nroot");
        user.setLastName("x".repeat(500));
        String name = person(user, Set.of("acme"), Set.of()).orElseThrow().fullName();
        assertTrue(name.length() <= 200 && !name.contains("\n"), name);
    }
}
