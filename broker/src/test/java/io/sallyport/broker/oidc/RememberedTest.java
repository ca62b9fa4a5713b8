package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that is away ties up few who ask for it, and each for the time of one question. */
@Timeout(60)
class RememberedTest {
    private static final int CROWD = 4 * Remembered.MOST;
    private final AtomicInteger questions = new AtomicInteger();
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final CountDownLatch turnedAway = new CountDownLatch(CROWD - Remembered.MOST);
    private final Remembered<String> remembered = new Remembered<>(this::ask, Duration.ofMinutes(10),
            () -> 0);

    private String ask() throws OidcTrouble {
        questions.incrementAndGet();
        String said = answer.join();
        if (said.isEmpty()) {
            throw new OidcTrouble.Away("it did not answer");
        }
        return said;
    }

    private String value() throws OidcTrouble {
        try {
            return remembered.value();
        } catch (OidcTrouble.Away e) {
            turnedAway.countDown();
            throw e;
        }
    }

    private List<Future<String>> crowd(ExecutorService threads) throws InterruptedException {
        List<Future<String>> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(threads.submit(this::value));
        }
        assertTrue(turnedAway.await(30, TimeUnit.SECONDS), "all but some are told at once");
        return crowd;
    }

    @Test
    void aCrowdIsTurnedAwayAndWhoWaitsHearsWhatWasAnsweredOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> crowd = crowd(threads);
            answer.complete("");
            for (Future<String> each : crowd) {
                assertInstanceOf(OidcTrouble.Away.class,
                        assertThrows(ExecutionException.class, each::get).getCause());
            }
        }
        assertEquals(1, questions.get());
        assertThrows(OidcTrouble.Away.class, remembered::value);
        assertEquals(2, questions.get(), "who comes later asks anew");
    }

    private static Optional<String> said(Future<String> each) throws InterruptedException {
        try {
            return Optional.of(each.get());
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    @Test
    void whoWaitsForAnAnswerThatIsGoodHasIt() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> crowd = crowd(threads);
            answer.complete("the keys");
            long good = 0;
            for (Future<String> each : crowd) {
                good += said(each).filter("the keys"::equals).isPresent() ? 1 : 0;
            }
            assertEquals(Remembered.MOST, good);
        }
        assertEquals(1, questions.get());
        assertEquals("the keys", remembered.value());
    }
}
