package io.sallyport.broker.commands;

import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewViews;
import java.util.List;

/** Says loudly which emergency accesses are not reviewed. */
final class Emergencies {
    private Emergencies() {}

    /** A block for each, and an empty line after the last. Nothing when there is none. */
    static void say(Call call, List<Review> reviews) {
        ReviewViews views = call.desks().reviewViews();
        for (Review review : reviews) {
            call.say().line("*** " + Render.EMERGENCY + " " + review.id() + (views.overdue(review)
                    ? ": ITS REVIEW IS OVERDUE"
                    : " is not reviewed") + " ***");
            call.say()
                    .line("  " + review.request().person() + " of " + review.request().organisation() + " on "
                            + review.request().form().login() + "@" + review.request().form().target() + ", "
                            + Times.shown(review.openedAt()) + " to " + Times.shown(review.ends()));
            call.say().line("  because: " + review.request().form().reason());
            call.say()
                    .line("  review by " + Times.shown(review.dueAt()) + ", waits for "
                            + views.waitsFor(review)
                            + (review.terms().suspends() && views.overdue(review)
                                    ? "; until then no further emergency access for "
                                            + review.request().organisation()
                                    : ""));
            if (views.mayReview(call.person(), review)) {
                call.say().line("  ssh gw review " + review.id() + " --finding justified|objection --comment "
                        + "'\"...\"'");
            }
        }
        if (!reviews.isEmpty()) {
            call.say().line("");
        }
    }
}
