package io.sallyport.broker.console;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.Note;
import io.sallyport.broker.session.PastJudgement;
import io.sallyport.broker.session.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions as their viewers see them. Safe for many threads. */
final class SessionCards {
    private static final int HASH = 12;
    private final People people;
    private final Pages pages;
    private final InstantSource time;

    SessionCards(People people, Pages pages, InstantSource time) {
        this.people = people;
        this.pages = pages;
        this.time = time;
    }

    SessionView of(SessionSummary summary) {
        var session = summary.session();
        Optional<Person> person = people.byName(session.person());
        return new SessionView(session.id().value(),
                Text.plain(person.map(Person::shownName).orElse(session.person().value())),
                person.map(pages::titleOf).orElse(session.organisation().value()), session.target().value(),
                summary.login().map(login -> login.value()).orElse("…"), Moment.of(session.openedAt()),
                lasted(summary),
                state(summary), tone(summary), facts(summary), summary.state() != SessionSummary.State.ENDED,
                summary.emergency().isPresent());
    }

    /** What policy took from it while it ran. */
    List<TrailStep> trail(List<PastJudgement> judgements) {
        return judgements.stream()
                .map(past -> new TrailStep("bad",
                        "Policy changed: " + Text.plain(past.what() + followed(past)),
                        Text.plain(past.event().text() + checks(past) + hashes(past)),
                        Moment.of(past.event().at())))
                .toList();
    }

    List<NoteView> notes(List<Note> notes) {
        return notes.stream()
                .map(note -> new NoteView(
                        Text.plain(people.byName(note.author()).map(Person::fullName)
                                .orElse(note.author().value())),
                        Moment.of(note.at()), Text.plain(note.text())))
                .toList();
    }

    private static String followed(PastJudgement past) {
        return past.followedAt().map(at -> "; its agent followed at " + Moment.of(at).text()).orElse("");
    }

    private static String checks(PastJudgement past) {
        return past.event().failed().isEmpty()
                ? ""
                : " Failed: " + String.join("; ", past.event().failed()) + ".";
    }

    private static String hashes(PastJudgement past) {
        return " Policy " + past.event().oldPolicyHash().substring(0, HASH) + " to "
                + past.event().policyHash().substring(0, HASH) + ".";
    }

    private String lasted(SessionSummary summary) {
        return summary.beganAt().map(began -> {
            Instant end = summary.ending().map(SessionSummary.Ending::at).orElse(time.instant());
            Duration length = Duration.between(began, end);
            return Moment.length(length.isNegative() ? Duration.ZERO : length);
        }).orElse("did not begin");
    }

    private static String state(SessionSummary summary) {
        return switch (summary.state()) {
            case OPENING -> "Opening";
            case LIVE -> summary.ordered().isPresent() ? "Ending" : "Live";
            case ENDED -> "Ended";
        };
    }

    private static String tone(SessionSummary summary) {
        return switch (summary.state()) {
            case OPENING -> "wait";
            case LIVE -> "live";
            case ENDED -> "";
        };
    }

    private static List<Fact> facts(SessionSummary summary) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Session", summary.session().id().value(), true));
        summary.grant().ifPresent(grant -> facts.add(new Fact("Grant", grant.value(), true)));
        summary.emergency().ifPresent(request -> facts
                .add(new Fact("Emergency access", "request " + request, true)));
        facts.add(new Fact("Came from", summary.session().source(), true));
        facts.add(new Fact("With the key", summary.session().key().value(), true));
        summary.serial().ifPresent(serial -> facts.add(
                new Fact("Certificate serial", Long.toUnsignedString(serial), true)));
        summary.ending().ifPresent(ending -> {
            facts.add(
                    new Fact("Ended", Moment.of(ending.at()).text() + ", " + ended(ending.reason()), false));
            if (!ending.detail().isBlank()) {
                facts.add(new Fact("Detail", Text.plain(ending.detail()), false));
            }
        });
        facts.add(new Fact("Recording in the vault", recording(summary), false));
        return facts;
    }

    private static String recording(SessionSummary summary) {
        return switch (summary.recording()) {
            case NONE -> "not complete yet";
            case COMPLETE -> "complete";
            case DAMAGED -> "arrived damaged";
        };
    }

    private static String ended(EndReason reason) {
        return switch (reason) {
            case CLOSED -> "closed by the engineer";
            case GRANT_ENDED -> "the grant was over";
            case LEASE_LAPSED -> "the lease was not renewed";
            case TUNNEL_LOST -> "the connection was lost";
            case ENDED_BY_PERSON -> "ended by a person";
            case REVOKED -> "the grant was revoked";
            case RECORDING_FAILED -> "it could not be recorded";
            case AGENT_STOPPED -> "the agent stopped";
            case IDLE -> "nothing was typed for too long";
            case SIGNED_OUT -> "the identity provider signed the engineer out";
        };
    }
}
