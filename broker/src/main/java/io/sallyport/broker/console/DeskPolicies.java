package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.broker.session.PolicyEffects;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@link Policies} by the broker's own desk. Safe for many threads. */
public final class DeskPolicies implements Policies {
    private final PolicyDesk desk;

    public DeskPolicies(PolicyDesk desk) {
        this.desk = desk;
    }

    @Override
    public String inForce() {
        return desk.current().hash();
    }

    @Override
    public List<Activation> activations() {
        return desk.activations();
    }

    @Override
    public Optional<Proposal> proposal() {
        return desk.proposal();
    }

    @Override
    public List<String> problems() {
        return desk.problems();
    }

    @Override
    public PolicyEffects effects(Proposal waiting) {
        return desk.effects(waiting.version());
    }

    @Override
    public PolicyOutcome confirm(Person by, String hash) throws IOException {
        return desk.confirm(by, hash);
    }

    @Override
    public PolicyOutcome refuse(Person by, String hash, String reason) {
        return desk.refuse(by, hash, reason);
    }
}
