package io.sallyport.agent.gate;

import java.time.Instant;
import java.util.List;

/** What became of an order to narrow a session. */
public sealed interface NarrowOutcome {

    /**
     * It holds now.
     *
     * @param end the end in force: the order's or an earlier one
     * @param fields names of the rights that became narrower, and {@code end}; empty when nothing did
     */
    record Narrowed(Instant end, List<String> fields) implements NarrowOutcome {
        public Narrowed {
            fields = List.copyOf(fields);
        }
    }

    /** It changed nothing, or ended the session. {@code reason} is a stable code (docs/formats/control.md). */
    record Refused(String reason, String text) implements NarrowOutcome {}
}
