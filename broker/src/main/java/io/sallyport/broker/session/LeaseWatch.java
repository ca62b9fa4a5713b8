package io.sallyport.broker.session;

import io.sallyport.broker.audit.AgentEvent;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.MaintenanceEvent;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.TicketEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has leases checked the moment something is committed that may end a session: nobody waits for the timer after a
 * revocation. Runs on a thread of its own until closed.
 */
public final class LeaseWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LeaseWatch.class.getName());
    private static final int QUEUE = 256;
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final LeaseKeeper keeper;
    private final Feed.Subscription subscription;
    private final Thread thread;

    private LeaseWatch(LeaseKeeper keeper, Feed feed) {
        this.keeper = keeper;
        this.subscription = feed.subscribe(QUEUE);
        this.thread = Thread.ofVirtual().name("lease-watch").unstarted(this::watch);
    }

    /** Watches from now on. */
    public static LeaseWatch start(LeaseKeeper keeper, Feed feed) {
        LeaseWatch watch = new LeaseWatch(keeper, feed);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                Optional<Committed> next = subscription.next(WAIT);
                boolean more = drained();
                if (subscription.takeMissed() || more
                        || next.filter(LeaseWatch::mayEndSessions).isPresent()) {
                    check();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends here
        }
    }

    // One commit may hold hundreds of events, and one look is enough for all of them.
    private boolean drained() throws InterruptedException {
        boolean mayEnd = false;
        for (Optional<Committed> more = subscription.next(Duration.ZERO); more
                .isPresent(); more = subscription.next(Duration.ZERO)) {
            mayEnd |= mayEndSessions(more.get());
        }
        return mayEnd;
    }

    private void check() {
        try {
            keeper.check();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "leases could not be checked; the timer tries again", e);
        }
    }

    private static boolean mayEndSessions(Committed committed) {
        return committed.event() instanceof DirectoryEvent || committed.event() instanceof AgentEvent
                || committed.event() instanceof RequestEvent.GrantRevoked
                || committed.event() instanceof MaintenanceEvent || committed.event() instanceof TicketEvent
                || committed.event() instanceof BrokerEvent.PolicyActivated;
    }

    @Override
    public void close() {
        thread.interrupt();
        subscription.close();
    }
}
