package io.sallyport.agent.host;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for a fact that nobody announces, by looking again at growing intervals. */
record Patience(LongSupplier nanos) {
    private static final long FIRST_PAUSE = 500_000;
    private static final long LONGEST_PAUSE = 50_000_000;

    /**
     * True as soon as {@code fact} holds, false after {@code most}. An interrupt does not shorten it and
     * is pending again afterwards: ending a session must not be half done.
     */
    boolean until(BooleanSupplier fact, Duration most) {
        long end = nanos.getAsLong() + most.toNanos();
        long pause = FIRST_PAUSE;
        boolean interrupted = false;
        try {
            while (!fact.getAsBoolean()) {
                long left = end - nanos.getAsLong();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(Math.min(pause, left));
                interrupted |= Thread.interrupted();
                pause = Math.min(pause * 2, LONGEST_PAUSE);
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
