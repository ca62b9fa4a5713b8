package io.sallyport.broker.keycloak;

import jakarta.ws.rs.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * Makes a realm what Sallyport needs, or brings it back to that. What is as wanted is left alone, so a second run changes nothing; what is
 * not Sallyport's is never touched. For one use by one thread.
 */
public final class RealmInit {
    private final AdminApi api;
    private final RealmPlan plan;
    private final Path consoleSecret;
    private final boolean dryRun;
    private final SecureRandom random;
    private final Consumer<Step> progress;
    private final List<Step> steps = new ArrayList<>();

    /**
     * @param consoleSecret the console client's secret; made when missing, as is the service account's
     * @param dryRun look only
     * @param progress is told of each step when it is over
     */
    public RealmInit(AdminApi api, RealmPlan plan, Path consoleSecret, boolean dryRun, SecureRandom random,
            Consumer<Step> progress) {
        this.api = api;
        this.plan = plan;
        this.consoleSecret = consoleSecret;
        this.dryRun = dryRun;
        this.random = random;
        this.progress = progress;
    }

    /**
     * Every step in order. With a failure in between, what was done stays done, and the next run goes on from there.
     *
     * @throws io.sallyport.broker.identity.AccountsUnavailableException no answer, or one that says no
     * @throws IOException a secret's file can't be read or made
     */
    public List<Step> run() throws IOException {
        String realm = plan.settings().realm();
        Optional<RealmRepresentation> there = api.ask(RealmInit::representation);
        if (there.isEmpty()) {
            if (!dryRun) {
                api.whole(server -> {
                    server.realms().create(RealmShape.of(realm));
                    return true;
                });
            }
            say(new Step("realm " + realm, Step.Outcome.MADE, List.of()));
            if (dryRun) {
                // What would be in it can't be compared with anything, and all of it would be made.
                return List.copyOf(steps);
            }
        }
        step(resource -> RealmShape.set(resource, dryRun));
        step(resource -> ProfileShape.set(resource, dryRun));
        api.ask(resource -> {
            GroupShape.set(resource, plan.groups(), dryRun, this::say);
            return true;
        });
        api.ask(resource -> {
            OrganisationShape.set(resource, plan.providers(), dryRun, this::say);
            return true;
        });
        step(resource -> FlowShape.set(resource, dryRun));
        Optional<String> console = secret(consoleSecret);
        step(resource -> ClientShape.console(plan, console).set(resource, dryRun));
        Optional<String> service = secret(plan.settings().secretFile());
        step(resource -> ClientShape.service(plan, service).set(resource, dryRun));
        step(resource -> ServiceRoles.set(resource, plan.settings().clientId(), dryRun));
        return List.copyOf(steps);
    }

    /** What to say about the version of the server; empty when there is nothing to say. */
    public Optional<String> doubt() {
        return ServerVersion.doubt(api.version().orElse(""));
    }

    private static Optional<RealmRepresentation> representation(RealmResource realm) {
        try {
            return Optional.of(realm.toRepresentation());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    // Looking makes no secret.
    private Optional<String> secret(Path file) throws IOException {
        return dryRun && !Files.exists(file)
                ? Optional.empty()
                : Optional.of(Secret.readOrMake(file, random).text());
    }

    private void step(Function<RealmResource, Step> step) {
        say(api.ask(step));
    }

    private void say(Step step) {
        steps.add(step);
        progress.accept(step);
    }
}
