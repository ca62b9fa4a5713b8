package io.sallyport.broker.console;

import io.sallyport.broker.departure.Departure;
import io.sallyport.broker.departure.DepartureId;
import io.sallyport.broker.departure.DepartureOutcome;
import io.sallyport.broker.departure.DepartureText;
import io.sallyport.broker.departure.DepartureViews;
import io.sallyport.broker.departure.Kind;
import io.sallyport.broker.departure.Reach;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Off-boarding as pages: the list, a preview that has to be confirmed by typing the name, and the proof. */
final class DepartureRoutes {
    private static final String HOME = "/off-boarding";
    private static final int NAME = 64;
    private static final int SHOWN = 100;

    private final Leaving leaving;
    private final Pages pages;

    DepartureRoutes(Leaving leaving, Pages pages) {
        this.leaving = leaving;
        this.pages = pages;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(HOME, Access.LEAVING, call -> list(call, 200, "")),
                Endpoint.get(HOME + "/preview", Access.LEAVING, this::ask),
                Endpoint.post(HOME, Access.LEAVING, this::order),
                Endpoint.get(HOME + "/:id", Access.LEAVING, this::show),
                Endpoint.get(HOME + "/:id/proof.json", Access.LEAVING, this::download),
                Endpoint.post(HOME + "/:id/undo", Access.LEAVING, this::undo));
    }

    private Reply list(Call call, int status, String error) {
        List<DepartureRow> rows = leaving.newest(call.caller().person(), SHOWN).stream()
                .map(DepartureRoutes::row).toList();
        return new Reply.Html(status, false, "departures",
                Map.of("chrome", pages.chrome(call, "Off-boarding", HOME), "rows", rows, "error", error));
    }

    private Reply ask(Call call) {
        Kind kind = kind(call.query("kind", NAME));
        return preview(call, 200, kind, call.query("name", NAME).orElse(""), "");
    }

    private Reply preview(Call call, int status, Kind kind, String name, String error) {
        Optional<Reach> reach = leaving.preview(call.caller().person(), kind, name);
        if (reach.isEmpty()) {
            return list(call, 404, "There is no such " + kind.code()
                    + " that you may off-board, or it left already.");
        }
        return new Reply.Html(status, false, "leaving",
                Map.of("chrome",
                        pages.chrome(call, "Off-board " + kind.code(), HOME).withBack(HOME, "Off-boarding"),
                        "kind", kind.code(), "name", reach.get().subject(), "lines",
                        DepartureText.lines(reach.get()).stream().map(Text::plain).toList(), "error",
                        error));
    }

    private Reply order(Call call) {
        Kind kind = kind(call.field("kind", NAME));
        String name = call.requiredField("name", NAME);
        if (!call.field("typed", NAME).filter(name::equals).isPresent()) {
            return preview(call, 400, kind, name,
                    "The name you typed is another one. Nothing was changed.");
        }
        Optional<String> reason = call.field("reason", Read.TEXT);
        if (reason.isEmpty()) {
            return preview(call, 400, kind, name, "Say why. Nothing was changed.");
        }
        return switch (leaving.order(call.caller().person(), kind, name,
                reason.get().replaceAll("\\s+", " "))) {
            case DepartureOutcome.Done(Departure done) -> Reply.see(HOME + "/" + done.id());
            case DepartureOutcome.Refused refused -> list(call, status(refused),
                    Text.plain(refused.text()));
        };
    }

    private Reply show(Call call) {
        Person viewer = call.caller().person();
        Optional<Departure> departure = leaving.departure(viewer, call.part("id"));
        return departure.map(found -> page(call, found, 200, "")).orElse(Reply.refused(Problem.notFound()));
    }

    private Reply page(Call call, Departure departure, int status, String error) {
        List<String> lines = leaving.document(departure).json()
                .map(json -> DepartureText.proof(json, departure))
                .orElse(List.of("The proof is not on this broker's disk any more, or was changed there."));
        return new Reply.Html(status, false, "departure",
                Map.of("chrome",
                        pages.chrome(call, departure.id().value(), HOME).withBack(HOME, "Off-boarding"),
                        "row", row(departure), "lines", lines.stream().map(Text::plain).toList(), "mayUndo",
                        departure.state().equals("complete")
                                && Access.OPERATORS.admits(call.caller().person())
                                && call.caller().person().internal(),
                        "error", error));
    }

    private Reply download(Call call) {
        return leaving.departure(call.caller().person(), call.part("id"))
                .map(departure -> DepartureRoutes.file(departure, leaving.document(departure)))
                .orElse(Reply.refused(Problem.notFound()));
    }

    /** The document to the byte when it is finished. */
    static Reply file(Departure departure, DepartureViews.Document document) {
        return switch (document) {
            case DepartureViews.Document.Finished done -> new Reply.Stream("application/json",
                    Optional.of(departure.id() + ".json"), out -> out.write(done.bytes()));
            case DepartureViews.Document.Unfinished(Json.Obj json) -> Reply.data(json);
            case DepartureViews.Document.Lost() -> Reply.refused(Problem.of(410, "proof-lost",
                    "The proof is gone",
                    "It is not on this broker's disk any more, or was changed there."));
        };
    }

    private Reply undo(Call call) {
        Optional<Departure> departure = leaving.departure(call.caller().person(), call.part("id"));
        if (departure.isEmpty()) {
            return Reply.refused(Problem.notFound());
        }
        DepartureId id = departure.get().id();
        return switch (leaving.undo(call.caller().person(), id,
                call.requiredField("reason", Read.TEXT).replaceAll("\\s+", " "))) {
            case DepartureOutcome.Done _ -> Reply.see(HOME + "/" + id);
            case DepartureOutcome.Refused refused -> page(call, departure.get(), status(refused),
                    Text.plain(refused.text()));
        };
    }

    static int status(DepartureOutcome.Refused refused) {
        return switch (refused.reason()) {
            case NOT_ALLOWED, OWN -> 403;
            case UNKNOWN -> 404;
            case BAD_REASON -> 400;
            case NOT_COMPLETE, UNDONE_ALREADY -> 409;
            case UNAVAILABLE -> 503;
        };
    }

    static Problem problem(DepartureOutcome.Refused refused) {
        return Problem.of(status(refused),
                refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), "Refused",
                Text.plain(refused.text()));
    }

    static Kind kind(Optional<String> text) {
        return text.flatMap(Kind::parse)
                .orElseThrow(() -> Read.bad("kind", "person, provider or engagement"));
    }

    private static DepartureRow row(Departure each) {
        String state = each.state();
        return new DepartureRow(each.id().value(), each.kind().code(), Text.plain(each.subject()), state,
                state.equals("complete") ? "good" : state.equals("open") ? "wait" : "",
                Moment.of(each.orderedAt()), each.actor().value(), Text.plain(each.reason()),
                each.leavers().stream().mapToLong(leaver -> leaver.sessions().size()).sum());
    }
}
