package io.sallyport.broker.console;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The event streams: cards for pages, ids and states for scripts. Each viewer hears of what they may see, and no more. */
final class EventRoutes {
    /** Shorter than the idle limits of proxies, and how soon a signed-out page is let go. */
    private static final Duration BEAT = Duration.ofSeconds(15);
    private final EventHub hub;
    private final SignIn signIn;
    private final People people;
    private final Requests requests;
    private final Reviews reviews;
    private final Sessions sessions;
    private final Cards cards;
    private final Templates templates;
    private final WaitingLines waiting;

    EventRoutes(EventHub hub, ConsoleDesks desks, Cards cards, Templates templates) {
        this.hub = hub;
        this.signIn = desks.signIn();
        this.people = desks.people();
        this.requests = desks.requests();
        this.reviews = desks.reviews();
        this.sessions = desks.sessions();
        this.cards = cards;
        this.templates = templates;
        this.waiting = new WaitingLines(desks.waiting());
    }

    List<Endpoint> endpoints() {
        Teller pages = new Teller(this::card, (lines, index, sink) -> sink.send(index, "waiting",
                templates.render("waiting", Map.of("lines", lines))));
        Teller scripts = new Teller(this::json, (lines, index, sink) -> sink.send(index, "waiting",
                Json.object().put("count", lines.size()).build().text()));
        return List.of(Endpoint.get("/events", Access.SIGNED_IN, call -> stream(call, pages)),
                Endpoint.get("/api/v1/events", Access.SIGNED_IN, call -> stream(call, scripts)));
    }

    private interface OfChange {
        void tell(Caller caller, Change change, EventSink sink) throws IOException;
    }

    private interface OfLines {
        void tell(List<WaitingLine> lines, long index, EventSink sink) throws IOException;
    }

    private record Teller(OfChange change, OfLines lines) {}

    private Reply stream(Call call, Teller teller) {
        Caller caller = call.caller();
        Optional<EventHub.Listener> listener = hub.listen(caller.person().name(), call.lastEventId());
        return listener.<Reply>map(ready -> new Reply.Events(sink -> {
            try (ready) {
                follow(caller, ready, teller, call.lastEventId().orElseGet(hub::newest), sink);
            }
        })).orElse(Reply.refused(Problem.busy()));
    }

    private void follow(Caller caller, EventHub.Listener listener, Teller teller, long from, EventSink sink)
            throws IOException, InterruptedException {
        sink.beat();
        List<WaitingLine> told = lines(caller);
        if (Access.INBOX.admits(caller.person())) {
            teller.lines().tell(told, from, sink);
        }
        // A stream is open for hours: who listens is asked again before each telling.
        for (Optional<Caller> viewer = now(caller); viewer.isPresent(); viewer = now(caller)) {
            if (listener.takeMissed()) {
                sink.send(hub.newest(), "resync", "now");
                told = lines(viewer.get());
            }
            Optional<Change> change = listener.next(BEAT);
            viewer = now(caller);
            if (change.isEmpty() || viewer.isEmpty()) {
                sink.beat();
            } else if (change.get() instanceof Change.Waiting(long index)) {
                // Only what is new to this viewer: else they would learn when anybody's changes.
                List<WaitingLine> now = lines(viewer.get());
                if (!now.equals(told)) {
                    teller.lines().tell(now, index, sink);
                }
                told = now;
            } else {
                teller.change().tell(viewer.get(), change.get(), sink);
            }
        }
        sink.send(hub.newest(), "signed-out", "now");
    }

    // With the roles they have at this moment. Listening is no use of the session: a page left open
    // must
    // not keep it alive.
    private Optional<Caller> now(Caller caller) {
        return signIn.look(caller.session().id()).flatMap(_ -> people.active(caller.person().name()))
                .map(person -> new Caller(person, caller.session(), caller.bearer(), caller.token()));
    }

    private List<WaitingLine> lines(Caller viewer) {
        return Access.INBOX.admits(viewer.person()) ? waiting.of(viewer.person()) : List.of();
    }

    private void card(Caller caller, Change change, EventSink sink) throws IOException {
        switch (change) {
            case Change.Filed(long index, RequestId id) -> card(caller, id, index, true, sink);
            case Change.Emergency(long index, RequestId id) -> {
                if (concerned(caller, id)) {
                    card(caller, id, index, "emergency", true, sink);
                }
                card(caller, id, index, false, sink);
            }
            case Change.Moved(long index, RequestId id) -> card(caller, id, index, false, sink);
            case Change.Session _,Change.Waiting _ -> {
                // No page shows sessions as they come; what waits is told by lines.
            }
        }
    }

    private void card(Caller caller, RequestId id, long index, boolean filed, EventSink sink)
            throws IOException {
        if (filed && !requests.show(caller.person(), id)
                .filter(request -> requests.mayDecide(caller.person(), request)).isPresent()) {
            return;
        }
        card(caller, id, index, filed ? "added" : id.value(), filed, sink);
    }

    private void card(Caller caller, RequestId id, long index, String event, boolean fresh, EventSink sink)
            throws IOException {
        Optional<AccessRequest> request = requests.show(caller.person(), id);
        if (request.isPresent()) {
            sink.send(index, event, templates.render("card",
                    Map.of("r", cards.of(request.get(), caller), "fresh", fresh)));
        }
    }

    private boolean concerned(Caller caller, RequestId id) {
        return reviews.of(caller.person(), id)
                .filter(review -> review.terms().concerns(caller.person())).isPresent();
    }

    private void json(Caller caller, Change change, EventSink sink) throws IOException {
        Person viewer = caller.person();
        switch (change) {
            case Change.Filed(long index, RequestId id) -> request(viewer, id, index, sink);
            case Change.Moved(long index, RequestId id) -> request(viewer, id, index, sink);
            case Change.Emergency(long index, RequestId id) -> {
                request(viewer, id, index, sink);
                if (concerned(caller, id)) {
                    sink.send(index, "emergency", Json.object().put("id", id.value())
                            .put("state", "open").build().text());
                }
            }
            case Change.Session(long index, var id) -> {
                var session = sessions.show(viewer, id);
                if (session.isPresent()) {
                    sink.send(index, "session", Json.object().put("id", id.value())
                            .put("state", session.get().state().code()).build().text());
                }
            }
            case Change.Waiting _ -> {
                // Told by lines.
            }
        }
    }

    private void request(Person viewer, RequestId id, long index, EventSink sink) throws IOException {
        Optional<AccessRequest> request = requests.show(viewer, id);
        if (request.isPresent()) {
            sink.send(index, "request", Json.object().put("id", id.value())
                    .put("state", request.get().state().code()).build().text());
        }
    }
}
