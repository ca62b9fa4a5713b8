package io.sallyport.broker.request;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.policy.Approval;
import io.sallyport.policies.policy.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What keeps emergency access rare: how often an organisation may use a rule, and that it gets no more while it owes a review. Asked
 * under the lock of the trail, so that two who ask at the same instant are counted one after the other. Reads the projection.
 */
final class Emergencies {
    private static final String OTHERWISE = " The ordinary way stays open: ask the same without --break-glass.";

    private final ReviewStore reviews;
    private final Approvers approvers;

    Emergencies(ReviewStore reviews, Approvers approvers) {
        this.reviews = reviews;
        this.approvers = approvers;
    }

    /** The draft of a new request, or why there is no emergency access now. */
    Drafting.Result admit(Drafting.Result result, Instant at) {
        return switch (unsuspended(result, at)) {
            case Drafting.Drafted drafted when drafted.decision() instanceof Decision.Allowed allowed
                    && allowed.approval() instanceof Approval.After after ->
                within(after.quota(), allowed, drafted, at);
            case Drafting.Result other -> other;
        };
    }

    /** The draft, or that its organisation has to be reviewed first. For requests that are counted already. */
    Drafting.Result unsuspended(Drafting.Result result, Instant at) {
        if (!(result instanceof Drafting.Drafted drafted) || drafted.draft().review().isEmpty()) {
            return result;
        }
        OrganisationName organisation = drafted.draft().template().organisation();
        return reviews.open().stream()
                .filter(review -> review.request().organisation().equals(organisation)
                        && review.terms().suspends() && review.overdue(at))
                .findFirst().<Drafting.Result>map(
                        review -> new Drafting.Refused(RequestOutcome.Reason.UNREVIEWED,
                                unreviewed(organisation, review), Optional.of(drafted.decision())))
                .orElse(result);
    }

    private String unreviewed(OrganisationName organisation, Review review) {
        var missing = new LinkedHashSet<>(
                new Seats(review.terms().slots(), approvers.counting(Question.review(review))).missing());
        String groups = String.join(" and ", missing.stream().map(GroupName::value).toList());
        return "There is no emergency access for " + organisation + ": that of request " + review.id()
                + " on "
                + review.request().form().target() + " is not reviewed, and its review was due at "
                + review.dueAt() + ". Ask " + groups + " to review it: ssh gw review " + review.id() + "."
                + OTHERWISE;
    }

    private Drafting.Result within(Approval.Quota quota, Decision.Allowed allowed, Drafting.Drafted drafted,
            Instant at) {
        OrganisationName organisation = drafted.draft().template().organisation();
        Duration period = Duration.ofDays(quota.days());
        List<Instant> uses = reviews.uses(organisation, allowed.rule(), at.minus(period));
        if (uses.size() < quota.count()) {
            return drafted;
        }
        Instant free = uses.get(uses.size() - quota.count()).plus(period);
        return new Drafting.Refused(RequestOutcome.Reason.QUOTA,
                spent(quota, uses.size(), organisation, allowed.rule(), free, drafted.draft()),
                Optional.of(allowed));
    }

    private static String spent(Approval.Quota quota, int used, OrganisationName organisation, RuleId rule,
            Instant free, Draft draft) {
        List<String> ask = draft.review().orElseThrow().slots().stream().map(slot -> slot.group().value())
                .distinct().toList();
        return "Rule " + rule + " gives " + organisation + " emergency access " + times(quota.count())
                + " in "
                + quota.days() + " days, and it was used " + times(used) + ". It is free again at " + free
                + ". Until then ask " + String.join(" or ", ask) + "." + OTHERWISE;
    }

    private static String times(int count) {
        return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
    }
}
