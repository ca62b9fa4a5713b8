package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Grant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A ticket as the ticket system told it; never as the requester typed it. Immutable.
 *
 * @param id 1 to {@link Grant#TICKET_CHARACTERS} characters
 * @param fields by the names that the vocabulary declares; one that is missing is known to be empty
 */
public record Ticket(String id, SortedMap<String, String> fields) {
    public Ticket {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        if (!Grant.fits(id, Grant.TICKET_CHARACTERS)) {
            throw new IllegalArgumentException("not the id of a ticket (" + id.length() + " characters)");
        }
    }

    public static Ticket of(String id, Map<String, String> fields) {
        return new Ticket(id, new TreeMap<>(fields));
    }
}
