package io.sallyport.broker.request;

import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Approval;
import io.sallyport.policies.policy.Check;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Explanation;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.RuleKind;
import io.sallyport.policies.policy.Trace;
import io.sallyport.policies.yaml.Durations;
import io.sallyport.wire.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a request would become: policy, capped by the engagement. The same request gives the same draft until policy, target
 * or person change. Changes nothing; reads the projection for emergencies only; safe for many threads.
 */
public final class Drafting {
    /** How far ahead a start may lie. */
    private static final Duration AHEAD = Duration.ofDays(30);
    /** How far back: a form takes a while to arrive. */
    private static final Duration BACK = Duration.ofMinutes(5);

    /** Stands for whatever account somebody would ask for. */
    private static final LoginName ANY_LOGIN = new LoginName("any");
    /** Characters of a reason for emergency access, at least. */
    static final int EMERGENCY_REASON = 10;

    sealed interface Result {}

    /** {@code latest}: no grant of this draft that is made now may last longer. */
    record Drafted(Draft draft, LatestEnd latest, Duration waits, Decision decision) implements Result {}

    /** {@code decision}: when it was policy that refused. */
    record Refused(RequestOutcome.Reason reason, String text, Optional<Decision> decision)
            implements
                Result {
        Refused(RequestOutcome.Reason reason, String text) {
            this(reason, text, Optional.empty());
        }
    }

    private final People people;
    private final Targets targets;
    private final Engagements engagements;
    private final CurrentPolicy policy;
    private final PresentFacts facts;
    private final RequestStore requests;
    private final Emergencies emergencies;

    public Drafting(People people, Targets targets, Engagements engagements, CurrentPolicy policy,
            PresentFacts facts, RequestStore requests, ReviewStore reviews, Approvers approvers) {
        this(people, targets, engagements, policy, facts, requests, new Emergencies(reviews, approvers));
    }

    private Drafting(People people, Targets targets, Engagements engagements, CurrentPolicy policy,
            PresentFacts facts, RequestStore requests, Emergencies emergencies) {
        this.people = people;
        this.targets = targets;
        this.engagements = engagements;
        this.policy = policy;
        this.facts = facts;
        this.requests = requests;
        this.emergencies = emergencies;
    }

    /** The same, as if this policy were in force. */
    public Drafting under(PolicySnapshot candidate) {
        return new Drafting(people, targets, engagements, () -> candidate, facts, requests, emergencies);
    }

    /** What is known for a new request. Blocks on the network, so never under the lock of the trail. */
    Circumstances asking(Person by, RequestForm form, Arrival arrival) {
        // What will not be decided is not asked about: strangers must not make the ticket system work.
        return targets.visibleTo(by, form.target()).isPresent()
                ? facts.asking(by.name(), form.ticket(), arrival)
                : facts.explaining(by.name(), form.ticket(), arrival);
    }

    /** What is known for a filed request now, from where it was made. Blocks as {@link #asking(Person, RequestForm, Arrival)} does. */
    Circumstances asking(AccessRequest request) {
        return facts.asking(request.person(), request.form().ticket(), requests.arrival(request.id()));
    }

    /** The draft for a new request. */
    Result draft(Person by, RequestForm form, Circumstances given, Instant now) {
        Optional<String> wrong = wrong(form, now);
        if (wrong.isPresent()) {
            return new Refused(RequestOutcome.Reason.BAD_REQUEST, wrong.get());
        }
        return emergencies.admit(decided(by, form, given, now), now);
    }

    /** The draft that a pending request has now. */
    Result draft(AccessRequest request, Circumstances given, Instant now) {
        Optional<Person> person = people.byName(request.person()).filter(Person::enabled)
                .filter(found -> found.organisation().equals(request.organisation()));
        return person.isEmpty()
                ? new Refused(RequestOutcome.Reason.POLICY, "the requester's account is not active any more")
                : emergencies.unsuspended(decided(person.get(), request.form(), given, now), now);
    }

    /**
     * Why an approval of this pending request would make it void now; empty when it would not, or would have to wait for the ticket system. With
     * what is known of its ticket: nobody is asked.
     */
    public Optional<String> whyVoid(AccessRequest request, Instant now) {
        Circumstances given = facts.explaining(request.person(), request.form().ticket(),
                requests.arrival(request.id()));
        for (ApprovalGiven earlier : request.approvals()) {
            given = given.with(earlier.approver());
        }
        Result result = draft(request, given, now);
        return result instanceof Refused(RequestOutcome.Reason reason, _, _)
                && reason == RequestOutcome.Reason.TICKET_UNKNOWN
                        ? Optional.empty()
                        : whyVoid(request, result);
    }

    /** Why a pending request is void, given the draft that it has now; empty when it is the draft that was filed. */
    static Optional<String> whyVoid(AccessRequest request, Result now) {
        return switch (now) {
            case Drafted(Draft draft, _, _, _) when draft.hash(request.id(), request.form())
                    .equals(request.hash()) ->
                Optional.empty();
            case Drafted _ -> Optional.of("the policy, the target or the ticket changed after it was filed");
            case Refused(_, String text, _) -> Optional.of("it would be refused now: " + text);
        };
    }

    /**
     * The strongest proof above what was shown that a rule about this person and target wants, whatever else it wants; empty when no rule
     * wants more, or the person may not know of the target.
     */
    public Optional<Mfa> proofWanted(Person by, TargetName name, Arrival arrival, Instant now) {
        return targets.visibleTo(by, name).flatMap(target -> {
            Optional<Mfa> wanted = Optional.empty();
            List<RuleId> lacking = lackingAt(by, target, arrival, now);
            for (Mfa level : StepUps.above(arrival.shown()).toList()) {
                List<RuleId> still = lackingAt(by, target, arrival.with(level), now);
                if (!still.containsAll(lacking)) {
                    wanted = Optional.of(level);
                }
                lacking = still;
            }
            return wanted;
        });
    }

    // Rules that this person would meet here if only they had proved themselves better.
    private List<RuleId> lackingAt(Person by, Target target, Arrival arrival, Instant now) {
        Facts facts = this.facts.of(by, target, ANY_LOGIN,
                this.facts.explaining(by.name(), Optional.empty(), arrival), now, RequestDesk.SHORTEST);
        return policy.current().decide(facts).explanation().traces().stream()
                .filter(trace -> trace.kind() == RuleKind.ALLOW && trace.aboutRequester())
                .filter(trace -> trace.failed().stream().anyMatch(check -> check.field().equals("who.mfa"))
                        && trace.failed().stream().allMatch(Drafting::aboutTheRequest))
                .map(Trace::rule).toList();
    }

    private static boolean aboutTheRequest(Check check) {
        return check.field().equals("who.mfa")
                || !(check.field().startsWith("who.") || check.field().startsWith("where."));
    }

    /** What policy says about such a request now and why, for the engineer. Nothing is filed or journalled. */
    public List<String> explain(Person by, RequestForm form, Instant now) {
        Optional<Target> target = targets.visibleTo(by, form.target());
        return target.isEmpty()
                ? List.of(unknown(form))
                : decide(by, form, target.get(),
                        facts.explaining(by.name(), form.ticket(), Arrival.UNKNOWN), start(form, now))
                        .forEngineer();
    }

    /** What policy says about a filed request now and why, as far as {@code viewer} may know. Changes nothing. */
    public List<String> explain(Person viewer, AccessRequest request, Instant now) {
        RequestForm form = request.form();
        Optional<Person> by = people.byName(request.person());
        Optional<Target> target = by.flatMap(person -> targets.visibleTo(person, form.target()));
        if (by.isEmpty() || target.isEmpty()) {
            return List.of(unknown(form));
        }
        Decision decision = decide(by.get(), form, target.get(), facts.explaining(request.person(),
                form.ticket(), requests.arrival(request.id())), start(form, now));
        if (viewer.name().equals(request.person())) {
            return decision.forEngineer();
        }
        return viewer.is(Role.AUDITOR) ? decision.forAuditor() : decision.forApprover();
    }

    private Result decided(Person by, RequestForm form, Circumstances given, Instant now) {
        Optional<Target> target = targets.visibleTo(by, form.target());
        if (target.isEmpty()) {
            return new Refused(RequestOutcome.Reason.UNKNOWN_TARGET, unknown(form));
        }
        Instant start = start(form, now);
        if (!by.inService(start)) {
            return new Refused(RequestOutcome.Reason.POLICY, "The service account has ended by then.");
        }
        Optional<LatestEnd> engaged = by.service()
                .map(account -> new LatestEnd(account.until(), "end of the service account"));
        if (!by.internal()) {
            Optional<Engagement> frame = engagements.covering(by.organisation(), target.get().labels(),
                    start);
            if (frame.isEmpty()) {
                return new Refused(RequestOutcome.Reason.ENGAGEMENT,
                        "No engagement of your company covers " + form.target() + " at that time.");
            }
            LatestEnd ofEngagement = new LatestEnd(frame.get().until(), "end of the engagement");
            engaged = Optional.of(engaged.map(ofEngagement::or).orElse(ofEngagement));
        }
        return switch (decide(by, form, target.get(), given, start)) {
            case Decision.Denied denied -> new Refused(
                    given.ticket().silent() && forWantOfTicket(denied)
                            ? RequestOutcome.Reason.TICKET_UNKNOWN
                            : RequestOutcome.Reason.POLICY,
                    denied.reason() + lines(denied.forEngineer())
                            + given.ticket().complaint(form.ticket()).map(text -> "\n" + text).orElse("")
                            + stronger(by, form, target.get(), given, start),
                    Optional.of(denied));
            case Decision.Allowed allowed -> drafted(by, form, target.get(), allowed, engaged);
        };
    }

    // Only when it would really help: somebody who proves themselves for nothing learns not to read.
    private String stronger(Person by, RequestForm form, Target target, Circumstances given,
            Instant start) {
        return StepUps.above(given.arrival().shown())
                .anyMatch(level -> decide(by, form, target, given.with(level),
                        start) instanceof Decision.Allowed)
                                ? "\n" + StepUps.hint(form.target())
                                : "";
    }

    private Result drafted(Person by, RequestForm form, Target target, Decision.Allowed allowed,
            Optional<LatestEnd> engaged) {
        PolicySnapshot snapshot = policy.current();
        List<Slot> slots = allowed.before().stream()
                .map(slot -> new Slot(slot.count(), slot.groupFor(target.owner()))).toList();
        // When a window closes is no part of the draft: else what was filed an hour ago would be another
        // draft now.
        boolean shorter = allowed.max().compareTo(form.duration()) < 0;
        Duration longest = shorter ? allowed.max() : form.duration();
        String reason = shorter
                ? "at most " + Durations.text(allowed.max()) + " under this policy"
                : "end of the time asked for";
        LatestEnd latest = new LatestEnd(allowed.end(), allowed.endReason());
        Grant template = new Grant(Grant.VERSION, Draft.NO_ID, allowed.kind(), by.name(), by.organisation(),
                target.name(), form.login(),
                Instant.EPOCH, Instant.EPOCH.plus(longest), allowed.max(), reason,
                form.ticket(),
                form.reason(), snapshot.hash(), allowed.rule(), allowed.requires(), List.of(),
                allowed.rights(), Limits.LEASE, 0,
                Protections.neededBy(allowed.rights()));
        Optional<ReviewTerms> review = allowed.approval() instanceof Approval.After after
                ? Optional.of(ReviewTerms.of(after, target.owner()))
                : Optional.empty();
        return new Drafted(new Draft(template, form.at(), slots, review),
                engaged.map(latest::or).orElse(latest),
                snapshot.approvalValid(), allowed);
    }

    private Decision decide(Person by, RequestForm form, Target target, Circumstances given, Instant start) {
        return policy.current().decide(facts.of(by, target, form.login(), given, start, form.duration())
                .withBreakGlass(form.breakGlass()));
    }

    // Nothing but what is not known of the ticket keeps the closest rule away, or lets a rule refuse.
    private static boolean forWantOfTicket(Decision.Denied denied) {
        Explanation all = denied.explanation();
        return denied.rule().isPresent()
                ? denied.rule().flatMap(all::trace).stream().flatMap(trace -> trace.checks().stream())
                        .anyMatch(Drafting::unknownTicket)
                : all.closest().filter(near -> near.failed().stream().allMatch(Drafting::unknownTicket))
                        .isPresent();
    }

    private static boolean unknownTicket(Check check) {
        return check.outcome() == Check.Outcome.UNKNOWN && check.field().startsWith("ticket.");
    }

    private static Optional<String> wrong(RequestForm form, Instant now) {
        if (form.duration().compareTo(RequestDesk.SHORTEST) < 0
                || form.duration().compareTo(Grant.MAX_MOST) > 0) {
            return Optional.of("Ask for at least 1 minute and at most 24 hours.");
        }
        if (!Grant.fits(form.reason(), Grant.REASON_CHARACTERS)) {
            return Optional.of("Say why: --reason \"...\", one line of at most " + Grant.REASON_CHARACTERS
                    + " characters.");
        }
        if (form.ticket().filter(ticket -> !Grant.fits(ticket, Grant.TICKET_CHARACTERS)).isPresent()) {
            return Optional.of("A ticket is one line of at most " + Grant.TICKET_CHARACTERS + " characters.");
        }
        if (form.at().filter(at -> at.isBefore(now.minus(BACK)) || at.isAfter(now.plus(AHEAD))).isPresent()) {
            return Optional.of("The start must lie between now and 30 days ahead.");
        }
        return form.breakGlass() ? wrongEmergency(form, now) : Optional.empty();
    }

    private static Optional<String> wrongEmergency(RequestForm form, Instant now) {
        if (form.at().filter(at -> at.isAfter(now)).isPresent()) {
            return Optional.of("An emergency is now: ask without a start, or ask in the ordinary way.");
        }
        if (form.reason().strip().length() < EMERGENCY_REASON) {
            return Optional.of("Say why this is an emergency, in at least " + EMERGENCY_REASON
                    + " characters: --reason \"...\". The reviewers read it.");
        }
        return Optional.empty();
    }

    private static Instant start(RequestForm form, Instant now) {
        return form.at().filter(at -> at.isAfter(now)).orElse(now);
    }

    // The same words whether there is no such target or the person may not know of it.
    private static String unknown(RequestForm form) {
        return "There is no target " + form.target() + " that you may ask for. See: ssh gw targets";
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : "\n" + String.join("\n", lines);
    }
}
