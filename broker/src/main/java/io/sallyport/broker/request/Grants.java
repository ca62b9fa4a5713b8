package io.sallyport.broker.request;

import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PolicySnapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * The one place that says whether a grant is still good: for admission, for the beginning of a session and for every
 * renewal of its lease. Safe for many threads; does no I/O.
 */
public final class Grants {
    private final People people;
    private final Targets targets;
    private final Engagements engagements;
    private final PolicyNow policy;
    private final PresentFacts facts;

    public Grants(People people, Targets targets, Engagements engagements, CurrentPolicy policy,
            PresentFacts facts) {
        this.people = people;
        this.targets = targets;
        this.engagements = engagements;
        this.policy = new PolicyNow(policy, facts);
        this.facts = facts;
    }

    /** The same, as if this policy were in force. */
    public Grants under(PolicySnapshot candidate) {
        return new Grants(people, targets, engagements, () -> candidate, facts);
    }

    /** How the grant stands at {@code at}, with everything the broker knows now but for what policy makes of it by now. */
    public Standing standing(IssuedGrant issued, Instant at) {
        Grant grant = issued.grant();
        if (issued.revoked().isPresent()) {
            return new Standing(Standing.Kind.REVOKED, "The grant was revoked: " + issued.revoked().get());
        }
        if (at.isBefore(grant.notBefore())) {
            return new Standing(Standing.Kind.NOT_YET, "The grant starts at " + grant.notBefore() + ".");
        }
        if (!at.isBefore(grant.notAfter())) {
            return new Standing(Standing.Kind.OVER, "The grant ended at " + grant.notAfter() + ".");
        }
        Optional<Person> person = people.byName(grant.person()).filter(Person::enabled)
                .filter(found -> found.organisation().equals(grant.organisation()));
        if (person.isEmpty()) {
            return new Standing(Standing.Kind.PERSON, "Your account is not active any more.");
        }
        if (!person.get().inService(at)) {
            return new Standing(Standing.Kind.PERSON, "The service account ended.");
        }
        Optional<Target> target = targets.byName(grant.target());
        if (target.isEmpty()) {
            return new Standing(Standing.Kind.TARGET,
                    "The target " + grant.target() + " is not served any more.");
        }
        if (!person.get().internal()
                && engagements.covering(grant.organisation(), target.get().labels(), at).isEmpty()) {
            return new Standing(Standing.Kind.ENGAGEMENT, "The engagement of your company does not cover "
                    + grant.target() + " any more.");
        }
        return Standing.GOOD;
    }

    /** How it stands for a session that would begin so at {@code at}: what policy says now counts as well. */
    public Standing standingForNew(IssuedGrant issued, Instant at, Arrival arrival) {
        Standing standing = standing(issued, at);
        if (!standing.good()) {
            return standing;
        }
        Grant grant = issued.grant();
        Circumstances given = facts.beginning(grant, arrival);
        return terms(grant, at, given) instanceof PresentTerms.Gone gone
                ? new Standing(Standing.Kind.POLICY, gone.cause().text() + " "
                        + wanted(issued, at, arrival).map(_ -> StepUps.hint(grant.target()))
                                .or(() -> given.ticket().complaint(grant.ticket()))
                                .orElse("Ask again."))
                : standing;
    }

    /** The least level above what was shown that would make the grant good for a session; empty when none would, or it is good already. */
    public Optional<Mfa> wanted(IssuedGrant issued, Instant at, Arrival arrival) {
        if (!standing(issued, at).good() || policyAllows(issued.grant(), at, arrival)) {
            return Optional.empty();
        }
        return StepUps.above(arrival.shown())
                .filter(level -> policyAllows(issued.grant(), at, arrival.with(level))).findFirst();
    }

    private boolean policyAllows(Grant grant, Instant at, Arrival arrival) {
        return !(terms(grant, at, facts.beginning(grant, arrival)) instanceof PresentTerms.Gone);
    }

    /** What a good grant is worth to a session that would begin so at {@code at}: itself, or less of it. */
    public Grant worth(Grant grant, Instant at, Arrival arrival) {
        return terms(grant, at, facts.beginning(grant, arrival)) instanceof PresentTerms.Tighter tighter
                ? tighter.grant()
                : grant;
    }

    /** What policy leaves of a good grant at {@code at} to a session that was begun so and runs. */
    public PresentTerms terms(Grant grant, Instant at, Arrival arrival) {
        return terms(grant, at, facts.running(grant, arrival));
    }

    private PresentTerms terms(Grant grant, Instant at, Circumstances given) {
        Optional<Person> person = people.byName(grant.person());
        Optional<Target> target = targets.byName(grant.target());
        return person.isEmpty() || target.isEmpty()
                ? new PresentTerms.Unchanged()
                : policy.of(grant, person.get(), target.get(), given, at);
    }
}
