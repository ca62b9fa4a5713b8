package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.broker.policy.SecondPerson;
import io.sallyport.broker.session.PolicyEffects;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page of the policy: what is in force, what waits and what it would do, and the second person's yes or no. */
final class PolicyRoutes {
    private static final int HASH = 64;
    private final Policies policies;
    private final Pages pages;

    PolicyRoutes(Policies policies, Pages pages) {
        this.policies = policies;
        this.pages = pages;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/policy", Access.GOVERNORS, this::page),
                Endpoint.post("/policy/confirm", Access.GOVERNORS, this::confirm),
                Endpoint.post("/policy/refuse", Access.GOVERNORS, this::refuse));
    }

    private Reply page(Call call) {
        Person viewer = call.caller().person();
        return SecondPerson.maySee(viewer)
                ? Reply.page("policy",
                        Map.of("chrome", pages.chrome(call, "Policy", "/policy"), "p", view(viewer)))
                : Reply.refused(PolicyProblems.NOT_YOURS);
    }

    private PolicyView view(Person viewer) {
        List<Activation> newest = policies.activations().reversed();
        List<PolicyView.Version> history = newest.stream().map(PolicyRoutes::version).toList();
        List<String> problems = policies.problems();
        return new PolicyView(
                history.stream().findFirst()
                        .filter(version -> version.hash().equals(policies.inForce()))
                        .orElseGet(() -> new PolicyView.Version(policies.inForce(), null, "", "")),
                problems.isEmpty(),
                viewer.is(Role.ADMINISTRATOR) ? problems.stream().map(Text::plain).toList() : List.of(),
                policies.proposal().map(waiting -> waiting(viewer, waiting)).orElse(null), history);
    }

    private static PolicyView.Version version(Activation activation) {
        return new PolicyView.Version(activation.hash(), Moment.of(activation.at()),
                activation.by() + account(activation.operatorUser()), activation.commit().orElse(""));
    }

    private PolicyView.Waiting waiting(Person viewer, Proposal waiting) {
        return new PolicyView.Waiting(waiting.hash(), Moment.of(waiting.at()),
                Text.plain(waiting.operatorUser().orElse("")), waiting.version().commit().orElse(""),
                waiting.changes().lines(),
                policies.effects(waiting).sections().stream().map(PolicyRoutes::plain).toList(),
                SecondPerson.mayDecide(viewer));
    }

    private static PolicyEffects.Section plain(PolicyEffects.Section section) {
        return new PolicyEffects.Section(section.title(),
                section.lines().stream().map(Text::plain).toList());
    }

    private static String account(Optional<String> user) {
        return user.map(name -> ", account " + Text.plain(name)).orElse("");
    }

    private Reply confirm(Call call) {
        return PolicyProblems.answered(
                () -> policies.confirm(call.caller().person(), call.requiredField("hash", HASH)),
                PolicyRoutes::done);
    }

    private Reply refuse(Call call) {
        return PolicyProblems.answered(
                () -> policies.refuse(call.caller().person(), call.requiredField("hash", HASH),
                        call.field("reason", Read.TEXT).orElse("")),
                PolicyRoutes::done);
    }

    private static Reply done(PolicyOutcome outcome) {
        return Reply.see("/policy");
    }
}
