package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sallyport.broker.FakeClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who guesses waits, longer each time but never for ever; who is right does not. */
final class GuessBrakeTest {
    private final FakeClock clock = new FakeClock();
    private final GuessBrake brake = new GuessBrake(
            new GuessBrake.Pace(3, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1)),
            clock::nanos);

    private void spend(int tries) {
        for (int i = 0; i < tries; i++) {
            assertEquals(Optional.empty(), brake.begin("eva"));
        }
    }

    @Test
    void afterTheFreeTriesEachWaitIsTwiceTheLastUpToTheMost() {
        spend(4);
        for (int seconds : new int[]{10, 20, 40, 60, 60}) {
            assertEquals(Optional.of(Duration.ofSeconds(seconds)), brake.begin("eva"));
            clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
            assertEquals(Optional.of(Duration.ofNanos(1)), brake.begin("eva"));
            clock.advance(Duration.ofNanos(1));
            assertEquals(Optional.empty(), brake.begin("eva"));
            // The try after these 40 seconds is the first to make the next one wait for the longest time.
            assertEquals(seconds == 40, brake.justFull("eva"));
        }
    }

    @Test
    void whoWaitsIsNotCountedForAsking() {
        spend(4);
        for (int i = 0; i < 100; i++) {
            assertEquals(Optional.of(Duration.ofSeconds(10)), brake.begin("eva"));
        }
        clock.advance(Duration.ofSeconds(10));
        assertEquals(Optional.empty(), brake.begin("eva"));
        assertFalse(brake.justFull("eva"));
    }

    @Test
    void oneKeyDoesNotMakeAnotherWait() {
        spend(4);
        assertEquals(Optional.empty(), brake.begin("emil"));
    }

    @Test
    void theRightOneForgivesAll() {
        spend(4);
        brake.right("eva");
        spend(4);
    }

    @Test
    void aQuietHourForgivesAll() {
        spend(4);
        clock.advance(Duration.ofHours(1));
        spend(4);
    }

    @Test
    void aTryThatWasNotLookedAtDoesNotCount() {
        spend(3);
        for (int i = 0; i < 10; i++) {
            assertEquals(Optional.empty(), brake.begin("eva"));
            brake.undo("eva");
        }
    }

    @Test
    void takingATryBackDoesNotLengthenTheWait() {
        spend(5 - 1);
        clock.advance(Duration.ofSeconds(10));
        assertEquals(Optional.empty(), brake.begin("eva"));
        brake.undo("eva");
        assertEquals(Optional.empty(), brake.begin("eva"));
    }

    @Test
    void manyAtOnceAreCountedOneByOne() throws InterruptedException {
        AtomicInteger through = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(64);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                threads.execute(() -> {
                    if (brake.begin("eva").isEmpty()) {
                        through.incrementAndGet();
                    }
                    done.countDown();
                });
            }
            done.await();
        }
        assertEquals(4, through.get());
    }
}
