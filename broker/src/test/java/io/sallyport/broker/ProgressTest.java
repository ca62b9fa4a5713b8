package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final FakeClock clock = new FakeClock();
    private final StringWriter terminal = new StringWriter();

    private Progress progress(boolean shown) {
        return new Progress(new PrintWriter(terminal), shown, clock::nanos, 9);
    }

    private String said(boolean shown, Duration each) {
        Progress progress = progress(shown);
        for (int i = 0; i < 9; i++) {
            clock.advance(each);
            progress.step();
        }
        progress.clear();
        return terminal.toString();
    }

    @Test
    void longWorkSaysHowFarItIsAndTakesTheLineAway() {
        assertEquals("\r3 of 9 requests\r4 of 9 requests\r5 of 9 requests\r6 of 9 requests\r7 of 9 requests"
                + "\r8 of 9 requests\r9 of 9 requests\r\u001b[K", said(true, Duration.ofMillis(400)));
    }

    @Test
    void shortWorkSaysNothing() {
        assertEquals("", said(true, Duration.ofMillis(100)));
    }

    @Test
    void nobodyWhoWatchesIsToldNothing() {
        assertEquals("", said(false, Duration.ofSeconds(2)));
    }

    @Test
    void whoeverAsksForPlainTextGetsNoColour() {
        assertFalse(Screen.ofProcess(Map.of("TERM", "xterm", "NO_COLOR", "1")).colour());
        assertFalse(Screen.ofProcess(Map.of()).colour());
    }
}
