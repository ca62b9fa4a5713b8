package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.tunnel.TunnelWorld;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Answers that nobody reads. */
final class BacklogTest {
    private static final int PACKET = 1024 - Backlog.OVERHEAD;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Backlog backlog = new Backlog(new Backlog.Reading() {
        @Override
        public void stop() {
            calls.add("stop");
        }

        @Override
        public void goOn() {
            calls.add("go on");
        }
    });

    private int addedUntilStopped() {
        int packets = 0;
        while (calls.isEmpty()) {
            assertTrue(packets < 100_000, "it is never stopped");
            backlog.added(PACKET);
            packets++;
        }
        return packets;
    }

    @Test
    void aStrangerIsNotReadWhileMoreThanALittleWaits() {
        assertEquals(Backlog.STRANGERS_ROOM / 1024 + 1, addedUntilStopped());
    }

    @Test
    void aProvenPeerHasMoreRoomButNotWithoutBound() {
        backlog.proved();
        assertEquals(Backlog.ROOM / 1024 + 1, addedUntilStopped());
    }

    @Test
    void theRoomOfEveryChannelIsMoreThanTheyLetWait() {
        assertTrue(Backlog.ROOM > (long) TargetService.CHANNELS * Splice.UNWRITTEN);
    }

    @Test
    void readingGoesOnWhenHalfHasLeft() {
        int packets = addedUntilStopped();
        for (int i = 0; i < packets / 2; i++) {
            backlog.left(PACKET);
        }
        assertEquals(List.of("stop"), calls);
        backlog.left(PACKET);
        TunnelWorld.await(() -> calls.equals(List.of("stop", "go on")));
    }
}
