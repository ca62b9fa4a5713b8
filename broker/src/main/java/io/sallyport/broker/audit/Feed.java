package io.sallyport.broker.audit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells subscribers what was committed, in order. A subscriber that does not keep up loses events and is told so; it never
 * slows a commit down. Safe for many threads.
 */
public final class Feed {
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /**
     * From now on. The caller closes it.
     *
     * @param capacity events kept for a slow subscriber, at least 1
     */
    public Subscription subscribe(int capacity) {
        Subscription subscription = new Subscription(capacity);
        subscriptions.add(subscription);
        return subscription;
    }

    void publish(List<Committed> events) {
        for (Subscription subscription : subscriptions) {
            events.forEach(subscription::offer);
        }
    }

    /** One subscriber's queue. One thread reads it. */
    public final class Subscription implements AutoCloseable {
        private final BlockingQueue<Committed> queue;
        private final AtomicBoolean missed = new AtomicBoolean();

        private Subscription(int capacity) {
            this.queue = new ArrayBlockingQueue<>(capacity);
        }

        private void offer(Committed event) {
            if (!queue.offer(event)) {
                missed.set(true);
            }
        }

        /** The next event; empty when none came within {@code wait}. */
        public Optional<Committed> next(Duration wait) throws InterruptedException {
            return Optional.ofNullable(queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
        }

        /** True once after events were lost: read the state afresh instead of trusting the queue. */
        public boolean takeMissed() {
            return missed.getAndSet(false);
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }
}
