package io.sallyport.broker.stepup;

import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.identity.People;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Remembers what was shown, in memory: a restart forgets all of it. A proof is bound to person, key, source and target, and is worth
 * nothing to any other. It ends when its time is over, when the person is not enabled or the key not theirs any more, even if both
 * come back, and when the person's factors are reset. Does no I/O; safe for many threads.
 */
public final class ProofBook implements Proofs {
    /** Proofs of one person at a time; the oldest goes first. */
    static final int PER_PERSON = 500;
    /** Proofs in all; the oldest goes first. */
    static final int MOST = 50_000;

    private record About(PersonName person, KeyFingerprint key, InetAddress source, TargetName target,
            Mfa level) {}

    private final People people;
    private final Duration remember;
    private final LongSupplier nanos;
    // Oldest first, with the moment (monotonic). Guarded by the monitor of this object.
    private final Map<About, Long> shown = new LinkedHashMap<>();

    /**
     * @param remember for how long a proof counts
     * @param nanos monotonic, in nanoseconds: a wall clock set back must not lengthen a proof
     */
    public ProofBook(People people, Duration remember, LongSupplier nanos) {
        this.people = people;
        this.remember = remember;
        this.nanos = nanos;
    }

    /** This person has just shown {@code level} with this key, from there, for these targets. */
    public synchronized void shown(PersonName person, KeyFingerprint key, InetAddress source,
            Set<TargetName> targets, Mfa level) {
        if (level == Mfa.NONE || !holds(person, key)) {
            return;
        }
        long now = nanos.getAsLong();
        shown.values().removeIf(at -> over(at, now));
        for (TargetName target : targets) {
            About about = new About(person, key, source, target, level);
            // Taken out first, so that it becomes the youngest.
            shown.remove(about);
            if (shown.keySet().stream().filter(each -> each.person.equals(person)).count() >= PER_PERSON) {
                shown.keySet().stream().filter(each -> each.person.equals(person)).findFirst()
                        .ifPresent(shown::remove);
            }
            if (shown.size() >= MOST) {
                Iterator<About> oldest = shown.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
            shown.put(about, now);
        }
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
            Long at = shown.get(new About(person, key, source, target, level));
            if (at != null && !over(at, now)) {
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
        for (Map.Entry<About, Long> each : shown.entrySet()) {
            About about = each.getKey();
            if (about.person.equals(person) && about.key.equals(key) && about.source.equals(source)
                    && !over(each.getValue(), now) && now - each.getValue() < age.toNanos()) {
                best = best.or(about.level);
            }
        }
        return best;
    }

    /** Nothing this person has shown counts any more: their factors were reset, or somebody says that it was not them. */
    public synchronized void forget(PersonName person) {
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
