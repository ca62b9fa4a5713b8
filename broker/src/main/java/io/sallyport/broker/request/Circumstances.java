package io.sallyport.broker.request;

import io.sallyport.broker.ticket.TicketSight;
import io.sallyport.policies.id.PersonName;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a request or a grant at the moment it is decided, besides person, target and time.
 *
 * @param source address that the request, or the session, comes from; empty when that is not known
 * @param ticket what is known of the ticket that it names
 * @param involved who asks for it and who approves it: maintenance that one of them declared does not count for it
 */
record Circumstances(Optional<InetAddress> source, TicketSight ticket, Set<PersonName> involved) {
    Circumstances {
        involved = Set.copyOf(involved);
    }

    Circumstances with(PersonName approver) {
        Set<PersonName> more = new HashSet<>(involved);
        more.add(approver);
        return new Circumstances(source, ticket, more);
    }
}
