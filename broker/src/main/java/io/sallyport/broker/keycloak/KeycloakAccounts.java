package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.Factor;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.policies.id.PersonName;
import jakarta.ws.rs.NotFoundException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The accounts of a realm of Keycloak. */
public final class KeycloakAccounts implements Accounts {
    private final AdminApi api;
    private final AccountMapping mapping;
    private final Provisioning provisioning;
    private final Function<PersonName, Optional<String>> subjects;

    /** @param subjects what Keycloak calls a person, when that is known; else the user of the person's name is theirs */
    public KeycloakAccounts(AdminApi api, KeycloakSettings settings,
            Function<PersonName, Optional<String>> subjects, SecureRandom random) {
        this.api = api;
        this.mapping = new AccountMapping(settings);
        this.provisioning = new Provisioning(settings, random);
        this.subjects = subjects;
    }

    @Override
    public String kind() {
        return "keycloak";
    }

    @Override
    public boolean federated() {
        return true;
    }

    @Override
    public Optional<Account> find(PersonName person) {
        return api.ask(realm -> user(realm, person).flatMap(user -> account(realm, person, user)));
    }

    private Optional<Account> account(RealmResource realm, PersonName name, UserRepresentation user) {
        Set<String> providers = OrganisationShape.aliases(realm);
        Optional<Person> person = mapping.person(Roster.of(realm, user, mapping.paths()), providers, _ -> {
        });
        return person.map(known -> new Account(name, user.getId(), known.fullName(), known.mail(),
                known.organisation(), known.groups(), Boolean.TRUE.equals(user.isEnabled()),
                factors(realm.users().get(user.getId()))));
    }

    static Set<Factor> factors(UserResource user) {
        Set<Factor> factors = EnumSet.noneOf(Factor.class);
        for (CredentialRepresentation credential : user.credentials()) {
            switch (credential.getType()) {
                case "password" -> factors.add(Factor.PASSWORD);
                case "otp" -> factors.add(Factor.OTP);
                case "webauthn", "webauthn-passwordless" -> factors.add(Factor.PASSKEY);
                case "recovery-authn-codes" -> factors.add(Factor.RECOVERY_CODE);
                default -> {
                    // Something of Keycloak's that stands for no factor of ours.
                }
            }
        }
        return factors;
    }

    @Override
    public Provisioned provision(NewAccount wanted) {
        boolean theirs = subjects.apply(wanted.person()).isPresent();
        return api.ask(realm -> provisioning.provision(realm, user(realm, wanted.person()), theirs, wanted));
    }

    @Override
    public void disable(PersonName person) {
        change(person, user -> {
            enabled(user, false);
            // Disabling alone leaves the sessions there are.
            user.logout();
        });
    }

    @Override
    public void enable(PersonName person) {
        change(person, user -> enabled(user, true));
    }

    @Override
    public void signOut(PersonName person) {
        change(person, UserResource::logout);
    }

    private static void enabled(UserResource resource, boolean enabled) {
        UserRepresentation user = resource.toRepresentation();
        if (Boolean.TRUE.equals(user.isEnabled()) != enabled) {
            user.setEnabled(enabled);
            resource.update(user);
        }
    }

    private void change(PersonName person, Consumer<UserResource> change) {
        api.ask(realm -> {
            user(realm, person).ifPresent(user -> change.accept(realm.users().get(user.getId())));
            return true;
        });
    }

    private Optional<UserRepresentation> user(RealmResource realm, PersonName person) {
        Optional<String> subject = subjects.apply(person);
        if (subject.isEmpty()) {
            return realm.users().searchByUsername(person.value(), true).stream().findFirst();
        }
        return byId(realm, subject.get());
    }

    static Optional<UserRepresentation> byId(RealmResource realm, String id) {
        // Only what can be an id goes into a path.
        if (!id.matches("[A-Za-z0-9:._-]{1,255}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(realm.users().get(id).toRepresentation());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }
}
