package io.sallyport.broker.audit;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The life of a session. */
public sealed interface SessionEvent extends Event {
    /**
     * Committed before the tunnel opens, so that a session without a recording shows.
     *
     * @param source address and port the engineer came from
     * @param grants the grants whose certificates go with the tunnel
     * @param agent SPKI hash of the agent it goes to
     * @param recordingKey public key that must seal the recording
     * @param mfa how strongly the engineer was proved for this target; absent: by a registered key alone
     */
    record SessionOpening(Instant at, Actor actor, SessionId session, PersonName person,
            OrganisationName organisation,
            TargetName target, KeyFingerprint key, String source, List<GrantId> grants, String agent,
            String recordingKey, Optional<String> mfa)
            implements
                SessionEvent {}

    /** The agent accepted the certificate with this serial. One certificate, one session. */
    record SessionBegan(Instant at, Actor actor, SessionId session, long serial, GrantId grant,
            LoginName login)
            implements
                SessionEvent {}

    /** Somebody wants it ended: its lease is not renewed from here on. */
    record SessionEndOrdered(Instant at, Actor actor, SessionId session, String reason,
            String text) implements SessionEvent {}

    /**
     * Policy, a window or somebody's groups leave a running session less than it had. Before its agent is told.
     *
     * @param outcome {@code less}, {@code after-grace} or {@code terminate-now}
     * @param epoch number of the order; absent when the session ends at once, as are {@code rights} and {@code why}
     * @param oldPolicyHash of the policy that held for it until now
     * @param policyHash of the policy that says so
     * @param rules the rule of its grant, and the require rules that fit it only now; or the deny rule
     * @param failed the checks of the grant's rule that fail now
     * @param fields what it loses: names of rights as a grant spells them, and {@code end}
     * @param rights what it is left with
     * @param endsAt when it ends at the latest
     * @param why why it ends then
     * @param text what the engineer is told
     */
    record SessionReevaluated(Instant at, Actor actor, SessionId session, String outcome,
            Optional<Long> epoch,
            String oldPolicyHash, String policyHash, List<RuleId> rules, List<String> failed,
            List<String> fields, Optional<Json.Obj> rights, Instant endsAt, Optional<String> why,
            String text) implements SessionEvent {
        public SessionReevaluated {
            rules = List.copyOf(rules);
            failed = List.copyOf(failed);
            fields = List.copyOf(fields);
        }
    }

    /**
     * It goes on with less, as its agent says.
     *
     * @param epoch number of the order
     * @param policyHash of the policy the order came from
     * @param fields what became narrower: names of rights as a grant spells them, and {@code end}
     * @param endsAt the end that holds now
     */
    record SessionNarrowed(Instant at, Actor actor, SessionId session, long epoch, String policyHash,
            List<String> fields, Instant endsAt) implements SessionEvent {}

    /**
     * Somebody wrote a note on it; nobody changes or removes one.
     *
     * @param text foreign; lines end in a line feed
     */
    record SessionNoted(Instant at, Actor actor, SessionId session, PersonName author, String text)
            implements
                SessionEvent {}

    /** {@code reason}: one of the stable codes of {@code session.EndReason}. */
    record SessionEnded(Instant at, Actor actor, SessionId session, String reason,
            String detail) implements SessionEvent {}
}
