package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.broker.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Whoever has a thousand sign-ins refused fills no log. */
class RefusalsTest {
    private final FakeClock clock = new FakeClock();
    private final List<LogRecord> lines = new ArrayList<>();
    private final Logger log = Logger.getAnonymousLogger();
    private final Refusals refusals = new Refusals(log, clock::nanos);

    RefusalsTest() {
        log.setUseParentHandlers(false);
        log.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    private void refused(int times) {
        for (int i = 0; i < times; i++) {
            refusals.say(new OidcTrouble.Distrust("something that is not a signed token"), "c" + i);
        }
    }

    @Test
    void soManyAreSaidWithinAMinuteAndTheRestIsCounted() {
        refused(1000);
        assertEquals(Refusals.LINES, lines.size());
        clock.advance(Refusals.WINDOW);
        refused(1);
        assertEquals(Refusals.LINES + 2, lines.size());
        assertEquals(1000L - Refusals.LINES, lines.get(Refusals.LINES).getParameters()[0]);
        assertEquals("c0", lines.getLast().getParameters()[0]);
        clock.advance(Refusals.WINDOW);
        refused(1);
        assertEquals(Refusals.LINES + 3, lines.size(), "nothing was left out meanwhile");
    }
}
