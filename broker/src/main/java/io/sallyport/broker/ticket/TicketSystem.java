package io.sallyport.broker.ticket;

/** Whoever knows the tickets. Safe for many threads. */
public interface TicketSystem {
    /**
     * Asks for one ticket. Blocks, 5 s at most; never throws for anything that the other side does.
     *
     * @param id as a person typed it
     */
    TicketAnswer ask(String id);
}
