package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** AUTH-7: guessing is slow, and only for the guesser. */
final class SourceThrottleTest {
    private final AtomicLong nanos = new AtomicLong();
    private final SourceThrottle throttle = new SourceThrottle(nanos::get);

    @Test
    void afterFiveWrongCodesASourceWaitsAndOthersDoNot() {
        for (int i = 0; i < SourceThrottle.WRONG; i++) {
            assertTrue(throttle.mayTry("192.0.2.1"));
            throttle.failed("192.0.2.1");
        }
        assertFalse(throttle.mayTry("192.0.2.1"));
        assertTrue(throttle.mayTry("192.0.2.2"));
        nanos.addAndGet(SourceThrottle.WINDOW.toNanos() + 1);
        assertTrue(throttle.mayTry("192.0.2.1"));
    }

    @Test
    void aWholeIpv6NetworkCountsAsOneSource() {
        assertEquals(SourceThrottle.block("2001:db8::1"), SourceThrottle.block("2001:db8:0:0:ffff::2"));
        assertNotEquals(SourceThrottle.block("2001:db8::1"), SourceThrottle.block("2001:db8:0:1::1"));
    }
}
