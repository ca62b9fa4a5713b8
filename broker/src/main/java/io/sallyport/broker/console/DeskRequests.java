package io.sallyport.broker.console;

import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Drafting;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestDesk;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.RequestViews;
import io.sallyport.broker.stepup.StepUpSettings;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.RequestId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@link Requests} by the broker's own desk. Safe for many threads. */
public final class DeskRequests implements Requests {
    private final RequestDesk desk;
    private final RequestViews views;
    private final Drafting drafting;
    private final Function<Grant, List<String>> words;
    private final InstantSource time;
    private final Duration remember;

    /** Where proofs are remembered for as long as usual. */
    DeskRequests(RequestDesk desk, RequestViews views, Drafting drafting,
            Function<Grant, List<String>> words, InstantSource time) {
        this(desk, views, drafting, words, time, StepUpSettings.STANDARD.remember());
    }

    /**
     * @param words says what a grant allows, in plain sentences
     * @param remember for how long the proof of a session counts, as one given over SSH does
     */
    public DeskRequests(RequestDesk desk, RequestViews views, Drafting drafting,
            Function<Grant, List<String>> words,
            InstantSource time, Duration remember) {
        this.remember = remember;
        this.desk = desk;
        this.views = views;
        this.drafting = drafting;
        this.words = words;
        this.time = time;
    }

    @Override
    public RequestOutcome file(Person by, Assurance proof, InetAddress source, RequestForm form) {
        return desk.request(by, Arrival.from(source).with(proof, remember, time.instant()), form);
    }

    @Override
    public RequestOutcome approve(Person by, Assurance proof, RequestId id, Narrowing narrowing,
            Optional<String> comment, Optional<String> seenHash) {
        return desk.approve(by, Arrival.UNKNOWN.with(proof, remember, time.instant()), id, narrowing, comment,
                seenHash);
    }

    @Override
    public RequestOutcome deny(Person by, RequestId id, String comment) {
        return desk.deny(by, id, comment);
    }

    @Override
    public RequestOutcome cancel(Person by, RequestId id) {
        return desk.cancel(by, id);
    }

    @Override
    public List<AccessRequest> inbox(Person approver) {
        return views.inbox(approver);
    }

    @Override
    public List<AccessRequest> mine(Person person) {
        return views.mine(person);
    }

    @Override
    public Optional<AccessRequest> show(Person viewer, RequestId id) {
        return views.show(viewer, id.value());
    }

    @Override
    public boolean mayDecide(Person person, AccessRequest request) {
        return views.mayDecide(person, request) && time.instant().isBefore(request.expiresAt())
                && request.approvals().stream().noneMatch(given -> given.approver().equals(person.name()));
    }

    @Override
    public String waitsFor(AccessRequest request) {
        return views.waitsFor(request);
    }

    @Override
    public Optional<IssuedGrant> grant(Person viewer, AccessRequest request) {
        return request.grant().flatMap(id -> views.grant(viewer, id));
    }

    @Override
    public List<String> allows(AccessRequest request) {
        return words.apply(request.draft().template());
    }

    @Override
    public List<String> explain(Person viewer, AccessRequest request) {
        return drafting.explain(viewer, request, time.instant());
    }
}
