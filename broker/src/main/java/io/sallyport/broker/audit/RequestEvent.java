package io.sallyport.broker.audit;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What happens to access requests and to the grants that come of them. */
public sealed interface RequestEvent extends Event {
    /**
     * An engineer asked, and policy has an answer.
     *
     * @param draft the grant as it would be, without id and absolute times
     * @param hash SHA-256 (hex) over the canonical request and draft: what approvals bind
     * @param grant present when policy granted it at once
     * @param decision {@code sallyport-decision/1} with the facts it saw; absent in journals from before it was kept
     * @param breakGlass true: emergency access was asked for; absent otherwise
     * @param source address it came from; absent when that was not known
     * @param mfa how strongly the requester was proved; absent: by a registered key alone
     */
    record RequestFiled(Instant at, Actor actor, RequestId request, PersonName person,
            OrganisationName organisation,
            TargetName target, LoginName login, Duration duration, Optional<Instant> startsAt,
            Optional<String> ticket,
            String reason, Instant expiresAt, Json.Obj draft, String hash,
            Optional<Json.Obj> grant, Optional<Json.Obj> decision, Optional<Boolean> breakGlass,
            Optional<String> source, Optional<String> mfa, Optional<Instant> mfaAt)
            implements
                RequestEvent {
        public RequestFiled {
            onlyTrue(breakGlass);
        }
    }

    /**
     * Policy or contract said no.
     *
     * @param explanation what the engineer was told
     * @param decision {@code sallyport-decision/1} with the facts it saw; absent when it was not policy that refused
     * @param breakGlass true: emergency access was asked for; absent otherwise
     */
    record RequestRefused(Instant at, Actor actor, PersonName person, TargetName target, LoginName login,
            Duration duration,
            String code, String explanation, Optional<Json.Obj> decision, Optional<Boolean> breakGlass)
            implements
                RequestEvent {
        public RequestRefused {
            onlyTrue(breakGlass);
        }
    }

    /**
     * @param grant present when this approval was the last one needed
     * @param decision {@code sallyport-decision/1} with the facts it saw; absent in journals from before it was kept
     */
    record RequestApproved(Instant at, Actor actor, RequestId request, PersonName approver,
            Optional<Duration> narrowedTo,
            Optional<String> comment, String hash, Optional<Json.Obj> grant,
            Optional<Json.Obj> decision, Optional<String> mfa, Optional<Instant> mfaAt)
            implements
                RequestEvent {}

    record RequestDenied(Instant at, Actor actor, RequestId request, PersonName approver, String comment)
            implements
                RequestEvent {}

    record RequestCancelled(Instant at, Actor actor, RequestId request) implements RequestEvent {}

    record RequestExpired(Instant at, Actor actor, RequestId request) implements RequestEvent {}

    /** What was approved so far is no longer what would be granted. */
    record RequestVoided(Instant at, Actor actor, RequestId request, String why) implements RequestEvent {}

    // "No" is said by leaving it out, so that an event has one form.
    private static void onlyTrue(Optional<Boolean> flag) {
        if (flag.isPresent() && !flag.get()) {
            throw new IllegalArgumentException("a flag that is not set is left out");
        }
    }

    record GrantRevoked(Instant at, Actor actor, GrantId grant, String reason) implements RequestEvent {}
}
