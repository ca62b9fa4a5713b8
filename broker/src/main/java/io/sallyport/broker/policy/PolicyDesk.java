package io.sallyport.broker.policy;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.request.ActivePolicy;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings policies into force: a version is kept on disk first, then listed, then journalled and used. Blocking; safe for many threads.
 */
public final class PolicyDesk {
    /** So many hex digits of a hash say which version a person looked at: fewer could be made to fit another one. */
    public static final int HASH = 16;
    private static final int PROBLEMS = 20;
    private static final int PROBLEM = 300;

    private final ReentrantLock lock = new ReentrantLock();
    private final AuditTrail trail;
    private final ActivePolicy active;
    private final KeptPolicies kept;
    private final People people;
    private final boolean secondPerson;
    private final InstantSource time;
    private volatile PolicyVersion current;
    private volatile Optional<Proposal> proposal = Optional.empty();
    private volatile List<String> problems = List.of();

    /**
     * @param current the version {@code active} began with
     * @param secondPerson what the operator wants in force waits for an approver's yes
     */
    public PolicyDesk(AuditTrail trail, ActivePolicy active, PolicyVersion current, KeptPolicies kept,
            People people, boolean secondPerson, InstantSource time) {
        this.trail = trail;
        this.active = active;
        this.current = current;
        this.kept = kept;
        this.people = people;
        this.secondPerson = secondPerson;
        this.time = time;
    }

    /**
     * Remembers what the broker starts with.
     *
     * @param refused why the folder is not used and the last good version is; empty when it is used. The journal tells it.
     * @throws IOException the version can't be kept
     */
    public void started(List<String> refused) throws IOException {
        if (kept.inForce().filter(last -> last.hash().equals(current.hash())).isEmpty()) {
            kept.keep(current.source());
            kept.enter(activation(current, Actor.OPERATOR));
        }
        if (!refused.isEmpty()) {
            problems = List.copyOf(refused);
            trail.record(at -> new BrokerEvent.PolicyFolderRefused(at, Actor.SYSTEM, current.hash(),
                    bounded(refused)));
        }
    }

    private static List<String> bounded(List<String> lines) {
        return lines.stream().limit(PROBLEMS)
                .map(line -> line.codePoints().limit(PROBLEM)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .toList();
    }

    /** The folder was read again. {@code why}: it can't be used, and what is in force stays; empty when it can. */
    public void folder(List<String> why) {
        problems = List.copyOf(why);
    }

    /**
     * The operator wants this in force.
     *
     * @throws IOException it can't be kept; nothing has changed
     */
    public PolicyOutcome want(PolicyVersion next) throws IOException {
        lock.lock();
        try {
            if (next.hash().equals(current.hash())) {
                return new PolicyOutcome.Unchanged();
            }
            if (!secondPerson) {
                return activate(next, Actor.OPERATOR);
            }
            if (proposal.filter(waiting -> waiting.version().hash().equals(next.hash())).isPresent()) {
                return new PolicyOutcome.Proposed(proposal.get());
            }
            Proposal made = new Proposal(next, now(), changes(next));
            trail.record(
                    at -> new BrokerEvent.PolicyProposed(at, Actor.OPERATOR, next.hash(), next.commit()));
            proposal = Optional.of(made);
            return new PolicyOutcome.Proposed(made);
        } finally {
            lock.unlock();
        }
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
            Optional<Person> person = people.byName(by.name()).filter(PolicyDesk::mayConfirm);
            if (person.isEmpty()) {
                return new PolicyOutcome.Refused(
                        "A policy is confirmed by an approver or administrator of the company.");
            }
            if (hash.length() < HASH) {
                return new PolicyOutcome.Refused(
                        "Name at least " + HASH + " digits of the hash you looked at.");
            }
            if (proposal.isEmpty() || !proposal.get().version().hash().startsWith(hash)) {
                return new PolicyOutcome.Refused("No such policy waits. Look again: ssh gw policy");
            }
            return activate(proposal.get().version(), Actor.of(person.get().name()));
        } finally {
            lock.unlock();
        }
    }

    private static boolean mayConfirm(Person person) {
        return person.enabled() && person.internal()
                && (person.is(Role.APPROVER) || person.is(Role.ADMINISTRATOR));
    }

    private PolicyOutcome activate(PolicyVersion next, Actor by) throws IOException {
        PolicyChanges changes = changes(next);
        kept.keep(next.source());
        kept.enter(activation(next, by));
        active.activate(next.snapshot(), by, next.commit());
        current = next;
        proposal = Optional.empty();
        return new PolicyOutcome.Activated(next, changes);
    }

    private Activation activation(PolicyVersion version, Actor by) {
        return new Activation(version.hash(), now(), version.commit(), by);
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What this version would change. */
    public PolicyChanges changes(PolicyVersion next) {
        return PolicyChanges.between(current, next);
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
        return problems;
    }

    /** Oldest first, the last one is in force. */
    public List<Activation> activations() {
        return kept.activations();
    }
}
