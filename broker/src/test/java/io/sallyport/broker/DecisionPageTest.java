package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.request.DecisionStore;
import io.sallyport.broker.request.StoredDecision;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.wire.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionPageTest {
    private static final String HASH = "0".repeat(64);

    private static StoredDecision stored(long event, int characters) {
        return new StoredDecision(event, FakeClock.START, Optional.of("r-aaaaaaaaaa"), Optional.empty(),
                Optional.of(Json.object().put("x", "x".repeat(characters)).build()));
    }

    @Test
    void whatIsWrittenIsRead() {
        DecisionPage page = DecisionPage.of(HASH, 9, Optional.of(2L), List.of(stored(1, 10),
                new StoredDecision(2, FakeClock.START.plusMillis(1), Optional.empty(),
                        Optional.of("ENGAGEMENT"), Optional.empty())));
        assertEquals(page, DecisionPage.parse(page.json().build()));
        DecisionPage.Question question = new DecisionPage.Question(
                new DecisionStore.After(FakeClock.START, 7), Optional.of(9L));
        assertEquals(question, DecisionPage.Question.parse(question.json()));
    }

    @Test
    void aPageFitsAFrameHoweverLargeDecisionsAre() {
        for (int size : List.of(10, 1_000, 20_000, 40_000, 62_000, 65_000, 200_000)) {
            List<StoredDecision> many = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                many.add(stored(i, size));
            }
            DecisionPage page = DecisionPage.of(HASH, Long.MAX_VALUE, Optional.of(Long.MAX_VALUE), many);
            assertTrue(page.json().canonical().length <= Limits.FRAME_BYTES, size + "");
            assertTrue(!page.decisions().isEmpty(), size + "");
        }
    }

    @Test
    void oneThatFitsNoFrameIsNamedWithoutItsDecision() {
        DecisionPage page = DecisionPage.of(HASH, 9, Optional.empty(),
                List.of(stored(1, Limits.FRAME_BYTES), stored(2, 5)));
        assertEquals(Optional.empty(), page.decisions().getFirst().decision());
        assertEquals(1, page.decisions().size());
    }

    @Test
    void aQuestionWithoutATimeIsRefused() {
        Json.Obj order = Json.object().put("order", DecisionPage.ORDER).put("after", "yesterday")
                .put("after_event", 0).build();
        assertThrows(JsonFormatException.class, () -> DecisionPage.Question.parse(order));
    }
}
