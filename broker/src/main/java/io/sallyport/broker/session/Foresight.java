package io.sallyport.broker.session;

import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Drafting;
import io.sallyport.broker.request.Grants;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.PresentTerms;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PolicySnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what another policy would do to what is open, by deciding exactly as it would be decided if that policy were in force. Changes
 * nothing. Blocking; safe for many threads.
 */
public final class Foresight {
    private final LeaseKeeper leases;
    private final SessionStore sessions;
    private final RequestStore requests;
    private final Grants grants;
    private final Drafting drafting;
    private final InstantSource time;

    public Foresight(LeaseKeeper leases, SessionStore sessions, RequestStore requests, Grants grants,
            Drafting drafting, InstantSource time) {
        this.leases = leases;
        this.sessions = sessions;
        this.requests = requests;
        this.grants = grants;
        this.drafting = drafting;
        this.time = time;
    }

    /** What {@code candidate} would change if it came into force now. */
    public PolicyEffects of(PolicySnapshot candidate) {
        Instant now = time.instant();
        Set<GrantId> used = sessions.running().stream().filter(SessionSummary::live)
                .flatMap(session -> session.grant().stream()).collect(Collectors.toSet());
        return new PolicyEffects(
                leases.foreseen(candidate).stream().map(
                        each -> new PolicyEffects.OnSession(each.session(), each.judgement(), now)).toList(),
                requests.open(now).stream().filter(issued -> !used.contains(issued.grant().id()))
                        .flatMap(issued -> onGrant(issued, grants.under(candidate), now)).toList(),
                onRequests(drafting.under(candidate), now).toList());
    }

    // A grant that starts later is looked at as it would begin.
    private Stream<PolicyEffects.OnGrant> onGrant(IssuedGrant issued, Grants by, Instant now) {
        Grant grant = issued.grant();
        Instant at = grant.notBefore().isAfter(now) ? grant.notBefore() : now;
        if (!by.standing(issued, at).good()) {
            return Stream.empty();
        }
        // Nobody has connected yet: as if from where it was asked for, by somebody who proves enough.
        Arrival arrival = requests.arrival(issued.request()).with(Mfa.PHISHING_RESISTANT);
        PresentTerms then = by.terms(grant, at, arrival);
        return worth(then, grant).equals(worth(grants.terms(grant, at, arrival), grant))
                ? Stream.empty()
                : Stream.of(new PolicyEffects.OnGrant(grant, then)).filter(
                        each -> !(each.terms() instanceof PresentTerms.Unchanged));
    }

    private record Worth(Rights rights, Instant end) {}

    // Two policies may leave the same of it for different reasons.
    private static Optional<Worth> worth(PresentTerms terms, Grant grant) {
        return switch (terms) {
            case PresentTerms.Unchanged _ -> Optional.of(new Worth(grant.rights(), grant.notAfter()));
            case PresentTerms.Tighter tighter ->
                Optional.of(new Worth(tighter.grant().rights(), tighter.grant().notAfter()));
            case PresentTerms.Gone _ -> Optional.empty();
        };
    }

    private Stream<PolicyEffects.OnRequest> onRequests(Drafting by, Instant now) {
        return requests.pending().stream().filter(request -> now.isBefore(request.expiresAt()))
                .filter(request -> drafting.whyVoid(request, now).isEmpty())
                .flatMap(request -> by.whyVoid(request, now)
                        .map(why -> new PolicyEffects.OnRequest(request, why)).stream());
    }
}
