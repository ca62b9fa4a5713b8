package io.sallyport.broker.console;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.ApprovalGiven;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.Review;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests as their viewers see them. Safe for many threads. */
final class Cards {
    private final Requests requests;
    private final Reviews reviews;
    private final People people;
    private final Pages pages;

    Cards(Requests requests, Reviews reviews, People people, Pages pages) {
        this.requests = requests;
        this.reviews = reviews;
        this.people = people;
        this.pages = pages;
    }

    RequestView of(AccessRequest request, Caller viewer) {
        Optional<Person> asker = people.byName(request.person());
        Optional<IssuedGrant> grant = requests.grant(viewer.person(), request);
        Optional<Review> review = request.form().breakGlass()
                ? reviews.of(viewer.person(), request.id())
                : Optional.empty();
        boolean own = request.person().equals(viewer.person().name());
        boolean revoked = grant.flatMap(IssuedGrant::revoked).isPresent();
        return new RequestView(request.id().value(), request.state().code(),
                revoked ? "Revoked" : label(request), revoked ? "bad" : tone(request),
                request.person().value(),
                name(request.person()), Text.initials(name(request.person())),
                asker.map(pages::titleOf).orElse(request.organisation().value()),
                request.form().target().value(),
                request.form().login().value(), Moment.length(request.form().duration()),
                moment(request.form().at()), moment(until(request, grant)), Moment.of(request.filedAt()),
                request.form().ticket().map(Text::plain).orElse(""), Text.plain(request.form().reason()),
                requests.allows(request).stream().map(Text::plain).toList(),
                request.draft().template().rule().value(), request.hash(),
                trail(request, grant, review), own && grant.isPresent() && !revoked ? connect(request) : null,
                request.pending() ? Text.plain(requests.waitsFor(request)) : "",
                requests.mayDecide(viewer.person(), request), own && request.pending(),
                Choice.upTo(request.form().duration()),
                viewer.session().csrfToken(), emergency(request, review, viewer), "");
    }

    private @Nullable EmergencyView emergency(AccessRequest request, Optional<Review> review, Caller viewer) {
        if (!request.form().breakGlass()) {
            return null;
        }
        if (review.isEmpty()) {
            return new EmergencyView("asked", "An emergency that needs a yes beforehand under this policy.",
                    false);
        }
        Review known = review.get();
        if (!known.open()) {
            return new EmergencyView("complete",
                    "The review is complete" + switch ((int) known.objections()) {
                        case 0 -> ".";
                        case 1 -> ", with 1 objection.";
                        default -> ", with " + known.objections() + " objections.";
                    }, false);
        }
        boolean overdue = reviews.overdue(known);
        return new EmergencyView(overdue ? "overdue" : "open",
                (overdue ? "THE REVIEW IS OVERDUE. It was due " : "Review it by ")
                        + Moment.of(known.dueAt()).text() + ". It waits for "
                        + Text.plain(reviews.waitsFor(known)) + "."
                        + (overdue && known.terms().suspends()
                                ? " Until it is reviewed there is no further emergency access for "
                                        + request.organisation() + "."
                                : ""),
                reviews.mayReview(viewer.person(), known));
    }

    private static Optional<Instant> until(AccessRequest request, Optional<IssuedGrant> grant) {
        return grant.map(issued -> issued.grant().notAfter())
                .or(() -> request.form().at().map(start -> start.plus(request.form().duration())));
    }

    private static @Nullable Moment moment(Optional<Instant> at) {
        return at.map(Moment::of).orElse(null);
    }

    private static String connect(AccessRequest request) {
        return "ssh -J gw " + request.form().login().value() + "@" + request.form().target().value();
    }

    private List<TrailStep> trail(AccessRequest request, Optional<IssuedGrant> grant,
            Optional<Review> review) {
        List<TrailStep> steps = new ArrayList<>();
        request.approvals().forEach(approval -> steps.add(new TrailStep("good",
                name(approval.approver()) + " approved" + narrowed(approval),
                approval.comment().map(Text::plain).orElse(""), Moment.of(approval.at()))));
        request.closing().filter(_ -> request.state() != AccessRequest.State.GRANTED)
                .ifPresent(closing -> steps.add(new TrailStep(tone(request).equals("bad") ? "bad" : "",
                        closing.by().map(by -> name(by) + " " + verb(request)).orElse(label(request)),
                        Text.plain(closing.comment()), Moment.of(closing.at()))));
        grant.flatMap(IssuedGrant::revoked)
                .ifPresent(why -> steps.add(new TrailStep("bad", "Grant revoked", Text.plain(why), null)));
        review.stream().flatMap(known -> known.given().stream())
                .forEach(given -> steps
                        .add(new TrailStep(given.finding() == Finding.JUSTIFIED ? "good" : "bad",
                                name(given.reviewer()) + switch (given.finding()) {
                                    case JUSTIFIED -> " reviewed it: justified";
                                    case OBJECTION -> " reviewed it and objects";
                                }, Text.plain(given.comment()), Moment.of(given.at()))));
        return steps;
    }

    private static String narrowed(ApprovalGiven approval) {
        return approval.narrowedTo().map(shorter -> ", for " + Moment.length(shorter) + " only").orElse("");
    }

    private String name(PersonName person) {
        return Text.plain(people.byName(person).map(Person::shownName).orElse(person.value()));
    }

    private static String verb(AccessRequest request) {
        return switch (request.state()) {
            case PENDING -> "is asked";
            case GRANTED -> "granted it";
            case DENIED -> "denied it";
            case CANCELLED -> "took it back";
            case EXPIRED -> "let it lapse";
            case VOID -> "made it void";
        };
    }

    static String label(AccessRequest request) {
        return switch (request.state()) {
            case PENDING -> "Waiting";
            case GRANTED -> "Granted";
            case DENIED -> "Denied";
            case CANCELLED -> "Cancelled";
            case EXPIRED -> "Lapsed";
            case VOID -> "Void";
        };
    }

    private static String tone(AccessRequest request) {
        return switch (request.state()) {
            case PENDING -> "wait";
            case GRANTED -> "good";
            case DENIED, VOID -> "bad";
            case CANCELLED, EXPIRED -> "";
        };
    }
}
