package io.sallyport.broker.ticket;

/** Why nothing was learnt, in a few words of our own. Carries no cause: what is in it may be shown. */
final class TicketTrouble extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    TicketTrouble(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }
}
