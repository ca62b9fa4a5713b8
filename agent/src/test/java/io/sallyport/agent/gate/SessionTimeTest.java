package io.sallyport.agent.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTimeTest {

    private final SteeredClock clock = new SteeredClock();

    private GrantEnd endingIn(Duration time) {
        return new GrantEnd(clock.instant().plus(time), "end of the granted time", clock, clock::nanos);
    }

    @Test
    void warnsOnceAtFifteenFiveAndOneMinute() {
        GrantEnd end = endingIn(Duration.ofMinutes(30));
        List<Integer> warned = new ArrayList<>();
        for (int second = 0; second < 1800; second++) {
            if (end.warning().isPresent()) {
                warned.add(1800 - second);
            }
            clock.pass(Duration.ofSeconds(1));
        }
        assertEquals(List.of(900, 300, 60), warned);
        assertTrue(end.reached());
    }

    @Test
    void warnsAtOnceWhenItOpensWithLess() {
        GrantEnd end = endingIn(Duration.ofSeconds(58));
        assertEquals(Optional
                .of("[sallyport] This session ends at 18:00:58 UTC, in 58 s (end of the granted time). "
                        + "Ask for more: ssh gw request ..."),
                end.warning());
        assertEquals(Optional.empty(), end.warning());
    }

    @Test
    void turningTheWallClockBackGainsNothing() {
        GrantEnd end = endingIn(Duration.ofMinutes(10));
        clock.turnWall(Duration.ofHours(-5));
        clock.pass(Duration.ofMinutes(10).minusNanos(1));
        assertFalse(end.reached());
        clock.pass(Duration.ofNanos(1));
        assertTrue(end.reached());
    }

    @Test
    void turningTheWallClockForwardEndsIt() {
        GrantEnd end = endingIn(Duration.ofMinutes(10));
        clock.turnWall(Duration.ofMinutes(10));
        assertTrue(end.reached());
    }

    @Test
    void earlierEndOnAWallClockThatWasTurnedBackGainsNothing() {
        GrantEnd end = endingIn(Duration.ofMinutes(10));
        clock.turnWall(Duration.ofHours(-5));
        GrantEnd earlier = end.earlier(clock.instant().plus(Duration.ofHours(1)), "").orElseThrow();
        clock.pass(Duration.ofMinutes(10));
        assertTrue(earlier.reached());
    }

    @Test
    void laterOrEqualEndIsNotTaken() {
        GrantEnd end = endingIn(Duration.ofMinutes(10));
        assertEquals(Optional.empty(), end.earlier(end.instant(), ""));
        assertEquals(Optional.empty(), end.earlier(java.time.Instant.MAX, ""));
        GrantEnd past = end.earlier(java.time.Instant.EPOCH, "").orElseThrow();
        assertTrue(past.reached());
    }

    @Test
    void leaseLapsesWithoutRenewalAndOnlyThen() {
        Lease lease = new Lease(Duration.ofSeconds(60), clock::nanos);
        clock.pass(Duration.ofSeconds(59));
        assertFalse(lease.lapsed());
        lease.renew();
        clock.pass(Duration.ofSeconds(59));
        clock.turnWall(Duration.ofHours(-1));
        assertFalse(lease.lapsed());
        clock.pass(Duration.ofSeconds(1));
        assertTrue(lease.lapsed());
    }
}
