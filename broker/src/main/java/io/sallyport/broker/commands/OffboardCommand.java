package io.sallyport.broker.commands;

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
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code offboard}: a person, a provider or an engagement leaves; what left, and the proof. */
@Command(footer = {"", "Examples:", "  ssh gw offboard person eva --reason '\"left Acme\"' --dry-run",
        "  ssh gw offboard provider acme --reason '\"contract cancelled\"' --yes",
        "  ssh gw offboard engagement acme-2026 --reason '\"finished early\"' --yes", "  ssh gw offboard",
        "  ssh gw offboard proof d-abcdefghij", "  ssh gw offboard proof d-abcdefghij --json > proof.json",
        "  ssh gw offboard undo d-abcdefghij --reason '\"was the wrong Eva\"'", "",
        "Sessions end within seconds, grants are revoked, open requests voided, keys prove nobody any more.",
        "An engagement may also be ended by its sponsor; its people stay."})
final class OffboardCommand implements GatewayCommand {
    private static final List<String> HEAD = List.of("OFF-BOARDING", "STATE", "ORDERED", "BY", "KIND", "NAME",
            "REASON");
    private static final int SHOWN = 100;

    private final Call call;

    @Parameters(index = "0", paramLabel = "person|provider|engagement|proof|undo", arity = "0..1", description = "what to do; without it: list")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "NAME|ID", arity = "0..1", description = "who or what leaves; of proof and undo: the id")
    private Optional<String> name = Optional.empty();
    @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept in the journal and in the proof")
    private Optional<String> reason = Optional.empty();
    @Option(names = "--dry-run", description = "change nothing; say what it would take away")
    private boolean dryRun;
    @Option(names = "--yes", description = "do it; without it you only see what it would take away")
    private boolean yes;

    OffboardCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        String wanted = verb.orElse("");
        if (wanted.isEmpty()) {
            return list();
        }
        Optional<Kind> kind = Kind.parse(wanted);
        if (name.isEmpty() || (kind.isEmpty() && !wanted.equals("proof") && !wanted.equals("undo"))) {
            return call.say().usage("ssh gw offboard person|provider|engagement NAME --reason TEXT"
                    + " [--dry-run | --yes], or: proof ID, undo ID --reason TEXT");
        }
        return kind.isPresent()
                ? leave(kind.get(), name.get())
                : wanted.equals("proof") ? proof(name.get()) : undo(name.get());
    }

    private Departures departures() {
        return call.desks().departures();
    }

    private Orderer me() {
        return Orderer.of(call.person());
    }

    private int list() {
        List<Departure> all = departures().views().newest(me(), SHOWN);
        if (call.say().json()) {
            return call.say().json(Json.array(all.stream().map(DepartureText::json).toList()));
        }
        if (all.isEmpty()) {
            return call.say().done("Nothing was off-boarded that you may see.");
        }
        call.say().table(HEAD, all.stream().map(each -> List.of(each.id().value(), each.state(),
                Times.shown(each.orderedAt()), each.actor().value(), each.kind().code(), each.subject(),
                each.reason())).toList());
        return call.say().done("Proof: ssh gw offboard proof " + all.getFirst().id());
    }

    private int leave(Kind kind, String subject) {
        if (!yes || dryRun) {
            return preview(kind, subject);
        }
        if (reason.isEmpty()) {
            return call.say().usage("--reason says why: 1 to 500 characters.");
        }
        return switch (departures().desk().order(me(), kind, subject, reason.get())) {
            case DepartureOutcome.Done(Departure done) -> call.say().json()
                    ? call.say().json(Json.object().put("offboarded", DepartureText.json(done)).build())
                    : said(done);
            case DepartureOutcome.Refused refused -> refused(refused);
        };
    }

    private int said(Departure done) {
        call.say().line(done.id() + ": " + done.kind().code() + " " + done.subject()
                + " is off-boarded; sessions end now.");
        return call.say().done("Proof, as soon as every end was seen: ssh gw offboard proof " + done.id());
    }

    private int preview(Kind kind, String subject) {
        Optional<Reach> reach = departures().desk().preview(me(), kind, subject,
                call.desks().time().instant());
        if (reach.isEmpty()) {
            return call.say().refused("There is no such " + kind.code()
                    + " that you may off-board, or it left already.");
        }
        if (call.say().json()) {
            return call.say().json(Json.object().put("would", DepartureText.json(reach.get())).build());
        }
        call.say().lines(DepartureText.lines(reach.get()));
        return dryRun
                ? call.say().done("Nothing was changed.")
                : call.say().refused("Nothing was changed. To do it, add --yes.");
    }

    private int proof(String id) {
        Optional<Departure> departure = departures().views().departure(me(), id);
        if (departure.isEmpty()) {
            return call.say().refused("There is no off-boarding of that id that you may see.");
        }
        return switch (departures().views().document(departure.get())) {
            case DepartureViews.Document.Finished done when call.say().json() ->
                call.say().exact(done.bytes());
            case DepartureViews.Document.Lost() -> call.say().refused(
                    "The proof is not on this broker's disk any more, or was changed there. The journal holds"
                            + " its SHA-256: " + departure.get().completion().orElseThrow().proof());
            case DepartureViews.Document document -> shown(departure.get(), document);
        };
    }

    private int shown(Departure departure, DepartureViews.Document document) {
        Json.Obj json = document.json().orElseThrow();
        if (call.say().json()) {
            return call.say().json(json);
        }
        call.say().lines(DepartureText.proof(json, departure));
        return Say.DONE;
    }

    private int undo(String text) {
        Optional<DepartureId> id = DepartureId.parse(text);
        if (id.isEmpty() || reason.isEmpty()) {
            return call.say().usage("ssh gw offboard undo ID --reason TEXT");
        }
        return switch (departures().desk().undo(me(), id.get(), reason.get())) {
            case DepartureOutcome.Done(Departure done) -> call.say().json()
                    ? call.say().json(Json.object().put("undone", done.id().value()).build())
                    : call.say().done(done.id() + ": undone. Keys prove their people again; grants stay"
                            + " revoked and have to be asked for anew.");
            case DepartureOutcome.Refused refused -> refused(refused);
        };
    }

    private int refused(DepartureOutcome.Refused refused) {
        return switch (refused.reason()) {
            case BAD_REASON -> call.say().usage(refused.text());
            case UNAVAILABLE, NOT_COMPLETE -> call.say().later(refused.text());
            case NOT_ALLOWED, UNKNOWN, OWN, UNDONE_ALREADY ->
                call.say().refused(refused.text());
        };
    }
}
