package io.sallyport.broker.keycloak;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import jakarta.ws.rs.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.RoleScopeResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;

/** What our service account may do in the realm: these roles, and no other of the realm's own administration. */
final class ServiceRoles {
    private static final String ADMINISTRATION = "realm-management";
    // Found by leaving out one after the other until something failed.
    static final Set<String> NEEDED = Set.of("manage-users", "manage-organizations", "view-events");

    private ServiceRoles() {}

    static Step set(RealmResource realm, String clientId, boolean dryRun) {
        String thing = "roles of " + clientId;
        List<ClientRepresentation> found = realm.clients().findByClientId(clientId);
        if (found.isEmpty()) {
            // Looking only: the client is not there yet.
            return new Step(thing, Step.Outcome.MADE, List.of());
        }
        String account = realm.clients().get(found.getFirst().getId()).getServiceAccountUser().getId();
        String administration = realm.clients().findByClientId(ADMINISTRATION).stream().findFirst()
                .orElseThrow(NotFoundException::new).getId();
        RoleScopeResource roles = realm.users().get(account).roles().clientLevel(administration);
        List<RoleRepresentation> held = roles.listAll();
        Set<String> names = held.stream().map(RoleRepresentation::getName).collect(toSet());
        List<RoleRepresentation> surplus = held.stream().filter(role -> !NEEDED.contains(role.getName()))
                .toList();
        Set<String> missing = NEEDED.stream().filter(name -> !names.contains(name))
                .collect(toCollection(TreeSet::new));
        if (!dryRun) {
            if (!missing.isEmpty()) {
                roles.add(roles.listAvailable().stream().filter(role -> missing.contains(role.getName()))
                        .toList());
            }
            if (!surplus.isEmpty()) {
                roles.remove(surplus);
            }
        }
        List<String> details = new ArrayList<>(missing);
        surplus.forEach(role -> details.add("not " + role.getName()));
        return new Step(thing, details.isEmpty() ? Step.Outcome.AS_WANTED : Step.Outcome.CHANGED, details);
    }
}
