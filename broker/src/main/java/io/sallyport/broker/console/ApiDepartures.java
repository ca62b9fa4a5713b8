package io.sallyport.broker.console;

import io.sallyport.broker.departure.Departure;
import io.sallyport.broker.departure.DepartureId;
import io.sallyport.broker.departure.DepartureOutcome;
import io.sallyport.broker.departure.DepartureText;
import io.sallyport.broker.departure.Kind;
import io.sallyport.broker.departure.Reach;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Optional;

/** Off-boarding over REST. */
final class ApiDepartures {
    private static final String HOME = "/api/v1/departures";
    private static final int NAME = 64;
    private static final int MOST = 1000;

    private final Leaving leaving;

    ApiDepartures(Leaving leaving) {
        this.leaving = leaving;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(HOME, Access.LEAVING, this::list),
                Endpoint.post(HOME, Access.LEAVING, this::order),
                Endpoint.get(HOME + "/:id", Access.LEAVING, this::show),
                Endpoint.get(HOME + "/:id/proof", Access.LEAVING, this::proof),
                Endpoint.post(HOME + "/:id/undo", Access.LEAVING, this::undo));
    }

    private Reply list(Call call) {
        int limit = call.query("limit", 4).map(text -> Read.number("limit", text, MOST)).orElse(100);
        return Reply.data(Json.object().put("departures", Json.array(leaving
                .newest(call.caller().person(), limit).stream().map(DepartureText::json).toList())).build());
    }

    private Reply order(Call call) {
        Json.Obj body = call.json().onlyFields("kind", "name", "reason", "dryRun");
        Kind kind = DepartureRoutes.kind(body.optionalString("kind"));
        String name = Read.text("name", body.string("name"), NAME);
        if (body.optionalBool("dryRun").orElse(false)) {
            Optional<Reach> reach = leaving.preview(call.caller().person(), kind, name);
            return reach
                    .map(found -> Reply.data(Json.object().put("would", DepartureText.json(found)).build()))
                    .orElse(Reply.refused(Problem.notFound()));
        }
        return answer(leaving.order(call.caller().person(), kind, name,
                Read.text("reason", body.string("reason"), Read.TEXT)), 201);
    }

    private Reply show(Call call) {
        return leaving.departure(call.caller().person(), call.part("id"))
                .map(found -> Reply.data(DepartureText.json(found)))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply proof(Call call) {
        return leaving.departure(call.caller().person(), call.part("id"))
                .map(found -> DepartureRoutes.file(found, leaving.document(found)))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply undo(Call call) {
        Json.Obj body = call.json().onlyFields("reason");
        return DepartureId.parse(call.part("id"))
                .map(id -> answer(leaving.undo(call.caller().person(), id,
                        Read.text("reason", body.string("reason"), Read.TEXT)), 200))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private static Reply answer(DepartureOutcome outcome, int status) {
        return switch (outcome) {
            case DepartureOutcome.Done(Departure done) -> new Reply.Data(status, DepartureText.json(done));
            case DepartureOutcome.Refused refused -> Reply.refused(DepartureRoutes.problem(refused));
        };
    }
}
