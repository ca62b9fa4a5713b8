package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TickerTest {
    @Test
    void aChoreThatFailsInWhateverWayIsTriedAgain() throws InterruptedException {
        CountDownLatch tries = new CountDownLatch(3);
        try (Ticker ticker = new Ticker()) {
            ticker.every(Duration.ofMillis(1), "a chore", () -> {
                tries.countDown();
                switch ((int) tries.getCount()) {
                    case 2 -> throw new IllegalStateException("not now");
                    case 1 -> throw new NoSuchMethodError("a library of another version");
                    default -> {
                    }
                }
            });
            assertTrue(tries.await(60, TimeUnit.SECONDS));
        }
    }
}
