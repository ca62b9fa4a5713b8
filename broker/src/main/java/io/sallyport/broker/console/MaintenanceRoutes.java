package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.maintenance.Maintenance;
import io.sallyport.broker.maintenance.MaintenanceDesk;
import io.sallyport.broker.maintenance.MaintenanceForm;
import io.sallyport.broker.maintenance.MaintenanceId;
import io.sallyport.broker.maintenance.MaintenanceOutcome;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Declared maintenance, as a page and over REST. */
final class MaintenanceRoutes {
    private static final int LABEL = 200;

    private final MaintenanceBook book;
    private final Pages pages;
    private final InstantSource time;

    MaintenanceRoutes(MaintenanceBook book, Pages pages, InstantSource time) {
        this.book = book;
        this.pages = pages;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/maintenance", Access.MAINTENANCE, call -> page(call, 200, "")),
                Endpoint.post("/maintenance", Access.MAINTENANCE, this::declareByForm),
                Endpoint.post("/maintenance/:id/end", Access.MAINTENANCE, this::endByForm),
                Endpoint.get("/api/v1/maintenance", Access.MAINTENANCE, this::list),
                Endpoint.post("/api/v1/maintenance", Access.MAINTENANCE, this::declare),
                Endpoint.post("/api/v1/maintenance/:id/end", Access.MAINTENANCE, this::end));
    }

    private Reply list(Call call) {
        return Reply.data(Json.object().put("maintenance", Json.array(
                book.list(call.caller().person()).stream().map(this::json).toList())).build());
    }

    private Reply declare(Call call) {
        Json.Obj body = call.json().onlyFields("targets", "where", "from", "until", "reason");
        Map<String, String> where = new TreeMap<>();
        if (body.has("where")) {
            Json.Obj labels = body.object("where");
            labels.fields().keySet().forEach(name -> where.put(Read.text("where", name, LABEL),
                    Read.text("where", labels.string(name), LABEL)));
        }
        Set<TargetName> targets = body.optionalArray("targets").map(_ -> body.strings("targets").stream()
                .map(name -> Read.target("targets", name)).collect(Collectors.toSet())).orElse(Set.of());
        return answer(book.declare(call.caller().person(), new MaintenanceForm(targets, where,
                body.optionalString("from").map(text -> Read.instant("from", text)),
                Read.instant("until", body.string("until")),
                Read.text("reason", body.string("reason"), Read.TEXT))), 201);
    }

    private Reply end(Call call) {
        return MaintenanceId.parse(call.part("id"))
                .map(id -> answer(book.end(call.caller().person(), id), 200))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply answer(MaintenanceOutcome outcome, int status) {
        return switch (outcome) {
            case MaintenanceOutcome.Done(Maintenance made) -> new Reply.Data(status, json(made));
            case MaintenanceOutcome.Refused refused -> Reply.refused(problem(refused));
        };
    }

    private static Problem problem(MaintenanceOutcome.Refused refused) {
        return Problem.of(switch (refused.reason()) {
            case NOT_ALLOWED, NOT_OWNER -> 403;
            case UNKNOWN_TARGET, NO_SUCH_MAINTENANCE -> 404;
            case BAD_MAINTENANCE -> 400;
            case TOO_MANY -> 409;
        }, refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), "Refused",
                Text.plain(refused.text()));
    }

    private Json.Obj json(Maintenance each) {
        return Json.object().put("id", each.id().value()).put("state", each.state(time.instant()).code())
                .put("from", each.from().toString()).put("until", each.until().toString())
                .put("ended", each.ended().map(Instant::toString)).put("declarer", each.declarer().value())
                .put("targets",
                        Json.strings(each.targets().keySet().stream().map(TargetName::value).toList()))
                .put("reason", each.reason()).build();
    }

    private Reply declareByForm(Call call) {
        Set<TargetName> targets = List.of(call.requiredField("targets", 4000).split("[\\s,]+")).stream()
                .map(name -> Read.target("targets", name)).collect(Collectors.toSet());
        return seen(call, book.declare(call.caller().person(), new MaintenanceForm(targets, Map.of(),
                call.field("from", 40).map(text -> minute("from", text)),
                minute("until", call.requiredField("until", 40)),
                call.requiredField("reason", Read.TEXT).replaceAll("\\s+", " "))));
    }

    // A browser's field for a time has no zone: the page says that it is UTC.
    private static Instant minute(String name, String text) {
        return Read.instant(name, text.endsWith("Z") ? text : text + ":00Z");
    }

    private Reply endByForm(Call call) {
        return MaintenanceId.parse(call.part("id"))
                .map(id -> seen(call, book.end(call.caller().person(), id)))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply seen(Call call, MaintenanceOutcome outcome) {
        return switch (outcome) {
            case MaintenanceOutcome.Done _ -> Reply.see("/maintenance");
            case MaintenanceOutcome.Refused refused -> page(call, problem(refused).status(),
                    Text.plain(refused.text()));
        };
    }

    private Reply page(Call call, int status, String error) {
        Person viewer = call.caller().person();
        List<MaintenanceView> rows = book.list(viewer).stream().map(each -> view(each, viewer)).toList();
        return new Reply.Html(status, false, "maintenance",
                Map.of("chrome", pages.chrome(call, "Maintenance", "/maintenance"), "rows", rows,
                        "mayDeclare", MaintenanceDesk.mayAct(viewer), "error", error));
    }

    private MaintenanceView view(Maintenance each, Person viewer) {
        Maintenance.State state = each.state(time.instant());
        boolean over = state == Maintenance.State.OVER || state == Maintenance.State.ENDED;
        return new MaintenanceView(each.id().value(), state.code(),
                state == Maintenance.State.OPEN ? "good" : over ? "" : "wait", Moment.of(each.from()),
                Moment.of(each.over()), each.declarer().value(),
                each.targets().keySet().stream().map(TargetName::value).collect(Collectors.joining(", ")),
                Text.plain(each.reason()), !over && MaintenanceDesk.mayAct(viewer));
    }
}
