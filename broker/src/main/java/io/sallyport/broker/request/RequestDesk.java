package io.sallyport.broker.request;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.grant.ApprovedBy;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asking, approving, denying and cancelling. Each is decided and committed under the one lock of the audit trail, so
 * whatever arrives at the same time, a request ends in exactly one way. Blocking; safe for many threads.
 */
public final class RequestDesk {
    static final int TEXT_LIMIT = 500;
    static final Duration SHORTEST = Duration.ofMinutes(1);

    private final AuditTrail trail;
    private final RequestStore requests;
    private final Drafting drafting;
    private final Approvers approvers;
    private final WaitsFor waitsFor;
    private final SecureRandom random;

    public RequestDesk(AuditTrail trail, RequestStore requests, Drafting drafting, Approvers approvers,
            WaitsFor waitsFor,
            SecureRandom random) {
        this.trail = trail;
        this.requests = requests;
        this.drafting = drafting;
        this.approvers = approvers;
        this.waitsFor = waitsFor;
        this.random = random;
    }

    /** As {@link #request(Person, Arrival, RequestForm)}, from nobody knows where: rules that ask for a network don't fit. */
    public RequestOutcome request(Person by, RequestForm form) {
        return request(by, Arrival.UNKNOWN, form);
    }

    /**
     * Asks for access. Filed and waiting, granted at once where policy says so, or refused with what would make it pass.
     * While a request of this person for the same target and login is undecided, that one is answered with instead; emergencies and
     * ordinary requests do not answer for each other.
     *
     * @param arrival how the request is made
     */
    public RequestOutcome request(Person by, Arrival arrival, RequestForm form) {
        Circumstances given = drafting.asking(by, form, arrival);
        return trail.commit(at -> {
            Optional<AccessRequest> open = open(by, form)
                    .filter(found -> at.isBefore(found.expiresAt()));
            if (open.isPresent()) {
                return Ruling.of(new RequestOutcome.Filed(open.get(),
                        "You have asked already: request " + open.get().id()
                                + " waits for " + waitsFor.text(open.get()) + "."));
            }
            List<Event> events = new ArrayList<>(lapsed(by, form, at));
            RequestOutcome outcome = switch (drafting.draft(by, form, given, at)) {
                case Drafting.Drafted drafted -> file(by, form, arrival, drafted, at, events);
                case Drafting.Refused(RequestOutcome.Reason reason, String text, Optional<Decision> decision) -> {
                    if (reason != RequestOutcome.Reason.BAD_REQUEST
                            && reason != RequestOutcome.Reason.UNKNOWN_TARGET) {
                        events.add(new RequestEvent.RequestRefused(at, Actor.of(by.name()), by.name(),
                                form.target(),
                                form.login(), form.duration(), reason.name(), text,
                                decision.map(KeptDecision::json), breakGlass(form)));
                    }
                    yield new RequestOutcome.Refused(reason, text);
                }
            };
            return new Ruling<>(outcome, events);
        });
    }

    // The slot is taken by a request whose time is over: it has to be closed before the next one can be
    // filed.
    private List<Event> lapsed(Person by, RequestForm form, Instant at) {
        return open(by, form)
                .<Event>map(old -> new RequestEvent.RequestExpired(at, Actor.SYSTEM, old.id())).stream()
                .toList();
    }

    private Optional<AccessRequest> open(Person by, RequestForm form) {
        return requests.open(by.name(), form.target(), form.login(), form.breakGlass());
    }

    // Absent for a registered key alone, as in events from before anything else could be shown.
    private static Optional<String> shown(Arrival arrival) {
        return Optional.of(arrival.shown()).filter(level -> level != Mfa.NONE).map(Mfa::text);
    }

    private static Optional<Boolean> breakGlass(RequestForm form) {
        return form.breakGlass() ? Optional.of(true) : Optional.empty();
    }

    private RequestOutcome file(Person by, RequestForm form, Arrival arrival,
            Drafting.Drafted drafted, Instant at, List<Event> events) {
        RequestId id = RequestId.random(random);
        Draft draft = drafted.draft();
        String hash = draft.hash(id, form);
        Optional<Grant> grant = draft.slots().isEmpty()
                ? Optional.of(draft.grant(GrantId.random(random), at, drafted.latest(), draft.duration(),
                        List.of()))
                : Optional.empty();
        Instant expiresAt = at.plus(drafted.waits());
        events.add(new RequestEvent.RequestFiled(at, Actor.of(by.name()), id, by.name(), by.organisation(),
                form.target(),
                form.login(), form.duration(), form.at(), form.ticket(), form.reason(), expiresAt,
                draft.json(), hash,
                grant.map(Draft::json), Optional.of(KeptDecision.json(drafted.decision())),
                breakGlass(form),
                arrival.source().map(InetAddress::getHostAddress)
                        .map(text -> text.replaceFirst("%.*", "")),
                shown(arrival), arrival.shownAt()));
        AccessRequest request = new AccessRequest(id, by.name(), by.organisation(), form, at, expiresAt,
                draft, hash,
                grant.isPresent() ? AccessRequest.State.GRANTED : AccessRequest.State.PENDING, List.of(),
                grant.map(_ -> new AccessRequest.Closing(Optional.empty(), at, "")), grant.map(Grant::id));
        return grant.<RequestOutcome>map(made -> new RequestOutcome.Granted(request, made)).orElseGet(
                () -> new RequestOutcome.Filed(request,
                        "Request " + id + " waits for " + waitsFor.text(request) + "."));
    }

    /** As {@link #approve(Person, Arrival, RequestId, Narrowing, Optional, Optional)}, by somebody with a registered key. */
    public RequestOutcome approve(Person by, RequestId id, Narrowing narrowing, Optional<String> comment,
            Optional<String> seenHash) {
        return approve(by, Arrival.UNKNOWN, id, narrowing, comment, seenHash);
    }

    /**
     * Approves, and grants when this was the last approval needed.
     *
     * @param arrival how the approver comes: how strongly they were proved is journalled; what was asked for is decided by how the requester came
     * @param seenHash the hash of what the approver looked at; another one on record is refused
     */
    public RequestOutcome approve(Person by, Arrival arrival, RequestId id, Narrowing narrowing,
            Optional<String> comment, Optional<String> seenHash) {
        // Only for somebody who may decide it, and outside the lock: this waits for the ticket system.
        Optional<Circumstances> asked = requests.request(id).filter(AccessRequest::pending)
                .filter(request -> approvers.obstacle(by, request).isEmpty()).map(drafting::asking);
        return trail.commit(at -> {
            Optional<AccessRequest> found = requests.request(id);
            Optional<Ruling<RequestOutcome>> no = notDecidable(by, id, found, at);
            if (no.isPresent() || found.isEmpty()) {
                return no.orElseThrow();
            }
            return asked
                    .map(given -> approve(new Approver(by, arrival), found.get(), narrowing, comment,
                            seenHash,
                            given, at))
                    .orElseGet(() -> refuse(RequestOutcome.Reason.CHANGED,
                            "The directory changed at this moment. Try again."));
        });
    }

    private record Approver(Person person, Arrival arrival) {}

    private Ruling<RequestOutcome> approve(Approver approver, AccessRequest request, Narrowing narrowing,
            Optional<String> comment,
            Optional<String> seenHash, Circumstances asked, Instant at) {
        Person by = approver.person();
        if (request.approvals().stream().anyMatch(given -> given.approver().equals(by.name()))) {
            return refuse(RequestOutcome.Reason.ALREADY_APPROVED,
                    "You have approved " + request.id() + " already.");
        }
        if (seenHash.filter(seen -> !seen.equals(request.hash())).isPresent()) {
            return refuse(RequestOutcome.Reason.CHANGED,
                    "This is not the request you looked at. Look again.");
        }
        Optional<Duration> narrowed = narrowing.duration();
        if (narrowed.filter(d -> d.compareTo(request.draft().duration()) > 0).isPresent()) {
            return refuse(RequestOutcome.Reason.TOO_LONG,
                    "An approval can make a request shorter, never longer.");
        }
        if (narrowed.filter(d -> d.compareTo(SHORTEST) < 0).isPresent()) {
            return refuse(RequestOutcome.Reason.BAD_REQUEST, "The shortest grant is one minute.");
        }
        if (comment.filter(text -> text.length() > TEXT_LIMIT).isPresent()) {
            return refuse(RequestOutcome.Reason.BAD_REQUEST,
                    "A comment has at most " + TEXT_LIMIT + " characters.");
        }
        Circumstances given = asked;
        for (ApprovalGiven earlier : request.approvals()) {
            given = given.with(earlier.approver());
        }
        Drafting.Result result = drafting.draft(request, given, at);
        if (result instanceof Drafting.Drafted drafted && same(request, drafted)) {
            // Maintenance that this approver declared opens nothing that the same approver says yes to.
            return drafting.draft(request, given.with(by.name()), at) instanceof Drafting.Drafted own
                    && same(request, own) && own.latest().equals(drafted.latest())
                            ? approved(approver, request, new ApprovalGiven(by.name(), at, narrowed, comment),
                                    own)
                            : refuse(RequestOutcome.Reason.OWN_MAINTENANCE,
                                    "This request depends on maintenance"
                                            + " that you declared, so somebody else has to approve it.");
        }
        if (given.ticket().silent()) {
            return refuse(RequestOutcome.Reason.TICKET_UNKNOWN, "This can't be decided now. "
                    + given.ticket().complaint(request.form().ticket()).orElse("")
                    + " The request still stands.");
        }
        return voided(request, at, Drafting.whyVoid(request, result).orElseThrow());
    }

    private static boolean same(AccessRequest request, Drafting.Result result) {
        return Drafting.whyVoid(request, result).isEmpty();
    }

    private Ruling<RequestOutcome> approved(Approver approver, AccessRequest request, ApprovalGiven given,
            Drafting.Drafted drafted) {
        Person by = approver.person();
        List<Person> counting = new ArrayList<>(approvers.counting(request));
        approvers.counting(by, request).ifPresent(counting::add);
        List<ApprovalGiven> approvals = new ArrayList<>(request.approvals());
        approvals.add(given);
        Optional<Grant> grant = new Seats(request.draft().slots(), counting).complete()
                ? Optional.of(grant(request, approvals, given.at(), drafted.latest()))
                : Optional.empty();
        AccessRequest after = new AccessRequest(request.id(), request.person(), request.organisation(),
                request.form(),
                request.filedAt(), request.expiresAt(), request.draft(), request.hash(),
                grant.isPresent() ? AccessRequest.State.GRANTED : request.state(), approvals,
                grant.map(_ -> new AccessRequest.Closing(Optional.empty(), given.at(), "")),
                grant.map(Grant::id));
        Event event = new RequestEvent.RequestApproved(given.at(), Actor.of(by.name()), request.id(),
                by.name(),
                given.narrowedTo(), given.comment(), request.hash(), grant.map(Draft::json),
                Optional.of(KeptDecision.json(drafted.decision())), shown(approver.arrival()),
                approver.arrival().shownAt());
        RequestOutcome outcome = grant.<RequestOutcome>map(made -> new RequestOutcome.Granted(after, made))
                .orElseGet(() -> new RequestOutcome.Decided(after,
                        "Noted. Still waits for " + waitsFor.text(after) + "."));
        return Ruling.of(outcome, event);
    }

    private Grant grant(AccessRequest request, List<ApprovalGiven> approvals, Instant at, LatestEnd latest) {
        Duration shortest = approvals.stream().flatMap(given -> given.narrowedTo().stream())
                .min(Duration::compareTo)
                .orElse(request.draft().duration());
        List<ApprovedBy> by = approvals.stream().map(given -> new ApprovedBy(given.approver(), given.at()))
                .toList();
        return request.draft().grant(GrantId.random(random), at, latest, shortest, by);
    }

    /** Denies: one no is enough. The comment goes to the engineer as it stands. */
    public RequestOutcome deny(Person by, RequestId id, String comment) {
        return trail.commit(at -> {
            Optional<AccessRequest> found = requests.request(id);
            Optional<Ruling<RequestOutcome>> no = notDecidable(by, id, found, at);
            if (no.isPresent() || found.isEmpty()) {
                return no.orElseThrow();
            }
            if (comment.isBlank() || comment.length() > TEXT_LIMIT) {
                return refuse(RequestOutcome.Reason.COMMENT_MISSING,
                        "A denial needs a comment of at most " + TEXT_LIMIT
                                + " characters: the engineer reads it.");
            }
            AccessRequest denied = closed(found.get(), AccessRequest.State.DENIED, Optional.of(by), at,
                    comment);
            return Ruling.of(new RequestOutcome.Decided(denied, "Denied."),
                    new RequestEvent.RequestDenied(at, Actor.of(by.name()), id, by.name(), comment));
        });
    }

    /** The requester takes it back. */
    public RequestOutcome cancel(Person by, RequestId id) {
        return trail.commit(at -> {
            Optional<AccessRequest> found = requests.request(id)
                    .filter(request -> request.person().equals(by.name()));
            if (found.isEmpty()) {
                return refuse(RequestOutcome.Reason.NO_SUCH_REQUEST, "You have no request " + id + ".");
            }
            if (!found.get().pending()) {
                return refuse(RequestOutcome.Reason.NOT_PENDING,
                        "Request " + id + " is " + found.get().state().code() + " already.");
            }
            AccessRequest cancelled = closed(found.get(), AccessRequest.State.CANCELLED, Optional.empty(), at,
                    "");
            return Ruling.of(new RequestOutcome.Decided(cancelled, "Cancelled."),
                    new RequestEvent.RequestCancelled(at, Actor.of(by.name()), id));
        });
    }

    /** Closes what nobody decided in time. Called on a timer; deciding checks the time by itself. */
    public void expireOverdue() {
        trail.<Boolean>commit(at -> new Ruling<>(true, requests.pending().stream()
                .filter(request -> !at.isBefore(request.expiresAt()))
                .<Event>map(request -> new RequestEvent.RequestExpired(at, Actor.SYSTEM, request.id()))
                .toList()));
    }

    private Optional<Ruling<RequestOutcome>> notDecidable(Person by, RequestId id,
            Optional<AccessRequest> found, Instant at) {
        if (found.isEmpty()) {
            return Optional
                    .of(refuse(RequestOutcome.Reason.NO_SUCH_REQUEST, "There is no request " + id + "."));
        }
        AccessRequest request = found.get();
        Optional<RequestOutcome.Refused> obstacle = approvers.obstacle(by, request);
        if (obstacle.isPresent()) {
            return Optional.of(Ruling.of(obstacle.get()));
        }
        if (!request.pending()) {
            return Optional.of(refuse(RequestOutcome.Reason.NOT_PENDING,
                    "Request " + id + " is " + request.state().code() + " already."));
        }
        if (!at.isBefore(request.expiresAt())) {
            return Optional.of(Ruling.of(new RequestOutcome.Refused(RequestOutcome.Reason.NOT_PENDING,
                    "Request " + id + " expired at " + request.expiresAt() + "."),
                    new RequestEvent.RequestExpired(at, Actor.SYSTEM, id)));
        }
        return Optional.empty();
    }

    private static Ruling<RequestOutcome> voided(AccessRequest request, Instant at, String why) {
        return Ruling.of(
                new RequestOutcome.Refused(RequestOutcome.Reason.CHANGED,
                        "Request " + request.id() + " is void, because " + why
                                + ". The engineer has to ask again."),
                new RequestEvent.RequestVoided(at, Actor.SYSTEM, request.id(), why));
    }

    private static AccessRequest closed(AccessRequest request, AccessRequest.State state, Optional<Person> by,
            Instant at,
            String comment) {
        return new AccessRequest(request.id(), request.person(), request.organisation(), request.form(),
                request.filedAt(),
                request.expiresAt(), request.draft(), request.hash(), state, request.approvals(),
                Optional.of(new AccessRequest.Closing(by.map(Person::name), at, comment)), Optional.empty());
    }

    private static Ruling<RequestOutcome> refuse(RequestOutcome.Reason reason, String text) {
        return Ruling.of(new RequestOutcome.Refused(reason, text));
    }
}
