package io.sallyport.broker.audit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at something at once, and the moment an event is committed that may have changed it, so that nobody waits for a timer. However many
 * events one commit has, it looks once. Runs on a thread of its own until closed.
 */
public final class FeedWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FeedWatch.class.getName());
    private static final int QUEUE = 256;

    private final String name;
    private final Feed.Subscription subscription;
    private final Predicate<Event> which;
    private final Duration atLeast;
    private final Runnable look;
    private final Thread thread;

    private FeedWatch(String name, Feed feed, Predicate<Event> which, Duration atLeast, Runnable look) {
        this.name = name;
        this.subscription = feed.subscribe(QUEUE);
        this.which = which;
        this.atLeast = atLeast;
        this.look = look;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::watch);
    }

    /**
     * Watches from now on.
     *
     * @param which events after which it looks
     * @param atLeast after so long without any event it looks all the same; whoever has to look at a certain time has a timer besides
     * @param look may block; what it throws is logged, and it is called again
     */
    public static FeedWatch start(String name, Feed feed, Predicate<Event> which, Duration atLeast,
            Runnable look) {
        FeedWatch watch = new FeedWatch(name, feed, which, atLeast, look);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            look();
            while (true) {
                Optional<Committed> next = subscription.next(atLeast);
                boolean more = drained();
                if (subscription.takeMissed() || more
                        || next.map(committed -> which.test(committed.event())).orElse(true)) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends here
        }
    }

    private boolean drained() throws InterruptedException {
        boolean found = false;
        for (Optional<Committed> more = subscription.next(Duration.ZERO); more
                .isPresent(); more = subscription.next(Duration.ZERO)) {
            found |= which.test(more.get().event());
        }
        return found;
    }

    private void look() {
        try {
            look.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, name + " failed; it looks again", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        subscription.close();
    }
}
