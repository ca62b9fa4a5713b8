package io.sallyport.broker.keycloak;

import io.sallyport.broker.engagement.Organisation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.OrganizationRepresentation;

/** An Organization for each provider; its alias is the provider's name here. Others are left alone. */
final class OrganisationShape {
    private static final int PAGE = 100;

    private OrganisationShape() {}

    static void set(RealmResource realm, List<Organisation> providers, boolean dryRun,
            Consumer<Step> progress) {
        for (Organisation provider : providers) {
            String alias = provider.name().value();
            Optional<OrganizationRepresentation> there = find(realm, alias);
            String thing = "organisation " + alias;
            if (there.isEmpty()) {
                if (!dryRun) {
                    OrganizationRepresentation made = new OrganizationRepresentation();
                    made.setName(alias);
                    made.setAlias(alias);
                    made.setDescription(provider.title());
                    made.setEnabled(true);
                    AdminApi.done(realm.organizations().create(made));
                }
                progress.accept(new Step(thing, Step.Outcome.MADE, List.of()));
                continue;
            }
            // One that was switched off over there stays off: that is somebody's decision about its people.
            OrganizationRepresentation organisation = there.get();
            Step step = new Drift().want("title", organisation.getDescription(), provider.title(),
                    organisation::setDescription).step(thing);
            if (step.change() && !dryRun) {
                AdminApi.done(realm.organizations().get(organisation.getId()).update(organisation));
            }
            progress.accept(step);
        }
    }

    /** Of all there are. */
    static Set<String> aliases(RealmResource realm) {
        Set<String> aliases = new HashSet<>();
        for (int first = 0;; first += PAGE) {
            List<OrganizationRepresentation> page = realm.organizations().list(first, PAGE);
            page.forEach(each -> aliases.add(each.getAlias()));
            if (page.size() < PAGE) {
                return aliases;
            }
        }
    }

    static Optional<OrganizationRepresentation> find(RealmResource realm, String alias) {
        // The search is for a part of name, alias or domain.
        for (int first = 0;; first += PAGE) {
            List<OrganizationRepresentation> page = realm.organizations().search(alias, false, first, PAGE,
                    false);
            Optional<OrganizationRepresentation> found = page.stream()
                    .filter(each -> alias.equals(each.getAlias())).findFirst();
            if (found.isPresent() || page.size() < PAGE) {
                return found;
            }
        }
    }
}
