package io.sallyport.broker.keycloak;

import jakarta.ws.rs.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.GroupRepresentation;

/** The groups that mean something to us. Who is in them is never touched. */
final class GroupShape {
    private GroupShape() {}

    /** @param paths parents first */
    static void set(RealmResource realm, SortedSet<String> paths, boolean dryRun, Consumer<Step> progress) {
        for (String path : paths) {
            boolean there = find(realm, path).isPresent();
            if (!there && !dryRun) {
                make(realm, path);
            }
            progress.accept(new Step("group " + path,
                    there ? Step.Outcome.AS_WANTED : Step.Outcome.MADE, List.of()));
        }
    }

    static Optional<GroupRepresentation> find(RealmResource realm, String path) {
        try {
            return Optional.of(realm.getGroupByPath(path));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static void make(RealmResource realm, String path) {
        int slash = path.lastIndexOf('/');
        GroupRepresentation group = new GroupRepresentation();
        group.setName(path.substring(slash + 1));
        if (slash == 0) {
            AdminApi.done(realm.groups().add(group));
        } else {
            String parent = find(realm, path.substring(0, slash)).orElseThrow(NotFoundException::new).getId();
            AdminApi.done(realm.groups().group(parent).subGroup(group));
        }
    }
}
