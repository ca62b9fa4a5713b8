package io.sallyport.broker.departure;

import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Off-boardings as lines for people and as JSON for scripts. Lines hold what strangers wrote: whoever shows them sanitises. Pure. */
public final class DepartureText {
    private DepartureText() {}

    /** What one would take away. */
    public static List<String> lines(Reach reach) {
        List<String> lines = new ArrayList<>();
        lines.add(reach.kind().code() + " " + reach.subject() + " (" + reach.title() + ")");
        lines.add("  people:           " + reach.leavers().size()
                + (reach.kind() == Kind.ENGAGEMENT ? " lose something, all stay" : ""));
        if (!reach.engagements().isEmpty()) {
            lines.add("  engagements:      " + String.join(", ", reach.engagements()));
        }
        lines.add("  live sessions:    " + reach.sessions().size());
        lines.add("  grants:           " + reach.grants());
        lines.add("  open requests:    " + reach.requests());
        if (reach.kind() != Kind.ENGAGEMENT) {
            lines.add("  keys:             " + reach.keys());
            lines.add("  API tokens:       " + reach.tokens());
            lines.add("  console sessions: " + reach.consoleSessions());
        }
        for (SessionSummary each : reach.sessions()) {
            lines.add("  ends: " + each.session().id() + " of " + each.session().person() + " on "
                    + each.session().target());
        }
        reach.warnings().forEach(each -> lines.add("  note: " + each));
        return lines;
    }

    public static Json.Obj json(Reach reach) {
        return Json.object().put("kind", reach.kind().code()).put("name", reach.subject())
                .put("title", reach.title()).put("engagements", Json.strings(reach.engagements()))
                .put("people",
                        Json.strings(reach.leavers().stream().map(each -> each.person().value()).toList()))
                .put("sessions",
                        Json.strings(
                                reach.sessions().stream().map(each -> each.session().id().value()).toList()))
                .put("grants", reach.grants()).put("requests", reach.requests()).put("keys", reach.keys())
                .put("tokens", reach.tokens()).put("consoleSessions", reach.consoleSessions())
                .put("warnings", Json.strings(reach.warnings())).build();
    }

    /** One that was ordered, without its proof. */
    public static Json.Obj json(Departure departure) {
        return Json.object().put("departure", departure.id().value()).put("kind", departure.kind().code())
                .put("name", departure.subject()).put("reason", departure.reason())
                .put("state", departure.state()).put("by", departure.actor().value())
                .put("at", departure.orderedAt().toString())
                .put("people",
                        Json.strings(
                                departure.leavers().stream().map(each -> each.person().value()).toList()))
                .put("sessions",
                        departure.leavers().stream().mapToLong(each -> each.sessions().size()).sum())
                .put("completedAt", departure.completion().map(each -> each.at().toString()))
                .put("proof", departure.completion().map(Departure.Completion::proof))
                .put("undoneAt", departure.undoing().map(each -> each.at().toString())).build();
    }

    /** A proof document to read. */
    public static List<String> proof(Json.Obj proof, Departure departure) {
        List<String> lines = new ArrayList<>();
        lines.add("Off-boarding " + proof.string("departure") + ": " + proof.string("kind") + " "
                + proof.string("subject") + ", " + proof.string("state"));
        lines.add("  ordered    " + proof.string("ordered_at") + " by " + proof.string("ordered_by")
                + proof.optionalString("operator_user").map(user -> " (" + user + ")").orElse(""));
        lines.add("  reason     " + proof.string("reason"));
        proof.optionalString("completed_at").ifPresent(at -> lines.add("  completed  " + at));
        departure.undoing().ifPresent(undone -> lines
                .add("  undone     " + undone.at() + " by " + undone.by() + ": " + undone.reason()));
        if (!proof.strings("engagements").isEmpty()) {
            lines.add("  ended      engagements " + String.join(", ", proof.strings("engagements")));
        }
        proof.objects("people").forEach(person -> lines.addAll(person(person)));
        Json.Obj journal = proof.object("journal");
        lines.add("Journal: from event " + journal.number("first")
                + journal.optionalNumber("last").map(last -> " to " + last).orElse(""));
        departure.completion().ifPresent(done -> lines.add("SHA-256 of the document, as the journal holds it"
                + " (departure-completed): " + done.proof()));
        journal.optionalString("checkpoint").ifPresent(note -> {
            lines.add("Signed checkpoint that covers it:");
            note.lines().forEach(line -> lines.add("  " + line));
        });
        return lines;
    }

    private static List<String> person(Json.Obj person) {
        List<String> lines = new ArrayList<>();
        lines.add(person.string("person") + " of " + person.string("organisation"));
        each(lines, "key disabled", person.strings("keys"));
        each(lines, "token ended", person.strings("tokens"));
        each(lines, "grant revoked", person.strings("grants"));
        each(lines, "request voided", person.strings("requests"));
        person.objects("sessions").forEach(session -> lines.add("  session    " + session.string("session")
                + session.optionalString("target").map(target -> " on " + target).orElse("") + " "
                + session.optionalString("ended_at")
                        .map(at -> "ended " + at + " (" + after(session.string("end_ordered_at"), at)
                                + " after the order, " + session.string("end_reason") + ")")
                        .orElse("NOT SEEN TO HAVE ENDED")));
        if (person.number("console_sessions") > 0) {
            lines.add("  browsers   " + person.number("console_sessions") + " signed out");
        }
        Optional<Json.Obj> account = person.optionalObject("account");
        account.ifPresent(it -> lines.add("  account    " + it.string("state")
                + it.optionalString("directory").map(directory -> " (" + directory + ")").orElse("")
                + it.optionalString("at").map(at -> " " + at).orElse("")));
        return lines;
    }

    private static void each(List<String> lines, String what, List<String> ids) {
        ids.forEach(id -> lines.add("  " + what + " " + id));
    }

    private static String after(String ordered, String ended) {
        Duration time = Duration.between(Instant.parse(ordered), Instant.parse(ended));
        return "%d.%03d s".formatted(time.toSeconds(), time.toMillisPart());
    }
}
