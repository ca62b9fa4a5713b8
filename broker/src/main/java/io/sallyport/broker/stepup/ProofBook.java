package io.sallyport.broker.stepup;

import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.identity.People;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Remembers what was shown, in memory: a restart forgets all of it. A proof is bound to person, key, source and target, and is worth
 * nothing to any other. It ends when its time is over, when the person is not enabled or the key not theirs any more, even if both
 * come back, when the person's factors are reset, and when the identity provider signs them out. Does no I/O; safe for many threads.
 */
public final class ProofBook implements Proofs {
    /** Proofs of one person at a time; the oldest goes first. */
    static final int PER_PERSON = 500;
    /** Proofs in all; the oldest goes first. */
    static final int MOST = 50_000;

    /** {@code target}: empty for the account itself. */
    private record About(PersonName person, KeyFingerprint key, InetAddress source,
            Optional<TargetName> target, Mfa level) {}

    /**
     * @param at monotonic, in nanoseconds
     * @param signIn the identity provider's sign-in it was given in; empty: it was not given there
     */
    private record Shown(long at, Optional<String> signIn) {}

    private final People people;
    private final Duration remember;
    private final LongSupplier nanos;
    // Oldest first. Guarded by the monitor of this object.
    private final Map<About, Shown> shown = new LinkedHashMap<>();
    // When everything of somebody was dropped (monotonic): what was given before and is still on its
    // way
    // here comes too late. Guarded by the monitor of this object.
    private final Map<PersonName, Long> forgotten = new HashMap<>();

    /**
     * @param remember for how long a proof counts
     * @param nanos monotonic, in nanoseconds: a wall clock set back must not lengthen a proof
     */
    public ProofBook(People people, Duration remember, LongSupplier nanos) {
        this.people = people;
        this.remember = remember;
        this.nanos = nanos;
    }

    /** This person has just shown {@code level} with this key, from there, for these targets; for none: for their account itself. */
    public void shown(PersonName person, KeyFingerprint key, InetAddress source,
            Set<TargetName> targets, Mfa level) {
        shown(person, key, source, targets, level, Optional.empty(), nanos.getAsLong());
    }

    /** The moment of now, for {@link #shown}. */
    long moment() {
        return nanos.getAsLong();
    }

    /**
     * The same.
     *
     * @param signIn the identity provider's sign-in it was given in
     * @param given when, by {@link #moment}; worth nothing if everything of the person was forgotten since
     */
    synchronized void shown(PersonName person, KeyFingerprint key, InetAddress source,
            Set<TargetName> targets, Mfa level, Optional<String> signIn, long given) {
        Long dropped = forgotten.get(person);
        if (level == Mfa.NONE || !holds(person, key) || (dropped != null && dropped - given > 0)) {
            return;
        }
        long now = nanos.getAsLong();
        shown.values().removeIf(each -> over(each.at, now));
        Shown how = new Shown(now, signIn);
        if (targets.isEmpty()) {
            put(new About(person, key, source, Optional.empty(), level), how);
        }
        targets.forEach(target -> put(new About(person, key, source, Optional.of(target), level), how));
    }

    private void put(About about, Shown how) {
        // Taken out first, so that it becomes the youngest.
        shown.remove(about);
        if (shown.keySet().stream().filter(each -> each.person.equals(about.person)).count() >= PER_PERSON) {
            shown.keySet().stream().filter(each -> each.person.equals(about.person)).findFirst()
                    .ifPresent(shown::remove);
        }
        if (shown.size() >= MOST) {
            Iterator<About> oldest = shown.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        shown.put(about, how);
    }

    @Override
    public synchronized Mfa level(PersonName person, KeyFingerprint key, InetAddress source,
            TargetName target) {
        if (!holds(person, key)) {
            return Mfa.NONE;
        }
        long now = nanos.getAsLong();
        Mfa best = Mfa.NONE;
        for (Mfa level : Mfa.values()) {
            Shown found = shown.get(new About(person, key, source, Optional.of(target), level));
            if (found != null && !over(found.at, now)) {
                best = best.or(level);
            }
        }
        return best;
    }

    /** The strongest level shown by this person, with this key, from there, for any target, at most {@code age} ago. */
    public synchronized Mfa recently(PersonName person, KeyFingerprint key, InetAddress source,
            Duration age) {
        if (!holds(person, key)) {
            return Mfa.NONE;
        }
        long now = nanos.getAsLong();
        Mfa best = Mfa.NONE;
        for (Map.Entry<About, Shown> each : shown.entrySet()) {
            About about = each.getKey();
            if (about.person.equals(person) && about.key.equals(key) && about.source.equals(source)
                    && !over(each.getValue().at, now) && now - each.getValue().at < age.toNanos()) {
                best = best.or(about.level);
            }
        }
        return best;
    }

    /** The identity provider's sign-in in which exactly this was shown, and still counts; empty: in none. */
    public synchronized Optional<String> signIn(PersonName person, KeyFingerprint key, InetAddress source,
            TargetName target, Mfa level) {
        Shown found = shown.get(new About(person, key, source, Optional.of(target), level));
        return found == null || over(found.at, nanos.getAsLong()) ? Optional.empty() : found.signIn;
    }

    /** Nothing this person has shown counts any more: their factors were reset, or somebody says that it was not them. */
    public synchronized void forget(PersonName person) {
        long now = nanos.getAsLong();
        forgotten.values().removeIf(at -> over(at, now));
        forgotten.put(person, now);
        shown.keySet().removeIf(about -> about.person.equals(person));
    }

    /**
     * Drops what ends with a change of the directory. To be told after every commit, when {@link People} knows of it: what is only looked at
     * when somebody asks would come back with a person who was disabled for a while.
     */
    public void committed(List<Committed> events) {
        if (events.stream().anyMatch(each -> each.event() instanceof DirectoryEvent)) {
            dropUnheld();
        }
        for (Committed each : events) {
            switch (each.event()) {
                case AccountEvent.AccountReset reset -> forget(reset.person());
                case AccountEvent.FactorRemoved removed -> forget(removed.person());
                case AccountEvent.AccountDisabled disabled -> forget(disabled.person());
                case BrokerEvent.SignInEnded ended -> forget(ended.person());
                default -> {
                    // Nothing that was shown depends on it.
                }
            }
        }
    }

    private synchronized void dropUnheld() {
        shown.keySet().removeIf(about -> !holds(about.person, about.key));
    }

    private boolean holds(PersonName person, KeyFingerprint key) {
        return people.byKey(key).filter(found -> found.name().equals(person)).isPresent();
    }

    private boolean over(long at, long now) {
        return now - at >= remember.toNanos();
    }
}
