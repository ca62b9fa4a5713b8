package io.sallyport.broker.gateway;

import io.sallyport.policies.id.PersonName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Bounds the connections whose key is proven and that wait for more. Safe for many threads. */
final class WaitingRoom {
    /** Of one person: a few terminals, not a playbook. */
    static final int PER_PERSON = 8;
    /** In all. */
    static final int MOST = 200;

    // The monitor of this object guards both.
    private final Map<PersonName, Integer> inside = new HashMap<>();
    private int all;

    /** A seat, to be left; empty when there is none. */
    synchronized Optional<Seat> take(PersonName person) {
        if (all >= MOST || inside.getOrDefault(person, 0) >= PER_PERSON) {
            return Optional.empty();
        }
        all++;
        inside.merge(person, 1, Integer::sum);
        return Optional.of(new Seat(this, person));
    }

    private synchronized void left(Seat seat) {
        if (seat.taken) {
            seat.taken = false;
            all--;
            inside.computeIfPresent(seat.person, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** One place in the room. */
    static final class Seat {
        private final WaitingRoom room;
        private final PersonName person;
        private boolean taken = true; // guarded by the monitor of the room

        private Seat(WaitingRoom room, PersonName person) {
            this.room = room;
            this.person = person;
        }

        /** Gives it back; once counts. */
        void leave() {
            room.left(this);
        }
    }
}
