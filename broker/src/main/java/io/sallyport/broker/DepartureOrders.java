package io.sallyport.broker;

import io.sallyport.broker.departure.Departure;
import io.sallyport.broker.departure.DepartureId;
import io.sallyport.broker.departure.DepartureOutcome;
import io.sallyport.broker.departure.DepartureText;
import io.sallyport.broker.departure.DepartureViews;
import io.sallyport.broker.departure.Departures;
import io.sallyport.broker.departure.Kind;
import io.sallyport.broker.departure.Orderer;
import io.sallyport.broker.departure.Reach;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.text.Sanitize;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The operator's orders about off-boarding. Blocking; safe for many threads. */
final class DepartureOrders {
    static final String ORDER = "offboard";
    private static final int SHOWN = 100;

    private final Departures departures;
    private final InstantSource time;

    DepartureOrders(Departures departures, InstantSource time) {
        this.departures = departures;
        this.time = time;
    }

    /** {@code verb}: person, provider, engagement, list, proof or undo. */
    Json.Obj answer(Json.Obj order, Optional<String> user) {
        Orderer operator = Orderer.operator(user);
        String verb = order.string("verb");
        Optional<Kind> kind = Kind.parse(verb);
        if (kind.isPresent()) {
            return order.bool("yes")
                    ? ordered(departures.desk().order(operator, kind.get(), order.string("name"),
                            order.string("reason")))
                    : preview(operator, kind.get(), order.string("name"));
        }
        return switch (verb) {
            case "list" -> list(operator);
            case "proof" -> proof(operator, order.string("name"));
            case "undo" -> DepartureId.parse(order.string("name"))
                    .map(id -> ordered(departures.desk().undo(operator, id, order.string("reason"))))
                    .orElseGet(() -> no("there is no off-boarding of that id"));
            default -> no("this broker does not know that order");
        };
    }

    private Json.Obj preview(Orderer operator, Kind kind, String name) {
        Optional<Reach> reach = departures.desk().preview(operator, kind, name, time.instant());
        return reach.isEmpty()
                ? no("there is no such " + kind.code() + ", or it left already")
                : yes(DepartureText.lines(reach.get()), DepartureText.json(reach.get()));
    }

    private static Json.Obj ordered(DepartureOutcome outcome) {
        return switch (outcome) {
            case DepartureOutcome.Done(Departure done) -> yes(
                    List.of(done.id() + ": " + done.kind().code() + " " + done.subject()),
                    DepartureText.json(done));
            case DepartureOutcome.Refused refused -> no(refused.text());
        };
    }

    private Json.Obj list(Orderer operator) {
        List<Departure> all = departures.views().newest(operator, SHOWN);
        return yes(
                all.stream()
                        .map(each -> each.id() + "  " + each.state() + "  " + each.orderedAt() + "  "
                                + each.kind().code() + " " + each.subject() + "  " + each.reason())
                        .toList(),
                Json.object()
                        .put("departures", Json.array(all.stream().map(DepartureText::json).toList()))
                        .build());
    }

    private Json.Obj proof(Orderer operator, String id) {
        Optional<Departure> departure = departures.views().departure(operator, id);
        Optional<Json.Obj> proof = departure.map(departures.views()::document)
                .flatMap(DepartureViews.Document::json);
        return departure.isPresent() && proof.isPresent()
                ? yes(DepartureText.proof(proof.get(), departure.get()), proof.get())
                : no("there is no off-boarding of that id, or its document was lost");
    }

    private static Json.Obj yes(List<String> lines, Json.Obj result) {
        return PolicyOrders.answer(true, lines.stream().map(Sanitize::terminal).toList())
                .put("result", result).build();
    }

    private static Json.Obj no(String text) {
        return PolicyOrders.answer(false, List.of(Sanitize.terminal(text))).build();
    }
}
