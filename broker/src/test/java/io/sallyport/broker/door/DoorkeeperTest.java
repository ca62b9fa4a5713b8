package io.sallyport.broker.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.broker.door.Doorkeeper.Entry;
import io.sallyport.broker.door.Doorkeeper.Pass;
import io.sallyport.broker.door.Doorkeeper.TurnedAway;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DoorkeeperTest {
    private static final DoorLimits LIMITS = new DoorLimits(20, 10, 3, 8, Duration.ofHours(1), 2,
            Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofMinutes(3), 50);
    private final AtomicLong nanos = new AtomicLong();
    private final Doorkeeper door = new Doorkeeper(LIMITS, nanos::get, new SplittableRandom(7));

    @Test
    void oneSourceGetsItsShareAndNotOneMore() {
        Pass first = pass("192.0.2.1");
        pass("192.0.2.1");
        pass("192.0.2.1");
        assertEquals(TurnedAway.SOURCE_FULL, knock("192.0.2.1"));
        first.closed();
        first.closed();
        pass("192.0.2.1");
        assertEquals(TurnedAway.SOURCE_FULL, knock("192.0.2.1"));
    }

    @Test
    void neighboursInOneSlash64AreOneSource() {
        pass("2001:db8::1");
        pass("2001:db8::2");
        pass("2001:db8::ffff:3");
        assertEquals(TurnedAway.SOURCE_FULL, knock("2001:db8::4"));
        pass("2001:db8:0:1::1");
    }

    @Test
    void theTotalIsBoundedAndNewcomersAreDroppedEarly() {
        int admitted = 0;
        int dropped = 0;
        for (int i = 0; i < 200; i++) {
            Entry entry = knock("198.51.100." + i);
            admitted += entry instanceof Pass ? 1 : 0;
            dropped += entry == TurnedAway.EARLY_DROP ? 1 : 0;
        }
        assertEquals(20, admitted);
        assertEquals(true, dropped > 3, "some are dropped before the house is full");
        assertEquals(TurnedAway.FULL, knock("203.0.113.1"));
    }

    @Test
    void aSourceThatKeepsFailingIsTurnedAwayForLongerEachTimeAndOthersAreNot() {
        failTwice();
        assertEquals(TurnedAway.PENALTY, knock("192.0.2.1"));
        pass("192.0.2.2").closed();
        pass(Duration.ofMinutes(1));
        failTwice();
        pass(Duration.ofSeconds(119));
        assertEquals(TurnedAway.PENALTY, knock("192.0.2.1"));
        pass(Duration.ofSeconds(1));
        failTwice();
        pass(Duration.ofMinutes(3));
        pass("192.0.2.1").closed();
    }

    @Test
    void failuresLongAgoDoNotCount() {
        fail("192.0.2.1");
        pass(Duration.ofMinutes(11));
        fail("192.0.2.1");
        pass("192.0.2.1").closed();
    }

    @Test
    void aProvenSourceIsForgivenAndMayOpenMore() {
        fail("192.0.2.1");
        pass("192.0.2.1").proved();
        fail("192.0.2.1");
        for (int i = 0; i < 8; i++) {
            pass("192.0.2.1");
        }
        assertEquals(TurnedAway.SOURCE_FULL, knock("192.0.2.1"));
    }

    @Test
    void aPassCountsItsFailureOnce() {
        Pass pass = pass("192.0.2.1");
        pass.failed();
        pass.failed();
        pass.failed();
        pass.closed();
        pass("192.0.2.1").closed();
    }

    private void failTwice() {
        fail("192.0.2.1");
        fail("192.0.2.1");
    }

    private void fail(String source) {
        Pass pass = pass(source);
        pass.failed();
        pass.closed();
    }

    private Pass pass(String source) {
        return assertInstanceOf(Pass.class, knock(source));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Entry knock(String source) {
        try {
            return door.knock(InetAddress.getByName(source));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
