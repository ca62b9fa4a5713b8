package io.sallyport.broker.keycloak;

import java.util.List;
import java.util.Optional;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.EventRepresentation;

/**
 * The newest events of a realm after which people may be others than before: what administrators did, and what users did to themselves. Two
 * that are equal mean that nothing happened in between.
 */
record Happenings(Optional<String> byAdministrators, Optional<String> byUsers) {
    private static final List<String> ADMINISTERED = List.of("USER", "GROUP", "GROUP_MEMBERSHIP",
            "ORGANIZATION", "ORGANIZATION_MEMBERSHIP");
    private static final List<String> DONE_TO_ONESELF = List.of("REGISTER", "UPDATE_PROFILE", "UPDATE_EMAIL",
            "DELETE_ACCOUNT", "USER_DISABLED_BY_PERMANENT_LOCKOUT", "INVITE_ORG");

    static Happenings newest(RealmResource realm) {
        // Both answer with the newest first.
        Optional<String> administrators = realm.getAdminEvents(null, null, null, null, null, null,
                ADMINISTERED, null, null, 0, 1).stream().findFirst().map(Happenings::mark);
        Optional<String> users = realm.getEvents(DONE_TO_ONESELF, null, null, null, null, null, 0, 1)
                .stream().findFirst().map(Happenings::mark);
        return new Happenings(administrators, users);
    }

    private static String mark(AdminEventRepresentation event) {
        return event.getTime() + " " + event.getId() + " " + event.getOperationType() + " "
                + event.getResourcePath();
    }

    private static String mark(EventRepresentation event) {
        return event.getTime() + " " + event.getId() + " " + event.getType() + " " + event.getUserId();
    }
}
