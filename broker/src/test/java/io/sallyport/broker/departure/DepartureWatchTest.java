package io.sallyport.broker.departure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.FeedWatch;
import io.sallyport.broker.session.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An off-boarding is seen through by itself: nobody asks for its completion. */
class DepartureWatchTest {
    @Test
    void theLastEndCompletesIt(@TempDir Path folder) throws Exception {
        try (LeavingWorld leaving = new LeavingWorld(folder);
                Feed.Subscription feed = leaving.world.domain.trail().feed().subscribe(1000);
                FeedWatch _ = leaving.departures.closure().watch(leaving.world.domain.trail().feed())) {
            Session one = leaving.session(leaving.grant("eva", "web-1", "deploy"));
            Session other = leaving.session(leaving.grant("emil", "web-1", "deploy"));
            DepartureId id = leaving.done(leaving.departures.desk().order(leaving.by("ines"), Kind.PROVIDER,
                    "acme", "contract cancelled")).id();
            // One that is complete at once: when it is, the first one was looked at, and found open.
            DepartureId next = leaving.done(leaving.departures.desk().order(leaving.by("ines"), Kind.PERSON,
                    "ivan", "left the company")).id();
            assertEquals(next.value(), completed(feed));
            leaving.ended(one);
            leaving.ended(other);
            assertEquals(id.value(), completed(feed));
        }
    }

    @Test
    void aBrokerThatStartsCompletesWhatTheOneBeforeLeftOpen(@TempDir Path folder) throws Exception {
        try (LeavingWorld leaving = new LeavingWorld(folder);
                Feed.Subscription feed = leaving.world.domain.trail().feed().subscribe(1000)) {
            DepartureId id = leaving.done(leaving.departures.desk().order(leaving.by("ines"), Kind.PERSON,
                    "eva", "left Acme")).id();
            try (FeedWatch _ = leaving.departures().closure().watch(leaving.world.domain.trail().feed())) {
                assertEquals(id.value(), completed(feed));
            }
        }
    }

    private static String completed(Feed.Subscription feed) throws InterruptedException {
        Optional<Committed> next = feed.next(Duration.ofSeconds(10));
        while (next.isPresent()) {
            if (next.get().event() instanceof DepartureEvent.DepartureCompleted done) {
                return done.departure();
            }
            next = feed.next(Duration.ofSeconds(10));
        }
        assertTrue(next.isPresent(), "it was not completed");
        return "";
    }
}
