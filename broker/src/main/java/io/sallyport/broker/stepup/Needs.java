package io.sallyport.broker.stepup;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Drafting;
import io.sallyport.broker.request.Grants;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.time.Instant;
import java.time.InstantSource;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What policy wants shown that somebody has not shown yet. Changes nothing. Blocking; safe for many threads. */
public final class Needs {
    private final People people;
    private final RequestStore requests;
    private final Grants grants;
    private final Drafting drafting;
    private final Proofs proofs;
    private final InstantSource time;

    public Needs(People people, RequestStore requests, Grants grants, Drafting drafting, Proofs proofs,
            InstantSource time) {
        this.people = people;
        this.requests = requests;
        this.grants = grants;
        this.drafting = drafting;
        this.proofs = proofs;
        this.time = time;
    }

    /** For live grants that only a stronger proof makes good from where the person is. */
    Optional<Need> forGrants(KeyHolder holder, Predicate<TargetName> which) {
        Instant now = time.instant();
        Mfa level = Mfa.NONE;
        NavigableSet<TargetName> targets = new TreeSet<>();
        NavigableSet<String> tickets = new TreeSet<>();
        for (IssuedGrant issued : requests.grants(holder.person(), now)) {
            Grant grant = issued.grant();
            Optional<Mfa> wanted = which.test(grant.target())
                    ? grants.wanted(issued, now, arrival(holder, grant.target()))
                    : Optional.empty();
            if (wanted.isPresent()) {
                level = level.or(wanted.get());
                targets.add(grant.target());
                grant.ticket().ifPresent(tickets::add);
            }
        }
        return targets.isEmpty() ? Optional.empty() : Optional.of(new Need(level, targets, tickets));
    }

    /** For rules about this person and target that want more than was shown, whatever else they want. */
    Optional<Need> forRequest(KeyHolder holder, TargetName target) {
        return person(holder)
                .flatMap(person -> drafting.proofWanted(person, target, arrival(holder, target),
                        time.instant()))
                .map(level -> new Need(level, new TreeSet<>(Set.of(target)), new TreeSet<>()));
    }

    Mfa shown(KeyHolder holder, TargetName target) {
        return holder.byKey()
                .or(proofs.level(holder.person(), holder.key(), holder.source(), target));
    }

    private Optional<Person> person(KeyHolder holder) {
        return people.byKey(holder.key()).filter(found -> found.name().equals(holder.person()));
    }

    private Arrival arrival(KeyHolder holder, TargetName target) {
        return Arrival.from(holder.source()).with(shown(holder, target));
    }
}
