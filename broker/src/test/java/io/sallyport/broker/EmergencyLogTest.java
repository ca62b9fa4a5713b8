package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Finding;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmergencyLogTest {
    private static final class Lines extends Handler {
        private final List<String> warnings = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().equals(Level.WARNING)) {
                warnings.add(MessageFormat.format(line.getMessage(), line.getParameters()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void flow7LoudInTheLogOfTheBroker(@TempDir Path folder) {
        Lines lines = new Lines();
        Logger log = Logger.getLogger(EmergencyLog.class.getName());
        log.addHandler(lines);
        try (EmergencyWorld emergency = new EmergencyWorld(folder)) {
            AccessRequest request = emergency.granted("eva");
            assertEquals(1, lines.warnings.size(), lines.warnings.toString());
            for (String part : List.of("EMERGENCY ACCESS", request.id().value(), "eva of acme", "web-1",
                    "deploy", "2026-03-03T11:00:00Z", "the disk is full")) {
                assertTrue(lines.warnings.getFirst().contains(part), part + " in " + lines.warnings);
            }
            emergency.world.clock.advance(Duration.ofHours(25));
            emergency.world.domain.reviews().reportOverdue();
            emergency.world.domain.reviews().reportOverdue();
            assertEquals(2, lines.warnings.size(), lines.warnings.toString());
            assertTrue(lines.warnings.getLast().contains("IS NOT REVIEWED"), lines.warnings.toString());
            emergency.review("otto", request.id(), Finding.OBJECTION);
            emergency.review("sue", request.id(), Finding.JUSTIFIED);
            assertTrue(lines.warnings.getLast().contains("objections: 1"), lines.warnings.toString());
        } finally {
            log.removeHandler(lines);
        }
    }
}
