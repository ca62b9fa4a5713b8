package io.sallyport.broker.audit;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the ticket system says otherwise than before. */
public sealed interface TicketEvent extends Event {
    /**
     * A ticket that somebody uses is another one than when it was last looked at. What it was at first stands in the decision it was used for.
     *
     * @param ticket its id
     * @param found false: there is no such ticket any more
     * @param fields as the vocabulary names them; without those that are empty
     */
    record TicketChanged(Instant at, Actor actor, String ticket, boolean found, Map<String, String> fields)
            implements
                TicketEvent {
        public TicketChanged {
            fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
        }
    }
}
