package io.sallyport.broker.departure;

import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.SessionEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sees off-boardings through: looks at the open ones after every event that may complete one, and again and again while one is open. Runs on a
 * thread of its own until closed.
 */
public final class DepartureWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DepartureWatch.class.getName());
    private static final int QUEUE = 256;
    /** Between two tries to disable an account whose directory did not answer. */
    private static final Duration WAIT = Duration.ofSeconds(15);

    private final Closure closure;
    private final Feed.Subscription subscription;
    private final Thread thread;

    private DepartureWatch(Closure closure, Feed feed) {
        this.closure = closure;
        this.subscription = feed.subscribe(QUEUE);
        this.thread = Thread.ofVirtual().name("departure-watch").unstarted(this::watch);
    }

    /** Watches from now on; looks at once at what a broker before this one left open. */
    public static DepartureWatch start(Closure closure, Feed feed) {
        DepartureWatch watch = new DepartureWatch(closure, feed);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            look();
            while (true) {
                Optional<Committed> next = subscription.next(WAIT);
                if (subscription.takeMissed() || next.map(DepartureWatch::mayComplete).orElse(true)) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends here
        }
    }

    private void look() {
        try {
            closure.look();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "an off-boarding could not be followed up; tried again", e);
        }
    }

    private static boolean mayComplete(Committed committed) {
        return committed.event() instanceof SessionEvent.SessionEnded
                || committed.event() instanceof DepartureEvent.DepartureOrdered;
    }

    @Override
    public void close() {
        thread.interrupt();
        subscription.close();
    }
}
