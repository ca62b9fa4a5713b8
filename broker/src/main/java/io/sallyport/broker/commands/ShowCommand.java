package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.ApprovalGiven;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewGiven;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code show}: a request in full, rendered from the very grant it would become; or a session. */
@Command(footer = {"", "Examples:", "  ssh gw show r-abc", "  ssh gw show r-abc --json",
        "  ssh gw show s-abc"})
final class ShowCommand implements GatewayCommand {
    /** Digits of the hash that are shown and typed back: enough that nobody finds another request with them. */
    static final int HASH = 16;

    private final Call call;

    @Parameters(paramLabel = "ID", description = "a request or a session, or the first characters of its id")
    private String id = "";

    ShowCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        return id.startsWith("s-") ? new ShowSession(call).show(id) : show(id);
    }

    int show(String wanted) {
        Optional<AccessRequest> found = call.desks().requestViews().show(call.person(), wanted);
        if (found.isEmpty()) {
            return none(call.say());
        }
        AccessRequest request = found.get();
        List<String> allows = request.draft().lines();
        if (call.say().json()) {
            return call.say()
                    .json(Json.object().put("request", review(request)
                            .map(review -> Render.json(review, call.desks().reviewViews().overdue(review)))
                            .orElseGet(() -> Render.json(request)))
                            .put("allows", Json.strings(allows))
                            .put("ticketState", request.form().ticket()
                                    .map(_ -> call.desks().tickets().now(request.form().ticket()).text()))
                            .put("waitsFor",
                                    request.pending()
                                            ? Optional.of(call.desks().requestViews().waitsFor(request))
                                            : Optional.empty())
                            .build());
        }
        text(request, allows);
        return Say.DONE;
    }

    private String name(PersonName person) {
        return call.desks().people().byName(person).map(known -> known.shownName() + " (" + person + ")")
                .orElse(person.value());
    }

    private void text(AccessRequest request, List<String> allows) {
        Say say = call.say();
        say.line(request.id() + "  " + request.state().code()
                + (request.form().breakGlass() ? "  " + Render.EMERGENCY : ""));
        say.line("who:     " + name(request.person()) + " of " + request.organisation());
        say.line("what:    " + request.form().login() + "@" + request.form().target() + " for "
                + Times.shown(request.form().duration())
                + request.form().at().map(at -> " from " + Times.shown(at)).orElse(""));
        say.line("why:     " + request.form().reason());
        request.form().ticket().ifPresent(ticket -> say.line("ticket:  " + ticket + ", "
                + call.desks().tickets().now(request.form().ticket()).text()));
        say.line("asked:   " + Times.shown(request.filedAt()));
        for (ApprovalGiven given : request.approvals()) {
            say.line("yes by:  " + name(given.approver()) + " at " + Times.shown(given.at())
                    + given.comment().map(c -> ": " + c).orElse(""));
        }
        request.closing().ifPresent(closing -> say.line("closed:  "
                + closing.by().map(by -> "by " + name(by) + " ").orElse("") + "at "
                + Times.shown(closing.at()) + (closing.comment().isBlank() ? "" : ": " + closing.comment())));
        review(request).ifPresent(this::review);
        say.line("");
        say.line("It would allow:");
        allows.forEach(line -> say.line("  " + line));
        if (request.pending()) {
            say.line("");
            say.line("waits for " + call.desks().requestViews().waitsFor(request));
            if (call.desks().requestViews().mayDecide(call.person(), request)) {
                say.line("ssh gw approve " + request.id() + " --seen " + request.hash().substring(0, HASH));
                say.line("ssh gw deny " + request.id() + " --comment '\"...\"'");
            }
        }
    }

    private Optional<Review> review(AccessRequest request) {
        return call.desks().reviewViews().of(call.person(), request.id());
    }

    private void review(Review review) {
        Say say = call.say();
        ReviewViews views = call.desks().reviewViews();
        for (ReviewGiven given : review.given()) {
            say.line("review:  " + name(given.reviewer()) + " at " + Times.shown(given.at()) + ": "
                    + given.finding().code().toUpperCase(Locale.ROOT) + ": " + given.comment());
        }
        if (!review.open()) {
            say.line("review:  complete" + (review.objections() == 0
                    ? ""
                    : ", OBJECTIONS: " + review.objections()));
            return;
        }
        say.line("review:  " + (views.overdue(review) ? "OVERDUE since " : "due ")
                + Times.shown(review.dueAt())
                + ", waits for " + views.waitsFor(review));
        if (views.mayReview(call.person(), review)) {
            say.line("ssh gw review " + review.id() + " --finding justified|objection --comment '\"...\"'");
        }
    }

    static int none(Say say) {
        return say.refused(
                "There is no such request for you, or more than one begins so. Type more of its id.");
    }
}
