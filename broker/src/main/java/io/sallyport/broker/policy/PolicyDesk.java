package io.sallyport.broker.policy;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Brief;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.ActivePolicy;
import io.sallyport.broker.session.Foresight;
import io.sallyport.broker.session.PolicyEffects;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings policies into force: a version is kept on disk first, then listed, then journalled and used. One that waits for a second person is
 * kept and journalled as well, and outlives a restart. Blocking; safe for many threads.
 */
public final class PolicyDesk {
    /** So many hex digits of a hash say which version a person looked at: fewer could be made to fit another one. */
    public static final int HASH = 16;
    /** Characters of why somebody does not want a version. */
    public static final int REASON = 500;

    private final ReentrantLock lock = new ReentrantLock();
    private final AuditTrail trail;
    private final ActivePolicy active;
    private final KeptPolicies kept;
    private final ProposalStore proposals;
    private final SecondPerson second;
    private final boolean secondPerson;
    private final Foresight foresight;
    private final InstantSource time;
    private final FolderAlarm alarm;
    private volatile PolicyVersion current;
    private volatile Optional<Proposal> proposal = Optional.empty();

    /**
     * @param current the version {@code active} began with
     * @param secondPerson what the operator wants in force waits for an approver's yes
     */
    public PolicyDesk(AuditTrail trail, ActivePolicy active, PolicyVersion current, KeptPolicies kept,
            ProposalStore proposals, People people, boolean secondPerson, Foresight foresight,
            InstantSource time) {
        this.trail = trail;
        this.active = active;
        this.current = current;
        this.kept = kept;
        this.proposals = proposals;
        this.second = new SecondPerson(people);
        this.secondPerson = secondPerson;
        this.foresight = foresight;
        this.time = time;
        this.alarm = new FolderAlarm(trail);
    }

    /**
     * Remembers what the broker starts with, and what waited when it stopped.
     *
     * @param refused why the folder is not used and the last good version is; empty when it is used. The journal tells it.
     * @throws IOException the version can't be kept
     */
    public void started(Optional<Reading.Bad> refused) throws IOException {
        lock.lock();
        try {
            if (kept.inForce().filter(last -> last.hash().equals(current.hash())).isEmpty()) {
                kept.keep(current.source());
                kept.enter(activation(current, Actor.OPERATOR, Optional.empty()));
            }
            proposals.waiting().ifPresent(this::resume);
        } finally {
            lock.unlock();
        }
        refused.ifPresent(bad -> alarm.read(bad, current.hash(), Actor.SYSTEM, Optional.empty()));
    }

    private void resume(ProposalStore.Waiting waiting) {
        if (!secondPerson) {
            dropped(waiting, "no second person is asked any more");
            return;
        }
        try {
            switch (PolicyFolder.check(kept.source(waiting.hash()), waiting.commit(), time.instant())) {
                case Reading.Good(PolicyVersion version, _) -> proposal = Optional
                        .of(new Proposal(version, waiting.place(),
                                waiting.at().truncatedTo(ChronoUnit.SECONDS),
                                changes(version), waiting.operatorUser()));
                case Reading.Bad bad -> dropped(waiting, "it can't be used any more: "
                        + bad.problems().stream().findFirst().orElse(""));
            }
        } catch (IOException e) {
            dropped(waiting, "its text can't be read any more");
        }
    }

    private void dropped(ProposalStore.Waiting waiting, String why) {
        trail.record(at -> ended(at, Actor.SYSTEM, waiting.hash(), "dropped", why, Optional.empty()));
    }

    /** The folder was read again on the operator's order. */
    public void folder(Reading reading, Optional<String> operatorUser) {
        alarm.read(reading, current.hash(), Actor.OPERATOR, operatorUser);
    }

    /**
     * The operator wants this in force.
     *
     * @param operatorUser as in {@link Proposal}
     * @throws IOException it can't be kept; nothing has changed
     */
    public PolicyOutcome want(PolicyVersion next, Optional<String> operatorUser) throws IOException {
        lock.lock();
        try {
            if (next.hash().equals(current.hash())) {
                return new PolicyOutcome.Unchanged();
            }
            if (!secondPerson) {
                return activate(next, Actor.OPERATOR, operatorUser);
            }
            if (proposal.filter(waiting -> waiting.hash().equals(next.hash())).isEmpty()) {
                propose(next, operatorUser);
            }
            return new PolicyOutcome.Proposed(proposal.orElseThrow(), effects(next));
        } finally {
            lock.unlock();
        }
    }

    private void propose(PolicyVersion next, Optional<String> operatorUser) throws IOException {
        kept.keepWaiting(next.source());
        trail.<Boolean>commit(at -> {
            List<Event> events = new ArrayList<>();
            proposal.ifPresent(old -> events.add(ended(at, Actor.OPERATOR, old.hash(), "replaced",
                    "by " + next.hash(), operatorUser)));
            events.add(new BrokerEvent.PolicyProposed(at, Actor.OPERATOR, next.hash(), next.commit(),
                    operatorUser));
            return new Ruling<>(true, events);
        });
        ProposalStore.Waiting waiting = proposals.waiting().orElseThrow();
        proposal = Optional.of(new Proposal(next, waiting.place(),
                waiting.at().truncatedTo(ChronoUnit.SECONDS), changes(next), operatorUser));
    }

    /**
     * A second person says yes to what waits, exactly as it was proposed, whatever the folder holds by now.
     *
     * @param hash the first digits of the version's hash, at least {@link #HASH}
     * @throws IOException it can't be kept; nothing has changed
     */
    public PolicyOutcome confirm(Person by, String hash) throws IOException {
        lock.lock();
        try {
            Optional<PolicyOutcome> no = second.obstacle(by, hash, proposal);
            return no.isPresent()
                    ? no.get()
                    : activate(proposal.orElseThrow().version(), Actor.of(by.name()),
                            proposal.orElseThrow().operatorUser());
        } finally {
            lock.unlock();
        }
    }

    /** A second person says no to what waits. Parameters as in {@link #confirm}. */
    public PolicyOutcome refuse(Person by, String hash, String reason) {
        lock.lock();
        try {
            Optional<PolicyOutcome> no = second.obstacle(by, hash, proposal).or(() -> unclear(reason));
            return no.orElseGet(() -> end(Actor.of(by.name()), "refused", reason, Optional.empty()));
        } finally {
            lock.unlock();
        }
    }

    /** The operator takes back what waits. Parameters as in {@link #want}. */
    public PolicyOutcome withdraw(String reason, Optional<String> operatorUser) {
        lock.lock();
        try {
            if (proposal.isEmpty()) {
                return new PolicyOutcome.Refused(PolicyOutcome.Reason.NO_SUCH_PROPOSAL, "No policy waits.");
            }
            return unclear(reason)
                    .orElseGet(() -> end(Actor.OPERATOR, "withdrawn", reason, operatorUser));
        } finally {
            lock.unlock();
        }
    }

    private PolicyOutcome end(Actor by, String how, String reason, Optional<String> operatorUser) {
        String hash = proposal.orElseThrow().hash();
        trail.record(at -> ended(at, by, hash, how, reason, operatorUser));
        proposal = Optional.empty();
        return new PolicyOutcome.Ended(hash);
    }

    private static BrokerEvent.PolicyProposalEnded ended(Instant at, Actor by, String hash, String how,
            String reason, Optional<String> operatorUser) {
        return new BrokerEvent.PolicyProposalEnded(at, by, hash, how, Brief.text(reason, REASON),
                operatorUser);
    }

    private static Optional<PolicyOutcome> unclear(String reason) {
        return reason.isBlank() || reason.length() > REASON
                ? Optional.of(new PolicyOutcome.Refused(PolicyOutcome.Reason.REASON_MISSING,
                        "Say why, in at most " + REASON + " characters: --reason \"...\""))
                : Optional.empty();
    }

    private PolicyOutcome activate(PolicyVersion next, Actor by, Optional<String> operatorUser)
            throws IOException {
        PolicyChanges changes = changes(next);
        PolicyEffects effects = effects(next);
        kept.keep(next.source());
        kept.enter(activation(next, by, operatorUser));
        active.activate(next.snapshot(), by, next.commit(), operatorUser);
        current = next;
        proposal = Optional.empty();
        return new PolicyOutcome.Activated(next, changes, effects);
    }

    private Activation activation(PolicyVersion version, Actor by, Optional<String> operatorUser) {
        return new Activation(version.hash(), now(), version.commit(), by, operatorUser);
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What this version would change. */
    public PolicyChanges changes(PolicyVersion next) {
        return PolicyChanges.between(current, next);
    }

    /** What this version would do to what is open now. */
    public PolicyEffects effects(PolicyVersion next) {
        return foresight.of(next.snapshot());
    }

    public PolicyVersion current() {
        return current;
    }

    /** What waits for a second person. */
    public Optional<Proposal> proposal() {
        return proposal;
    }

    /** Why the folder, when it was read last, could not be used; empty when it could. */
    public List<String> problems() {
        return alarm.problems();
    }

    /** Oldest first, the last one is in force. */
    public List<Activation> activations() {
        return kept.activations();
    }
}
