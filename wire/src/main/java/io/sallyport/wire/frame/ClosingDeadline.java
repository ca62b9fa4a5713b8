package io.sallyport.wire.frame;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a channel unless it is closed itself in time. A blocking channel has no read timeout of its own, and closing
 * is what wakes a blocked reader, who then sees an {@link IOException}. Safe for many threads.
 */
public final class ClosingDeadline implements AutoCloseable {
    private final CompletableFuture<Void> alarm;

    private ClosingDeadline(CompletableFuture<Void> alarm) {
        this.alarm = alarm;
    }

    /** Starts now. */
    public static ClosingDeadline on(Channel channel, Duration time) {
        var later = CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS,
                Thread::startVirtualThread);
        return new ClosingDeadline(CompletableFuture.runAsync(() -> close(channel), later));
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The reader learns of it by its own exception; there is nobody else to tell.
            throw new IllegalStateException("a channel that cannot be closed", e);
        }
    }

    /** Calls the alarm off. */
    @Override
    public void close() {
        alarm.cancel(false);
    }
}
