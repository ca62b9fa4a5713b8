package io.sallyport.broker.identity;

import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When sign-ins were ended, so that a proof that was looked at before opens nothing after. Counted, because two things may happen within one
 * tick of a clock. For one thread at a time.
 */
final class Endings {
    /** Longer than anything takes between a proof and the session it opens; what is older is forgotten. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(10);

    /** {@code place}: among all endings. */
    private record Ending(long place, long at) {}

    private final LongSupplier nanos;
    private final Map<PersonName, Ending> here = new HashMap<>();
    private final Map<String, Ending> there = new HashMap<>();
    private long last;

    /** @param nanos monotonic, in nanoseconds */
    Endings(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The place of the last one. */
    long last() {
        return last;
    }

    /** Something of this person's ended. */
    void of(PersonName person) {
        add(here, person);
    }

    /** This session of the identity provider ended. */
    void of(String idpSession) {
        add(there, idpSession);
    }

    private <K> void add(Map<K, Ending> where, K what) {
        long now = nanos.getAsLong();
        where.values().removeIf(ending -> now - ending.at > UNDER_WAY.toNanos());
        last++;
        where.put(what, new Ending(last, now));
    }

    /** True when one of the two ended after the place {@code since}. */
    boolean overtake(PersonName person, Optional<String> idpSession, long since) {
        return after(Optional.ofNullable(here.get(person)), since)
                || after(idpSession.map(there::get), since);
    }

    private static boolean after(Optional<Ending> ending, long since) {
        return ending.filter(each -> each.place > since).isPresent();
    }
}
