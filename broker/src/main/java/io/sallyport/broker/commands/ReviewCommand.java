package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Role;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewOutcome;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code review}: which emergency access is not reviewed, and what a reviewer found. */
@Command(footer = {"", "Examples:", "  ssh gw review", "  ssh gw review --all --json",
        "  ssh gw review r-abc --finding justified --comment '\"looked at the recording; disk was full\"'",
        "  ssh gw review r-abc --finding objection --comment '\"was no emergency\"'", "",
        "An objection closes the review as well; auditors see it."})
final class ReviewCommand implements GatewayCommand {
    private final Call call;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "a request, or the first characters of its id")
    private Optional<String> id = Optional.empty();
    @Option(names = "--finding", paramLabel = "FINDING", description = "justified or objection")
    private Optional<String> finding = Optional.empty();
    @Option(names = "--comment", paramLabel = "TEXT", description = "what you looked at; needed with --finding")
    private Optional<String> comment = Optional.empty();
    @Option(names = "--all", description = "all of them, reviewed ones too")
    private boolean all;
    @Option(names = "--limit", paramLabel = "N", description = "with --all: the newest N, 1 to 1000; 100 if not given")
    private int limit = 100;

    ReviewCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (id.isPresent() && all) {
            return call.say().usage("Either an id, or --all.");
        }
        if (limit < 1 || limit > 1000) {
            return call.say().usage("--limit takes 1 to 1000.");
        }
        if (id.isEmpty()) {
            return finding.isPresent() || comment.isPresent()
                    ? call.say().usage("Which one? Give its id: ssh gw review r-abc --finding ...")
                    : list();
        }
        if (finding.isEmpty() && comment.isEmpty()) {
            return new ShowCommand(call).show(id.get());
        }
        Optional<Finding> found = finding.flatMap(Finding::parse);
        return found.isEmpty()
                ? call.say().usage("--finding takes justified or objection.")
                : review(id.get(), found.get());
    }

    private int list() {
        ReviewViews views = call.desks().reviewViews();
        if (all && !call.person().is(Role.AUDITOR) && !call.person().internal()) {
            return call.say().refused("The list of all is for the company and for auditors.");
        }
        List<Review> reviews = all
                ? views.newest(call.person(), limit)
                : views.waiting(call.person());
        if (call.say().json()) {
            return call.say().json(Json.array(
                    reviews.stream().map(review -> Render.json(review, views.overdue(review))).toList()));
        }
        if (reviews.isEmpty()) {
            return call.say().done(all
                    ? "There has been no emergency access that you may see."
                    : "No emergency access waits for a review of your groups. All: ssh gw review --all");
        }
        if (all) {
            call.say().table(Render.REVIEW_HEAD,
                    reviews.stream().map(review -> Render.row(review, views.overdue(review))).toList());
            return call.say().done("In full: ssh gw show " + reviews.getFirst().id());
        }
        Emergencies.say(call, reviews);
        return call.say().done("In full: ssh gw show " + reviews.getFirst().id());
    }

    private int review(String wanted, Finding found) {
        Optional<AccessRequest> request = call.desks().requestViews().show(call.person(), wanted);
        if (request.isEmpty()) {
            return ShowCommand.none(call.say());
        }
        return switch (call.desks().reviews().review(call.person(), request.get().id(), found,
                comment.orElse(""))) {
            case ReviewOutcome.Refused(RequestOutcome.Reason reason, String text) ->
                Outcomes.refused(call.say(), reason, text);
            case ReviewOutcome.Noted(Review review, String text) -> call.say().json()
                    ? call.say().json(Json.object()
                            .put("request",
                                    Render.json(review, call.desks().reviewViews().overdue(review)))
                            .put("text", text).build())
                    : call.say().done(review.id() + ": " + text);
        };
    }
}
