package io.sallyport.authority;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final FakeNanos nanos = new FakeNanos();

    @Test
    void theBurstPassesAndThenOnlyTheRate() {
        TokenBucket bucket = new TokenBucket(60, 2, nanos);
        assertTrue(bucket.tryTake());
        assertTrue(bucket.tryTake());
        assertFalse(bucket.tryTake());
        nanos.advance(Duration.ofMillis(999));
        assertFalse(bucket.tryTake());
        nanos.advance(Duration.ofMillis(2));
        assertTrue(bucket.tryTake());
        assertFalse(bucket.tryTake());
    }

    @Test
    void restGivesNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(60, 2, nanos);
        nanos.advance(Duration.ofHours(1));
        assertTrue(bucket.tryTake());
        assertTrue(bucket.tryTake());
        assertFalse(bucket.tryTake());
    }
}
