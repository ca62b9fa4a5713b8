package io.sallyport.broker.audit;

import java.util.List;

/**
 * What a decision comes to: the answer for the caller, and the events that make it so. No event: nothing changes.
 */
public record Ruling<T>(T answer, List<Event> events) {
    public Ruling {
        events = List.copyOf(events);
    }

    public static <T> Ruling<T> of(T answer, Event... events) {
        return new Ruling<>(answer, List.of(events));
    }
}
