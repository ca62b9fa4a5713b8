package io.sallyport.broker.keycloak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * How people sign in: a password first, then as much more as the relying party asks for by {@code acr}. One that is not as wanted is replaced
 * by a new one under another name before it goes: at no moment is there a weaker way in.
 */
final class FlowShape {
    private static final String NAME = "sallyport browser";
    private static final String CONDITION = "conditional-level-of-authentication";
    private static final String OTP = "auth-otp-form";
    private static final String PASSKEY = "webauthn-authenticator";

    /** A line of the flow. {@code level}: of acr, only of a condition; {@code age}: seconds for which it counts. */
    private record Line(int depth, String what, boolean flow, String requirement, int level, int age) {
        static Line flow(int depth, String what, String requirement) {
            return new Line(depth, what, true, requirement, 0, 0);
        }

        static Line step(int depth, String what, String requirement) {
            return new Line(depth, what, false, requirement, 0, 0);
        }

        static Line condition(int depth, int level, int age) {
            return new Line(depth, CONDITION, false, "REQUIRED", level, age);
        }
    }

    // A factor that is an alternative is skipped by whoever has not enrolled it. Were it required,
    // Keycloak
    // would let whoever knows the password enrol a second factor of their own.
    private static final List<Line> WANTED = List.of(Line.step(0, "auth-cookie", "ALTERNATIVE"),
            Line.flow(0, "sign in", "ALTERNATIVE"),
            Line.flow(1, "password", "CONDITIONAL"), Line.condition(2, 1, 8 * 60 * 60),
            Line.step(2, "auth-username-password-form", "REQUIRED"),
            Line.flow(1, "second factor", "CONDITIONAL"), Line.condition(2, 2, 5 * 60),
            Line.flow(2, "any factor", "REQUIRED"), Line.step(3, OTP, "ALTERNATIVE"),
            Line.step(3, PASSKEY, "ALTERNATIVE"),
            Line.flow(1, "passkey", "CONDITIONAL"), Line.condition(2, 3, 5 * 60),
            Line.flow(2, "only a passkey", "REQUIRED"), Line.step(3, PASSKEY, "ALTERNATIVE"));

    private final AuthenticationManagementResource flows;

    private FlowShape(AuthenticationManagementResource flows) {
        this.flows = flows;
    }

    static Step set(RealmResource resource, boolean dryRun) {
        RealmRepresentation realm = resource.toRepresentation();
        String bound = String.valueOf(realm.getBrowserFlow());
        FlowShape shape = new FlowShape(resource.flows());
        List<String> ours = shape.flows.getFlows().stream().map(AuthenticationFlowRepresentation::getAlias)
                .filter(alias -> alias.matches(NAME + " \\d+")).toList();
        String thing = "browser flow";
        if (ours.contains(bound) && shape.lines(bound).equals(WANTED)) {
            return new Step(thing, Step.Outcome.AS_WANTED, List.of());
        }
        if (!dryRun) {
            String next = NAME + " " + (1 + ours.stream()
                    .mapToInt(alias -> Integer.parseInt(alias.substring(NAME.length() + 1))).max().orElse(0));
            shape.make(next);
            realm.setBrowserFlow(next);
            resource.update(realm);
            shape.flows.getFlows().stream().filter(flow -> ours.contains(flow.getAlias()))
                    .forEach(flow -> shape.flows.deleteFlow(flow.getId()));
        }
        return new Step(thing, ours.isEmpty() ? Step.Outcome.MADE : Step.Outcome.CHANGED, List.of());
    }

    private List<Line> lines(String alias) {
        List<Line> lines = new ArrayList<>();
        for (AuthenticationExecutionInfoRepresentation execution : flows.getExecutions(alias)) {
            boolean flow = Boolean.TRUE.equals(execution.getAuthenticationFlow());
            String what = flow ? plain(alias, execution.getDisplayName()) : execution.getProviderId();
            Map<String, String> config = Optional.ofNullable(execution.getAuthenticationConfig())
                    .map(id -> flows.getAuthenticatorConfig(id).getConfig()).orElse(Map.of());
            lines.add(new Line(execution.getLevel(), what, flow, execution.getRequirement(),
                    number(config.get("loa-condition-level")), number(config.get("loa-max-age"))));
        }
        return lines;
    }

    private void make(String alias) {
        AuthenticationFlowRepresentation top = new AuthenticationFlowRepresentation();
        top.setAlias(alias);
        top.setDescription("Made by Sallyport: password, then what the relying party asks for");
        top.setProviderId("basic-flow");
        top.setTopLevel(true);
        top.setBuiltIn(false);
        AdminApi.done(flows.createFlow(top));
        List<String> parents = new ArrayList<>(List.of(alias));
        for (Line line : WANTED) {
            String parent = parents.get(line.depth);
            if (line.flow) {
                String own = alias + " " + line.what;
                flows.addExecutionFlow(parent, Map.of("alias", own, "type", "basic-flow", "provider",
                        "registration-page-form", "description", ""));
                while (parents.size() > line.depth + 1) {
                    parents.removeLast();
                }
                parents.add(own);
            } else {
                flows.addExecution(parent, Map.of("provider", line.what));
            }
        }
        settle(alias);
    }

    // Made with a requirement of Keycloak's choice; lines come back in the order in which they were
    // made.
    private void settle(String alias) {
        List<AuthenticationExecutionInfoRepresentation> made = flows.getExecutions(alias);
        for (int i = 0; i < WANTED.size(); i++) {
            Line line = WANTED.get(i);
            AuthenticationExecutionInfoRepresentation execution = made.get(i);
            if (line.level > 0) {
                AuthenticatorConfigRepresentation config = new AuthenticatorConfigRepresentation();
                config.setAlias(alias + " level " + line.level);
                config.setConfig(Map.of("loa-condition-level", String.valueOf(line.level), "loa-max-age",
                        String.valueOf(line.age)));
                AdminApi.done(flows.newExecutionConfig(execution.getId(), config));
            }
            if (!Objects.equals(execution.getRequirement(), line.requirement)) {
                execution.setRequirement(line.requirement);
                flows.updateExecutions(alias, execution);
            }
        }
    }

    private static String plain(String alias, String name) {
        return name.startsWith(alias + " ") ? name.substring(alias.length() + 1) : name;
    }

    private static int number(@org.jspecify.annotations.Nullable String text) {
        return text == null || !text.matches("\\d{1,9}") ? 0 : Integer.parseInt(text);
    }
}
