package io.sallyport.broker.request;

import io.sallyport.broker.ticket.TicketSight;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.util.HashSet;
import java.util.Set;

/**
 * What is known of a request or a grant at the moment it is decided, besides person, target and time.
 *
 * @param arrival how the request is made, or the session begun
 * @param ticket what is known of the ticket that it names
 * @param involved who asks for it and who approves it: maintenance that one of them declared does not count for it
 */
record Circumstances(Arrival arrival, TicketSight ticket, Set<PersonName> involved) {
    Circumstances {
        involved = Set.copyOf(involved);
    }

    Circumstances with(PersonName approver) {
        Set<PersonName> more = new HashSet<>(involved);
        more.add(approver);
        return new Circumstances(arrival, ticket, more);
    }

    /** The same, proved so well. */
    Circumstances with(Mfa level) {
        return new Circumstances(arrival.with(level), ticket, involved);
    }
}
