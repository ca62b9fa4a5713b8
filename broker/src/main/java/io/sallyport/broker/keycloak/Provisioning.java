package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.policies.id.GroupName;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * Makes accounts. The password comes last, so that an account that was half made when something failed is made whole by asking again.
 * Safe for many threads.
 */
final class Provisioning {
    private static final int PASSWORD_BYTES = 18;

    private final KeycloakSettings settings;
    private final SecureRandom random;

    Provisioning(KeycloakSettings settings, SecureRandom random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * @param there the account there is already
     * @param theirs it is known to be the person's; otherwise it only has their name, which they chose themselves
     */
    Provisioned provision(RealmResource realm, Optional<UserRepresentation> there, boolean theirs,
            NewAccount wanted) {
        Set<GroupName> unmapped = new TreeSet<>(wanted.groups());
        unmapped.removeAll(settings.groups().values());
        if (!unmapped.isEmpty()) {
            return new Provisioned.Refused("no group of Keycloak stands for " + unmapped.stream()
                    .map(GroupName::value).collect(Collectors.joining(", ")));
        }
        boolean internal = wanted.organisation().equals(settings.internal().organisation());
        Optional<OrganizationRepresentation> organisation = internal
                ? Optional.empty()
                : OrganisationShape.find(realm, wanted.organisation().value());
        if (!internal && organisation.isEmpty()) {
            return new Provisioned.Refused(
                    "Keycloak has no organisation '" + wanted.organisation() + "' yet");
        }
        if (there.isPresent() && elsewhere(realm, there.get(), organisation)) {
            return new Provisioned.Refused("the account '" + wanted.person() + "' is another organisation's");
        }
        if (there.isPresent() && !theirs && !sameMail(there.get(), wanted)) {
            return new Provisioned.Refused("there is an account '" + wanted.person()
                    + "' already, of somebody with another mail address");
        }
        UserRepresentation user;
        if (there.isPresent()) {
            user = there.get();
            if (describe(user, wanted)) {
                Optional<String> refused = refused(() -> realm.users().get(user.getId()).update(user));
                if (refused.isPresent()) {
                    return new Provisioned.Refused(refused.get());
                }
            }
        } else {
            user = new UserRepresentation();
            user.setUsername(wanted.person().value());
            user.setEnabled(true);
            user.setRequiredActions(List.of(settings.enrol().action()));
            describe(user, wanted);
            Optional<String> refused = refused(
                    () -> user.setId(AdminApi.created(realm.users().create(user))));
            if (refused.isPresent()) {
                return new Provisioned.Refused(refused.get());
            }
        }
        UserResource account = realm.users().get(user.getId());
        organisation.ifPresent(of -> join(realm, of.getId(), user.getId()));
        groups(realm, account, wanted, internal);
        return unfinished(user) && account.credentials().isEmpty()
                ? new Provisioned.Made(Optional.of(firstPassword(account)))
                : new Provisioned.Existing();
    }

    // Whoever signs in through another directory or provider has no password in Keycloak and is to get
    // none.
    private boolean unfinished(UserRepresentation user) {
        return user.getFederationLink() == null && user.getRequiredActions() != null
                && user.getRequiredActions().contains(settings.enrol().action());
    }

    // Whoever may give an account another address may have its password sent there.
    private static boolean sameMail(UserRepresentation user, NewAccount wanted) {
        return wanted.mail().filter(mail -> mail.equalsIgnoreCase(user.getEmail())).isPresent();
    }

    private boolean elsewhere(RealmResource realm, UserRepresentation user,
            Optional<OrganizationRepresentation> wanted) {
        boolean company = wanted.isPresent() && realm.users().get(user.getId()).groups().stream()
                .anyMatch(group -> settings.internal().group().equals(group.getPath()));
        return company || realm.organizations().members().getOrganizations(user.getId(), true).stream()
                .anyMatch(of -> wanted.filter(each -> each.getId().equals(of.getId())).isEmpty());
    }

    private static boolean describe(UserRepresentation user, NewAccount wanted) {
        String name = wanted.fullName().strip();
        int space = name.lastIndexOf(' ');
        Drift drift = new Drift()
                .want("first name", user.getFirstName(), space < 0 ? name : name.substring(0, space).strip(),
                        user::setFirstName)
                .want("last name", user.getLastName(), name.substring(space + 1), user::setLastName);
        wanted.mail().ifPresent(mail -> drift.want("mail", user.getEmail(), mail, user::setEmail));
        return drift.step("account").change();
    }

    // What the profile of the realm does not admit is for whoever asked; other refusals are ours.
    private static Optional<String> refused(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (WebApplicationException e) {
            return switch (e.getResponse().getStatus()) {
                case 400 -> Optional.of("Keycloak does not admit this name or mail address");
                case 409 -> Optional.of("another account in Keycloak has this name or mail address");
                default -> throw e;
            };
        }
    }

    private static void join(RealmResource realm, String organisation, String user) {
        try (Response answer = realm.organizations().get(organisation).members().addMember(user)) {
            int status = answer.getStatus();
            if (status >= 300 && status != Response.Status.CONFLICT.getStatusCode()) {
                throw new WebApplicationException(status);
            }
        }
    }

    // Of the groups that mean a group here, exactly the wanted ones; of all others, none is left or
    // joined.
    private void groups(RealmResource realm, UserResource account, NewAccount wanted, boolean internal) {
        Set<String> paths = new HashSet<>();
        settings.groups().forEach((path, group) -> {
            if (wanted.groups().contains(group)) {
                paths.add(path);
            }
        });
        if (internal) {
            paths.add(settings.internal().group());
        }
        for (GroupRepresentation held : account.groups()) {
            if (!paths.remove(held.getPath()) && settings.groups().containsKey(held.getPath())) {
                account.leaveGroup(held.getId());
            }
        }
        for (String path : paths) {
            account.joinGroup(GroupShape.find(realm, path)
                    .orElseThrow(() -> new WebApplicationException(Response.Status.NOT_FOUND)).getId());
        }
    }

    private String firstPassword(UserResource account) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        password.setTemporary(true);
        account.resetPassword(password);
        return password.getValue();
    }
}
