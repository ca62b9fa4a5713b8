package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.PersonName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final PersonName EVA = new PersonName("eva");
    private final WaitingRoom room = new WaitingRoom();

    @Test
    void onePersonTakesAFewSeatsAndNobodyElsesAndALeftSeatIsFreeOnce() {
        WaitingRoom.Seat first = room.take(EVA).orElseThrow();
        for (int i = 1; i < WaitingRoom.PER_PERSON; i++) {
            assertTrue(room.take(EVA).isPresent());
        }
        assertEquals(Optional.empty(), room.take(EVA));
        assertTrue(room.take(new PersonName("emil")).isPresent());
        first.leave();
        first.leave();
        assertTrue(room.take(EVA).isPresent());
        assertEquals(Optional.empty(), room.take(EVA));
    }

    @Test
    void theRoomIsBounded() {
        for (int i = 0; i < WaitingRoom.MOST; i++) {
            assertTrue(room.take(new PersonName("p" + i)).isPresent());
        }
        assertEquals(Optional.empty(), room.take(EVA));
    }
}
