package io.sallyport.broker.audit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FeedWatchTest {
    @Test
    void aLookThatFailsInWhateverWayIsTakenAgain() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(3);
        try (FeedWatch _ = FeedWatch.start("a watch", new Feed(), _ -> true, Duration.ofMillis(1), () -> {
            looks.countDown();
            switch ((int) looks.getCount()) {
                case 2 -> throw new IllegalStateException("not now");
                case 1 -> throw new NoSuchMethodError("a library of another version");
                default -> {
                }
            }
        })) {
            assertTrue(looks.await(60, TimeUnit.SECONDS));
        }
    }
}
