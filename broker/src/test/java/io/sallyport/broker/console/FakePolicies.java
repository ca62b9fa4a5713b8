package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.broker.session.PolicyEffects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A policy that nobody changes; {@link PolicyConsoleTest} has the real desk. */
final class FakePolicies implements Policies {
    final List<String> problems = new ArrayList<>();

    @Override
    public String inForce() {
        return "ab".repeat(32);
    }

    @Override
    public List<Activation> activations() {
        return List.of();
    }

    @Override
    public Optional<Proposal> proposal() {
        return Optional.empty();
    }

    @Override
    public List<String> problems() {
        return problems;
    }

    @Override
    public PolicyEffects effects(Proposal waiting) {
        return new PolicyEffects(List.of(), List.of(), List.of());
    }

    @Override
    public PolicyOutcome confirm(Person by, String hash) {
        return new PolicyOutcome.Refused(PolicyOutcome.Reason.NO_SUCH_PROPOSAL, "Nothing waits.");
    }

    @Override
    public PolicyOutcome refuse(Person by, String hash, String reason) {
        return confirm(by, hash);
    }
}
