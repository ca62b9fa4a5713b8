package io.sallyport.broker;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs chores again and again, one at a time, until closed. A chore that fails is logged and tried again next time. */
final class Ticker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Ticker.class.getName());
    private static final int STOP_SECONDS = 5;

    private final ScheduledExecutorService threads = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("ticker").factory());

    void every(Duration pause, String name, Runnable chore) {
        ScheduledFuture<?> _ = threads.scheduleWithFixedDelay(() -> run(name, chore), pause.toMillis(),
                pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void run(String name, Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, name + " failed; tried again later", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
