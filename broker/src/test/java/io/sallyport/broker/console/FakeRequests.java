package io.sallyport.broker.console;

import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.ApprovalGiven;
import io.sallyport.broker.request.Draft;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.Slot;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.RuleId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request desk with one rule: an internal approver decides, everyone else sees their own. */
final class FakeRequests implements Requests {
    static final Instant NOW = Instant.parse("2026-11-23T14:05:00Z");
    /** Makes {@link #mine} break, as a lost database would. */
    volatile Optional<Throwable> broken = Optional.empty();
    List<String> allowed = NORMALLY;
    private final Map<RequestId, AccessRequest> all = new LinkedHashMap<>();
    private int filed;

    static final List<String> NORMALLY = List.of("a shell as deploy on web-1, with a terminal",
            "no file transfer, no forwarding, no sudo",
            "everything shown is recorded, keystrokes by their time only",
            "ends 15 minutes after the last key");

    synchronized AccessRequest add(Person by, RequestForm form) {
        filed++;
        RequestId id = new RequestId("r-" + "abcdefghij".substring(0, 9) + (char) ('a' + filed % 26));
        AccessRequest request = new AccessRequest(id, by.name(), by.organisation(), form,
                NOW.plusSeconds(60L * filed),
                NOW.plus(Duration.ofHours(8)), draft(by, form), "5f".repeat(31) + "%02x".formatted(filed),
                AccessRequest.State.PENDING, List.of(), Optional.empty(), Optional.empty());
        all.put(id, request);
        return request;
    }

    private static Draft draft(Person by, RequestForm form) {
        Grant template = new Grant(Grant.VERSION, new GrantId("g-" + "a".repeat(26)), Grant.Kind.STANDARD,
                by.name(),
                by.organisation(), form.target(), form.login(), Instant.EPOCH,
                Instant.EPOCH.plus(form.duration()),
                Duration.ofHours(8), "end of the time asked for", Optional.empty(), "sample", "ab".repeat(32),
                new RuleId("staging-ops"), List.of(), List.of(), Rights.tightest(), Duration.ofMinutes(1), 1,
                List.of());
        return new Draft(template, form.at(), List.of(new Slot(1, new GroupName("ops-owners"))));
    }

    @Override
    public synchronized RequestOutcome file(Person by, Assurance proof, InetAddress source,
            RequestForm form) {
        return new RequestOutcome.Filed(add(by, form), "waits");
    }

    @Override
    public synchronized RequestOutcome approve(Person by, Assurance proof, RequestId id, Narrowing narrowing,
            Optional<String> comment,
            Optional<String> seenHash) {
        AccessRequest request = all.get(id);
        if (request == null) {
            return new RequestOutcome.Refused(RequestOutcome.Reason.NO_SUCH_REQUEST,
                    "There is no such request.");
        }
        if (!mayDecide(by, request)) {
            return new RequestOutcome.Refused(RequestOutcome.Reason.NOT_PENDING, "It is decided already.");
        }
        if (!seenHash.equals(Optional.of(request.hash()))) {
            return new RequestOutcome.Refused(RequestOutcome.Reason.CHANGED,
                    "This is not what you looked at.");
        }
        ApprovalGiven approval = new ApprovalGiven(by.name(), NOW.plusSeconds(300), narrowing.duration(),
                comment);
        AccessRequest granted = moved(request, AccessRequest.State.GRANTED, List.of(approval), by, "",
                Optional.of(new GrantId("g-" + "b".repeat(26))));
        return new RequestOutcome.Granted(granted, grant(by, granted).orElseThrow().grant());
    }

    @Override
    public synchronized RequestOutcome deny(Person by, RequestId id, String comment) {
        AccessRequest request = all.get(id);
        if (request == null) {
            return new RequestOutcome.Refused(RequestOutcome.Reason.NO_SUCH_REQUEST,
                    "There is no such request.");
        }
        if (comment.isBlank()) {
            return new RequestOutcome.Refused(RequestOutcome.Reason.COMMENT_MISSING,
                    "A denial needs a comment.");
        }
        return new RequestOutcome.Decided(
                moved(request, AccessRequest.State.DENIED, List.of(), by, comment, Optional.empty()),
                "Denied.");
    }

    @Override
    public synchronized RequestOutcome cancel(Person by, RequestId id) {
        AccessRequest request = all.get(id);
        if (request == null || !request.person().equals(by.name())) {
            return new RequestOutcome.Refused(RequestOutcome.Reason.NO_SUCH_REQUEST,
                    "You have no such request.");
        }
        return new RequestOutcome.Decided(
                moved(request, AccessRequest.State.CANCELLED, List.of(), by, "", Optional.empty()),
                "Cancelled.");
    }

    private AccessRequest moved(AccessRequest old, AccessRequest.State state, List<ApprovalGiven> approvals,
            Person by,
            String comment, Optional<GrantId> grant) {
        AccessRequest next = new AccessRequest(old.id(), old.person(), old.organisation(), old.form(),
                old.filedAt(),
                old.expiresAt(), old.draft(), old.hash(), state, approvals,
                Optional.of(new AccessRequest.Closing(Optional.of(by.name()), NOW.plusSeconds(300), comment)),
                grant);
        all.put(next.id(), next);
        return next;
    }

    @Override
    public synchronized List<AccessRequest> inbox(Person approver) {
        return all.values().stream().filter(request -> mayDecide(approver, request)).toList();
    }

    @Override
    public synchronized List<AccessRequest> mine(Person person) {
        switch (broken.orElse(null)) {
            case null -> {
            }
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            default -> throw new AssertionError("nothing of that kind is thrown here");
        }
        return all.values().stream().filter(request -> request.person().equals(person.name())).toList()
                .reversed();
    }

    @Override
    public synchronized Optional<AccessRequest> show(Person viewer, RequestId id) {
        return Optional.ofNullable(all.get(id))
                .filter(request -> viewer.internal() || request.person().equals(viewer.name()));
    }

    @Override
    public boolean mayDecide(Person person, AccessRequest request) {
        return person.internal() && person.is(Role.APPROVER) && request.pending()
                && !request.person().equals(person.name());
    }

    @Override
    public String waitsFor(AccessRequest request) {
        return "ops-owners (Ada Approver)";
    }

    @Override
    public Optional<IssuedGrant> grant(Person viewer, AccessRequest request) {
        return request.grant().map(id -> {
            Grant t = request.draft().template();
            Grant grant = new Grant(t.version(), id, t.kind(), t.person(), t.organisation(), t.target(),
                    t.login(),
                    NOW.plusSeconds(300), NOW.plusSeconds(300).plus(request.form().duration()), t.max(),
                    t.endReason(),
                    t.ticket(), t.reason(), t.policyHash(), t.rule(), t.requires(), List.of(), t.rights(),
                    t.lease(),
                    t.epoch(), t.must());
            return new IssuedGrant(grant, request.id(), Optional.empty());
        });
    }

    @Override
    public List<String> allows(AccessRequest request) {
        return allowed;
    }

    @Override
    public List<String> explain(Person viewer, AccessRequest request) {
        return List.of("Rule staging-ops allows acme/ops on targets with env=staging.",
                "It wants one approval from ops-owners.", "Eva works under the engagement acme-2026.");
    }
}
