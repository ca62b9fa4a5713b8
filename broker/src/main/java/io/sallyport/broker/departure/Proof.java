package io.sallyport.broker.departure;

import io.sallyport.broker.session.SessionStore;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.evidence.log.SignedCheckpoint;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The proof document of an off-boarding, {@code sallyport-departure/1} (docs/formats/departure.md): who lost what, and when each end was
 * ordered and seen. The finished one is bound by the journal, which holds its SHA-256.
 */
final class Proof {
    static final String FORMAT = "sallyport-departure/1";

    private final SessionStore sessions;

    Proof(SessionStore sessions) {
        this.sessions = sessions;
    }

    /** As far as it is by now. */
    Json.Obj unfinished(Departure departure) {
        return document(departure, Optional.empty(), Optional.empty());
    }

    /** With everything seen by {@code at} and the checkpoint that covers all of it. */
    Json.Obj finished(Departure departure, Instant at, SignedCheckpoint checkpoint) {
        return document(departure, Optional.of(at), Optional.of(checkpoint));
    }

    private Json.Obj document(Departure departure, Optional<Instant> at,
            Optional<SignedCheckpoint> checkpoint) {
        JsonBuilder json = Json.object().put("format", FORMAT).put("departure", departure.id().value())
                .put("kind", departure.kind().code()).put("subject", departure.subject())
                .put("reason", departure.reason()).put("ordered_by", departure.actor().value())
                .put("operator_user", departure.operatorUser())
                .put("ordered_at", departure.orderedAt().toString())
                .put("state", at.isPresent() ? "complete" : "open")
                .put("completed_at", at.map(Instant::toString))
                .put("engagements", Json.strings(departure.engagements()))
                .put("people", Json.array(departure.leavers().stream()
                        .map(leaver -> person(departure, leaver)).toList()));
        JsonBuilder journal = Json.object().put("first", departure.first());
        checkpoint.ifPresent(signed -> journal.put("last", signed.size() - 1).put("origin", signed.origin())
                .put("checkpoint", signed.note()));
        return json.put("journal", journal).build();
    }

    private Json person(Departure departure, Leaver leaver) {
        JsonBuilder json = Json.object().put("person", leaver.person().value())
                .put("organisation", leaver.organisation().value())
                .put("keys", Json.strings(leaver.keys().stream().map(KeyFingerprint::value).toList()))
                .put("tokens", Json.strings(leaver.tokens()))
                .put("console_sessions", leaver.consoleSessions())
                .put("grants", Json.strings(leaver.grants().stream().map(each -> each.value()).toList()))
                .put("requests",
                        Json.strings(leaver.requests().stream().map(each -> each.value()).toList()))
                .put("sessions", Json.array(leaver.sessions().stream()
                        .map(each -> session(departure, each)).toList()));
        if (departure.takesPeople()) {
            json.put("account", leaver.account()
                    .map(end -> Json.object().put("state", end.state().code())
                            .put("directory", end.directory()).put("at", end.at().toString()).build())
                    .orElseGet(() -> Json.object().put("state", "pending").build()));
        }
        return json.build();
    }

    private Json session(Departure departure, SessionId id) {
        Optional<SessionSummary> session = sessions.session(id);
        return Json.object().put("session", id.value())
                .put("target", session.map(each -> each.session().target().value()))
                .put("source", session.map(each -> each.session().source()))
                .put("opened_at", session.map(each -> each.session().openedAt().toString()))
                .put("end_ordered_at", departure.orderedAt().toString())
                .put("ended_at",
                        session.flatMap(SessionSummary::ending).map(ending -> ending.at().toString()))
                .put("end_reason",
                        session.flatMap(SessionSummary::ending).map(ending -> ending.reason().code()))
                .build();
    }

    /** True when every session was seen to have ended and every account is settled. */
    boolean complete(Departure departure) {
        return departure.leavers().stream().allMatch(leaver -> ended(leaver.sessions())
                && (!departure.takesPeople() || leaver.account().isPresent()));
    }

    private boolean ended(List<SessionId> ids) {
        return ids.stream().allMatch(id -> sessions.session(id)
                .filter(each -> each.state() != SessionSummary.State.ENDED).isEmpty());
    }
}
