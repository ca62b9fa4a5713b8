package io.sallyport.broker.keycloak;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * Everyone in Keycloak who means something to us, by id: the members of the mapped groups and of the Organizations. Read in pages, so that the
 * number of calls hangs on groups and not on people. What is read is of no single moment; a change meanwhile leaves an event.
 */
final class Roster {
    private static final int PAGE = 200;

    /**
     * One account.
     *
     * @param organisations aliases
     * @param groups paths, mapped ones only
     * @param inService false: an Organization of this account is switched off
     */
    record Seen(UserRepresentation user, Set<String> organisations, Set<String> groups, boolean inService) {}

    private static final class Entry {
        private final UserRepresentation user;
        private final Set<String> organisations = new TreeSet<>();
        private final Set<String> groups = new TreeSet<>();
        private boolean inService = true;

        private Entry(UserRepresentation user) {
            this.user = user;
        }

        private Seen seen() {
            return new Seen(user, organisations, groups, inService);
        }
    }

    private final RealmResource realm;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Roster(RealmResource realm) {
        this.realm = realm;
    }

    /** @param paths of the groups that mean something */
    static Map<String, Seen> read(RealmResource realm, Collection<String> paths) {
        Roster roster = new Roster(realm);
        roster.organisations();
        paths.forEach(roster::group);
        Map<String, Seen> seen = new HashMap<>();
        roster.entries.forEach((id, entry) -> seen.put(id, entry.seen()));
        return seen;
    }

    /** One account by its id; empty when there is none. */
    static Seen of(RealmResource realm, UserRepresentation user, Collection<String> paths) {
        Entry entry = new Entry(user);
        for (GroupRepresentation group : realm.users().get(user.getId()).groups()) {
            if (paths.contains(group.getPath())) {
                entry.groups.add(group.getPath());
            }
        }
        for (OrganizationRepresentation organisation : realm.organizations().members()
                .getOrganizations(user.getId(), true)) {
            entry.organisations.add(organisation.getAlias());
            entry.inService &= organisation.isEnabled();
        }
        return entry.seen();
    }

    private void organisations() {
        for (int first = 0;; first += PAGE) {
            List<OrganizationRepresentation> page = realm.organizations().list(first, PAGE);
            for (OrganizationRepresentation organisation : page) {
                members(organisation);
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private void members(OrganizationRepresentation organisation) {
        for (int first = 0;; first += PAGE) {
            List<? extends UserRepresentation> page = realm.organizations().get(organisation.getId())
                    .members()
                    .list(first, PAGE, false);
            for (UserRepresentation user : page) {
                Entry entry = entry(user);
                entry.organisations.add(organisation.getAlias());
                entry.inService &= organisation.isEnabled();
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private void group(String path) {
        Optional<GroupRepresentation> group = GroupShape.find(realm, path);
        if (group.isEmpty()) {
            return;
        }
        for (int first = 0;; first += PAGE) {
            List<UserRepresentation> page = realm.groups().group(group.get().getId()).members(first, PAGE,
                    false);
            page.forEach(user -> entry(user).groups.add(path));
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private Entry entry(UserRepresentation user) {
        return entries.computeIfAbsent(user.getId(), _ -> new Entry(user));
    }
}
