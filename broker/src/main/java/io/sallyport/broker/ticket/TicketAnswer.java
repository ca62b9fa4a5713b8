package io.sallyport.broker.ticket;

import io.sallyport.policies.policy.Ticket;

/** What came of asking the ticket system once. */
public sealed interface TicketAnswer {
    /** It is there. */
    record Found(Ticket ticket) implements TicketAnswer {}

    /** It is certain that there is no such ticket. */
    record None() implements TicketAnswer {}

    /** Nothing was learnt. {@code why}: a few words of our own, never of the ticket system. */
    record Silent(String why) implements TicketAnswer {}
}
