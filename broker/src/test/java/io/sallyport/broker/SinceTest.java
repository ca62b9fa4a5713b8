package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinceTest {
    private static Optional<Instant> since(String text) {
        return Since.parse(text, FakeClock.START);
    }

    @Test
    void daysHoursDatesAndTimesAreRead() {
        assertEquals(Optional.of(Instant.parse("2025-12-03T10:00:00Z")), since("90d"));
        assertEquals(Optional.of(Instant.parse("2026-03-02T22:00:00Z")), since("12h"));
        assertEquals(Optional.of(Instant.parse("2026-03-03T00:00:00Z")), since("2026-03-03"));
        assertEquals(Optional.of(Instant.parse("2026-03-02T23:30:00Z")), since("2026-03-03T00:30+01:00"));
        assertEquals(Optional.of(FakeClock.START), since("2026-03-03T10:00:00Z"));
    }

    @Test
    void theFutureAndWhatIsNoTimeAreNot() {
        for (String text : List.of("", "0d", "d", "99999d", "2026-03-04", "2026-03-03T10:00:01Z",
                "2026-13-01",
                "9999999h", "-1d", "90 d")) {
            assertEquals(Optional.empty(), since(text), text);
        }
    }
}
