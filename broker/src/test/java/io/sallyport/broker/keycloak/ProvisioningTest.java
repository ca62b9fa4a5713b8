package io.sallyport.broker.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.OrganizationMembersResource;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.admin.client.resource.OrganizationsMembersResource;
import org.keycloak.admin.client.resource.OrganizationsResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.admin.client.resource.UsersResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Whose account it is that already has the name somebody chose. */
class ProvisioningTest {
    private static final OrganisationName ACME = new OrganisationName("acme");
    private static final NewAccount WANTED = new NewAccount(new PersonName("boss"), "Nina New",
            Optional.of("nina@acme.example"), ACME, Set.of());
    private final List<String> changes = new ArrayList<>();
    private final List<GroupRepresentation> groups = new ArrayList<>();

    private static KeycloakSettings settings() {
        return new KeycloakSettings(URI.create("https://id.test"), "company", "sync", Path.of("none"),
                Optional.empty(), new TreeMap<>(), new TreeMap<>(),
                new KeycloakSettings.Internal(new OrganisationName("example"), "/company"),
                KeycloakSettings.Enrolment.OTP);
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, answers));
    }

    private Object done(String what) {
        changes.add(what);
        return Response.noContent().build();
    }

    private static AssertionError unexpected(java.lang.reflect.Method method) {
        return new AssertionError(method.toString());
    }

    private RealmResource realm() {
        OrganizationRepresentation acme = new OrganizationRepresentation();
        acme.setId("o-1");
        acme.setAlias("acme");
        OrganizationMembersResource members = fake(OrganizationMembersResource.class,
                (_, _, _) -> done("joins"));
        OrganizationsMembersResource memberships = fake(OrganizationsMembersResource.class,
                (_, _, _) -> List.of());
        OrganizationResource organisation = fake(OrganizationResource.class, (_, _, _) -> members);
        OrganizationsResource organisations = fake(OrganizationsResource.class,
                (_, method, _) -> switch (method.getName()) {
                    case "search" -> List.of(acme);
                    case "get" -> organisation;
                    case "members" -> memberships;
                    default -> throw unexpected(method);
                });
        UserResource user = fake(UserResource.class, (_, method, _) -> switch (method.getName()) {
            case "groups" -> groups;
            case "update" -> done("changes");
            case "credentials" -> List.of();
            default -> throw unexpected(method);
        });
        UsersResource users = fake(UsersResource.class, (_, _, _) -> user);
        return fake(RealmResource.class, (_, method, _) -> switch (method.getName()) {
            case "users" -> users;
            case "organizations" -> organisations;
            default -> throw unexpected(method);
        });
    }

    private static UserRepresentation account(String mail) {
        UserRepresentation account = new UserRepresentation();
        account.setId("u-1");
        account.setUsername("boss");
        account.setEmail(mail);
        return account;
    }

    private Provisioned provision(UserRepresentation there, boolean theirs) {
        return new Provisioning(settings(), new SecureRandom()).provision(realm(), Optional.of(there), theirs,
                WANTED);
    }

    @Test
    void anAccountOfAnotherMailAddressIsNeitherTakenNorTouched() {
        assertInstanceOf(Provisioned.Refused.class, provision(account("boss@example.com"), false));
        UserRepresentation without = account("");
        without.setEmail(null);
        assertInstanceOf(Provisioned.Refused.class, provision(without, false));
        assertEquals(List.of(), changes);
    }

    @Test
    void anAccountOfTheCompanyIsNotGivenToAProviderWhoeverAsks() {
        GroupRepresentation company = new GroupRepresentation();
        company.setPath("/company");
        groups.add(company);
        assertInstanceOf(Provisioned.Refused.class, provision(account("nina@acme.example"), false));
        assertInstanceOf(Provisioned.Refused.class, provision(account("nina@acme.example"), true));
        assertEquals(List.of(), changes);
    }

    @Test
    void anAccountOfThatMailAddressOrKnownToBeThePersonsIsBroughtToWhatIsWanted() {
        assertInstanceOf(Provisioned.Existing.class, provision(account("Nina@acme.example"), false));
        assertInstanceOf(Provisioned.Existing.class, provision(account("nina.before@acme.example"), true));
        assertEquals(List.of("changes", "joins", "changes", "joins"), changes);
    }
}
