package io.sallyport.broker;

import io.sallyport.broker.keycloak.RealmPlan;
import io.sallyport.broker.keycloak.Step;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.text.Sanitize;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says what becomes of a realm: a line for each step while it happens, or one object at the end. */
final class KeycloakInitReport {
    private final RealmPlan plan;
    private final Path consoleSecret;
    private final boolean dryRun;
    private final boolean json;
    private final PrintWriter out;
    private final PrintWriter err;

    KeycloakInitReport(RealmPlan plan, Path consoleSecret, boolean dryRun, boolean json, PrintWriter out,
            PrintWriter err) {
        this.plan = plan;
        this.consoleSecret = consoleSecret;
        this.dryRun = dryRun;
        this.json = json;
        this.out = out;
        this.err = err;
    }

    void doubt(String text) {
        err.println("warning: " + Sanitize.terminal(text));
        err.flush();
    }

    void step(Step step) {
        if (json) {
            return;
        }
        String outcome = switch (step.outcome()) {
            case AS_WANTED -> "as wanted ";
            case MADE -> dryRun ? "would make" : "made      ";
            case CHANGED -> dryRun ? "would mend" : "mended    ";
        };
        out.println(outcome + "  " + Sanitize.terminal(step.thing()) + (step.details().isEmpty()
                ? ""
                : ": " + Sanitize.terminal(String.join(", ", step.details()))));
        out.flush();
    }

    void end(List<Step> steps, Optional<String> doubt) {
        long changes = steps.stream().filter(Step::change).count();
        if (json) {
            out.println(Json.object().put("dry_run", dryRun).put("changes", changes)
                    .put("steps", steps(steps)).put("issuer", plan.settings().issuer())
                    .put("console_client", plan.consoleClient())
                    .put("console_secret_file", consoleSecret.toString())
                    .put("warning", doubt.orElse("")).text());
        } else {
            out.println(changes == 0
                    ? "Nothing to change: the realm is as Sallyport needs it."
                    : changes + (dryRun ? " things would change." : " things changed."));
            out.println();
            out.println("For broker.yaml, so that people sign in to the console through it:");
            out.print(oidc());
        }
        out.flush();
    }

    private static Json steps(List<Step> steps) {
        return Json.array(steps.stream()
                .map(step -> Json.object().put("thing", step.thing())
                        .put("outcome", step.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .put("details", Json.strings(step.details()))
                        .build())
                .toList());
    }

    private String oidc() {
        return """
                oidc:
                  issuer: "%s"
                  client_id: "%s"
                  secret_file: "%s"
                %s  acr: { otp: [%s], phishing-resistant: [%s] }
                """.formatted(plan.settings().issuer(), plan.consoleClient(), consoleSecret,
                plan.settings().trust().map(file -> "  trust: \"" + file + "\"\n").orElse(""),
                RealmPlan.ACR_SECOND_FACTOR, RealmPlan.ACR_PHISHING_RESISTANT);
    }
}
