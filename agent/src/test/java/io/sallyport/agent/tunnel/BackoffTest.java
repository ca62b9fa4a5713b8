package io.sallyport.agent.tunnel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

    /** Always the largest number there is. */
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return -1;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void firstAttemptsAreQuickThenTheBoundDoublesUpToAMinute() {
        Backoff backoff = new Backoff(LARGEST);
        long[] most = {200, 200, 200, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000};
        for (long millis : most) {
            assertTrue(backoff.next().equals(Duration.ofMillis(millis)), "bound of " + millis + " ms");
        }
    }

    @Test
    void afterAGoodConnectionItStartsQuickly() {
        Backoff backoff = new Backoff(LARGEST);
        for (int i = 0; i < 100; i++) {
            backoff.next();
        }
        backoff.worked();
        assertTrue(backoff.next().toMillis() <= 200);
    }
}
