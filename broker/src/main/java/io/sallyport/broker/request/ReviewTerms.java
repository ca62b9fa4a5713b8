package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.policy.Approval;
import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * The review that an emergency access takes, as policy wanted it when it was asked for. Part of the draft, so that no later
 * policy changes what was promised.
 *
 * @param slots who reviews it
 * @param within how long after the grant's end the review may take, whole seconds
 * @param suspends the organisation gets no emergency access while this review is overdue
 * @param told internal groups that are told besides
 */
public record ReviewTerms(List<Slot> slots, Duration within, boolean suspends, List<GroupName> told) {
    private static final String SUSPEND = Approval.Unreviewed.SUSPEND.text();
    private static final String REPORT = Approval.Unreviewed.REPORT.text();

    public ReviewTerms {
        slots = List.copyOf(slots);
        told = List.copyOf(told);
        if (slots.isEmpty() || !within.isPositive()) {
            throw new IllegalArgumentException("a review needs reviewers and time");
        }
    }

    /** What a rule promises for a target of this owner. */
    static ReviewTerms of(Approval.After after, GroupName owner) {
        return new ReviewTerms(
                after.slots().stream().map(slot -> new Slot(slot.count(), slot.groupFor(owner))).toList(),
                after.within(), after.unreviewed() == Approval.Unreviewed.SUSPEND, after.told());
    }

    /** The groups that hear of it at once: those that review it, and those that are told besides. By name. */
    public List<GroupName> groups() {
        TreeSet<GroupName> groups = new TreeSet<>(told);
        slots.forEach(slot -> groups.add(slot.group()));
        return List.copyOf(groups);
    }

    /** True when this person is to hear of it. */
    public boolean concerns(Person person) {
        return person.internal() && person.enabled()
                && groups().stream().anyMatch(person.groups()::contains);
    }

    /** Who reviews it, for people: {@code 2 of dba-owners and 1 of secops}. */
    public String reviewers() {
        return String.join(" and ", slots.stream().map(Slot::text).toList());
    }

    /** For people, as the end of a sentence. */
    public String text() {
        return "reviewed by " + reviewers() + " within " + Durations.text(within) + " after its end"
                + (suspends ? ", or there is no further emergency access" : "");
    }

    Json.Obj json() {
        return Json.object().put("notify", Json.strings(told.stream().map(GroupName::value).toList()))
                .put("slots", Slot.json(slots)).put("unreviewed", suspends ? SUSPEND : REPORT)
                .put("within", within.toSeconds()).build();
    }

    /** @throws JsonFormatException anything that {@link #json()} does not write */
    static ReviewTerms parse(Json.Obj json) {
        json.onlyFields("notify", "slots", "unreviewed", "within");
        String unreviewed = json.string("unreviewed");
        if (!unreviewed.equals(SUSPEND) && !unreviewed.equals(REPORT)) {
            throw new JsonFormatException("'unreviewed' is neither suspend nor report");
        }
        return new ReviewTerms(Slot.parse(json.objects("slots")),
                Duration.ofSeconds(json.number("within")), unreviewed.equals(SUSPEND),
                json.strings("notify").stream().map(GroupName::new).toList());
    }
}
