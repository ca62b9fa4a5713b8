package io.sallyport.broker.ticket;

import io.sallyport.policies.policy.Fact;
import io.sallyport.policies.policy.Ticket;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is known of a ticket that somebody named, or that nobody named any.
 *
 * @param fact for policy
 * @param text for people, half a sentence: {@code state open}, {@code there is no such ticket}; empty when none was named. Holds words of
 *            the ticket system: sanitise before a terminal
 * @param advice what to do when nothing is known, a sentence; empty otherwise
 */
public record TicketSight(Fact<Ticket> fact, String text, String advice) {
    /** Nobody named one. */
    public static final TicketSight NONE_NAMED = new TicketSight(Fact.absent(), "", "");

    static TicketSight of(Fact<Ticket> fact) {
        return new TicketSight(fact, switch (fact) {
            case Fact.Known<Ticket>(Ticket ticket) when ticket.fields().isEmpty() ->
                "all its fields are empty";
            case Fact.Known<Ticket>(Ticket ticket) -> ticket.fields().entrySet().stream()
                    .map(field -> field.getKey() + " " + field.getValue()).collect(Collectors.joining(", "));
            case Fact.Absent<Ticket> _ -> "there is no such ticket";
            case Fact.Unknown<Ticket> _ -> "not known";
        }, "");
    }

    static TicketSight unknown(String why, String advice) {
        return new TicketSight(Fact.unknown(), why, advice);
    }

    TicketSight as(String otherText) {
        return new TicketSight(fact, otherText, advice);
    }

    /** For somebody who was refused: what is the matter with this ticket. Empty when it is there and known, or when none was named. */
    public Optional<String> complaint(Optional<String> id) {
        return fact instanceof Fact.Known<Ticket>
                ? Optional.empty()
                : id.map(named -> "Ticket " + named + ": " + text + "."
                        + (advice.isEmpty() ? "" : " " + advice));
    }

    /** Nothing is known, but could be: the ticket system does not answer. */
    public boolean silent() {
        return unknown() && !equals(Tickets.NOT_CONFIGURED);
    }

    public boolean unknown() {
        return fact instanceof Fact.Unknown<Ticket>;
    }
}
