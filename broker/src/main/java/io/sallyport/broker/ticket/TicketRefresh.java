package io.sallyport.broker.ticket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/** Asks again and again for the tickets of what is open, on a thread of its own until closed. The first time at once. */
public final class TicketRefresh implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TicketRefresh.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(30);
    /** So that several brokers don't all ask at the same moment. */
    private static final Duration EARLIER = Duration.ofSeconds(6);

    private static final Duration STOP = Duration.ofSeconds(5);

    private final Tickets tickets;
    private final Supplier<? extends Collection<String>> needed;
    private final RandomGenerator random;
    private final Thread thread;

    private TicketRefresh(Tickets tickets, Supplier<? extends Collection<String>> needed,
            RandomGenerator random) {
        this.tickets = tickets;
        this.needed = needed;
        this.random = random;
        this.thread = Thread.ofVirtual().name("ticket-refresh").unstarted(this::run);
    }

    /** @param needed ids; may block */
    public static TicketRefresh start(Tickets tickets, Supplier<? extends Collection<String>> needed,
            RandomGenerator random) {
        TicketRefresh refresh = new TicketRefresh(tickets, needed, random);
        refresh.thread.start();
        return refresh;
    }

    private void run() {
        try {
            while (true) {
                try {
                    // In another order each time: no ticket that is never answered hides those behind it.
                    List<String> ids = new ArrayList<>(needed.get());
                    Collections.shuffle(ids, random);
                    tickets.refresh(ids);
                } catch (RuntimeException e) {
                    LOG.log(Level.SEVERE, "tickets could not be refreshed; tried again later", e);
                }
                Thread.sleep(EVERY.minusMillis(random.nextLong(EARLIER.toMillis())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends here
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
