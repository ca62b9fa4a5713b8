package io.sallyport.broker.gateway;

import io.sallyport.policies.id.PersonName;
import java.util.HashMap;
import java.util.Map;

/** Bounds the connections whose key is proven and that wait for more. Safe for many threads. */
final class WaitingRoom {
    /** Of one person: a few terminals, not a playbook. */
    static final int PER_PERSON = 8;
    /** In all. */
    static final int MOST = 200;

    // The monitor of this object guards both.
    private final Map<PersonName, Integer> inside = new HashMap<>();
    private int all;

    /** True: there is room, until {@link #left}. */
    synchronized boolean admits(PersonName person) {
        if (all >= MOST || inside.getOrDefault(person, 0) >= PER_PERSON) {
            return false;
        }
        all++;
        inside.merge(person, 1, Integer::sum);
        return true;
    }

    synchronized void left(PersonName person) {
        all--;
        inside.computeIfPresent(person, (_, count) -> count == 1 ? null : count - 1);
    }
}
