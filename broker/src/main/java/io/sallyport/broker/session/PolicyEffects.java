package io.sallyport.broker.session;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Cause;
import io.sallyport.broker.request.PresentTerms;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What another policy would do to what is open.
 *
 * @param sessions that run and would be narrowed or ended
 * @param grants under which no session runs and that would be worth less
 * @param requests that wait and would be void
 */
public record PolicyEffects(List<OnSession> sessions, List<OnGrant> grants, List<OnRequest> requests) {
    /** Entries of each kind that people are shown one by one; the rest is counted. */
    static final int SHOWN = 40;
    private static final int TEXT = 300;

    public record OnSession(SessionSummary session, Judgement judgement, Instant now) {}

    /** {@code terms}: never {@link PresentTerms.Unchanged}. */
    public record OnGrant(Grant grant, PresentTerms terms) {}

    public record OnRequest(AccessRequest request, String why) {}

    public PolicyEffects {
        sessions = List.copyOf(sessions);
        grants = List.copyOf(grants);
        requests = List.copyOf(requests);
    }

    public boolean none() {
        return sessions.isEmpty() && grants.isEmpty() && requests.isEmpty();
    }

    /** One kind of what is affected, a line for each. */
    public record Section(String title, List<String> lines) {
        public Section {
            lines = List.copyOf(lines);
        }
    }

    /** For people; only kinds of which something is affected. */
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        add(sections, "running sessions", this.sessions, PolicyEffects::line);
        add(sections, "grants without a session", grants, PolicyEffects::line);
        add(sections, "waiting requests", requests, PolicyEffects::line);
        return sections;
    }

    private static <T> void add(List<Section> sections, String what, List<T> all, Function<T, String> line) {
        if (!all.isEmpty()) {
            List<String> lines = new ArrayList<>(all.stream().limit(SHOWN).map(line).toList());
            if (all.size() > SHOWN) {
                lines.add("and " + (all.size() - SHOWN) + " more");
            }
            sections.add(new Section(what + " affected (" + all.size() + ")", lines));
        }
    }

    /** The same as one text. */
    public List<String> lines() {
        if (none()) {
            return List.of("no running session, open grant or waiting request is affected");
        }
        List<String> lines = new ArrayList<>();
        for (Section section : sections()) {
            lines.add(section.title() + ":");
            section.lines().forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static String line(OnSession on) {
        SessionSummary session = on.session();
        String who = session.session().id() + "  " + session.session().person() + "  "
                + session.login().map(login -> login + "@").orElse("") + session.session().target() + "  ";
        return who + switch (on.judgement()) {
            case Judgement.Same _ -> "goes on";
            case Judgement.Less less when less.grace() ->
                "ends after the grace, at " + less.order().end() + ": " + said(less.cause());
            case Judgement.Less less -> (less.fields().isEmpty()
                    ? "keeps its rights"
                    : "loses " + String.join(", ", less.fields())) + ", ends at " + less.order().end() + ": "
                    + said(less.cause());
            case Judgement.End end -> "ends at once: " + said(end.cause());
        };
    }

    private static String line(OnGrant on) {
        Grant grant = on.grant();
        return grant.id() + "  " + grant.person() + "  " + grant.login() + "@" + grant.target() + "  "
                + switch (on.terms()) {
                    case PresentTerms.Unchanged _ -> "stays as it is";
                    case PresentTerms.Tighter(Grant left, List<String> fields, Cause cause) ->
                        "loses " + String.join(", ", fields) + ", ends at " + left.notAfter() + ": "
                                + said(cause);
                    case PresentTerms.Gone(Cause cause, _) -> "lets nobody in any more: " + said(cause);
                };
    }

    private static String line(OnRequest on) {
        AccessRequest request = on.request();
        return request.id() + "  " + request.person() + "  " + request.form().login() + "@"
                + request.form().target() + "  would be void: " + first(on.why());
    }

    /** The same for scripts: how many there are, and the first ones, as many as fit into {@code most} bytes. */
    public Json.Obj json(int most) {
        int[] left = {most};
        return Json.object()
                .put("affected",
                        Json.object().put("sessions", sessions.size()).put("grants", grants.size())
                                .put("requests", requests.size()))
                .put("sessions", Json.array(some(sessions, PolicyEffects::json, left)))
                .put("grants", Json.array(some(grants, PolicyEffects::json, left)))
                .put("requests", Json.array(some(requests, PolicyEffects::json, left))).build();
    }

    private static <T> List<Json.Obj> some(List<T> all, Function<T, Json.Obj> json, int[] left) {
        List<Json.Obj> some = new ArrayList<>();
        for (T each : all) {
            Json.Obj one = json.apply(each);
            left[0] -= one.canonical().length + 1;
            if (left[0] < 0) {
                break;
            }
            some.add(one);
        }
        return some;
    }

    private static Json.Obj json(OnSession on) {
        var session = on.session().session();
        JsonBuilder json = Json.object().put("session", session.id().value())
                .put("person", session.person().value()).put("target", session.target().value())
                .put("login", on.session().login().map(Object::toString));
        return switch (on.judgement()) {
            case Judgement.Same _ -> json.put("outcome", "same").build();
            case Judgement.Less less ->
                caused(json, less.grace() ? Judgements.AFTER_GRACE : Judgements.LESS, less.fields(),
                        Optional.of(less.order().end()), less.cause());
            case Judgement.End end -> caused(json, Judgements.TERMINATE_NOW, List.of("end"),
                    Optional.of(on.now()), end.cause());
        };
    }

    private static Json.Obj json(OnGrant on) {
        Grant grant = on.grant();
        JsonBuilder json = Json.object().put("grant", grant.id().value())
                .put("person", grant.person().value()).put("target", grant.target().value())
                .put("login", grant.login().value());
        return switch (on.terms()) {
            case PresentTerms.Unchanged _ -> json.put("outcome", "same").build();
            case PresentTerms.Tighter(Grant left, List<String> fields, Cause cause) ->
                caused(json, Judgements.LESS, fields, Optional.of(left.notAfter()), cause);
            case PresentTerms.Gone(Cause cause, _) ->
                caused(json, "nothing", List.of(), Optional.empty(), cause);
        };
    }

    private static Json.Obj caused(JsonBuilder json, String outcome, List<String> loses,
            Optional<Instant> ends, Cause cause) {
        return json.put("outcome", outcome).put("loses", Json.strings(loses))
                .put("ends", ends.map(Instant::toString))
                .put("rules", Json.strings(cause.rules().stream().map(RuleId::value).toList()))
                .put("text", said(cause)).build();
    }

    private static Json.Obj json(OnRequest on) {
        AccessRequest request = on.request();
        return Json.object().put("request", request.id().value()).put("person", request.person().value())
                .put("target", request.form().target().value()).put("login", request.form().login().value())
                .put("why", first(on.why())).build();
    }

    private static String said(Cause cause) {
        return first(cause.text());
    }

    private static String first(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= TEXT ? line : line.substring(0, TEXT) + "...";
    }
}
