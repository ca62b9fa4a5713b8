package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.policies.id.PersonName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A link to one's account page is good once, for a short time, for one person. */
class EnrolmentLinksTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final PersonName ADA = new PersonName("ada");
    private final FakeClock clock = new FakeClock();
    private final EnrolmentLinks links = new EnrolmentLinks(new SecureRandom(), clock::nanos);

    @Test
    void itIsGoodOnceUpToItsEnd() {
        String link = links.make(EVA, EnrolmentLinks.BY_KEY);
        clock.advance(EnrolmentLinks.BY_KEY.minusNanos(1));
        assertEquals(Optional.of(EVA), links.redeem(link).map(EnrolmentLinks.Led::person));
        assertEquals(Optional.empty(), links.redeem(link));
        String late = links.make(EVA, EnrolmentLinks.BY_KEY);
        clock.advance(EnrolmentLinks.BY_KEY);
        assertEquals(Optional.empty(), links.redeem(late));
    }

    @Test
    void ofTooManyTheOldestGoesAndNobodyElsesDo() {
        String other = links.make(ADA, Duration.ofMinutes(5));
        List<String> own = Stream.generate(() -> links.make(EVA, Duration.ofMinutes(5))).limit(4).toList();
        assertEquals(Optional.empty(), links.redeem(own.getFirst()));
        assertTrue(own.stream().skip(1).allMatch(link -> links.redeem(link).isPresent()));
        assertEquals(Optional.of(ADA), links.redeem(other).map(EnrolmentLinks.Led::person));
    }

    @Test
    void whatIsTakenBackIsDeadAndWhatIsMadeUpNeverLived() {
        String link = links.make(EVA, Duration.ofMinutes(5));
        links.drop(EVA);
        assertEquals(Optional.empty(), links.redeem(link));
        assertEquals(Optional.empty(), links.redeem("0".repeat(32)));
    }
}
