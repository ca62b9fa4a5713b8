package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many ask whether the broker is ready, one looks. */
@Timeout(60)
class ReadinessTest {
    private final FakeClock clock = new FakeClock();
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(2);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Readiness readiness = new Readiness(this::look, clock::nanos);

    // The first look finds that it is ready, the second takes its time and finds that it is not.
    private boolean look() {
        int number = looks.incrementAndGet();
        begun.countDown();
        try {
            return number == 1 || (go.await(30, TimeUnit.SECONDS) && number > 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void whoeverComesWhileOneLooksHearsTheAnswerBefore() throws Exception {
        assertTrue(readiness.now());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> looking = threads.submit(readiness::now);
            assertTrue(begun.await(30, TimeUnit.SECONDS));
            for (int i = 0; i < 1000; i++) {
                assertTrue(readiness.now());
            }
            assertEquals(2, looks.get());
            go.countDown();
            assertFalse(looking.get());
        }
        assertTrue(readiness.now(), "one who comes alone has a fresh answer");
        assertEquals(3, looks.get());
    }
}
