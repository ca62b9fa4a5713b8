package io.sallyport.broker.ticket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which ids are asked for, whatever the operator's own pattern says (WEB-5). */
class TicketSettingsTest {
    private static final List<String> NO_IDS = List.of("", "..", "-x", "a/../b", "a?x=1", "a%0d%0aX: y",
            "a\r\nX: y", "a ", "ü", "a#b", "x".repeat(65));

    private static TicketSettings settings(Optional<Pattern> ids) {
        return new TicketSettings("tickets.example.com", 443, "/t/", "", Path.of("token"), ids,
                new TreeMap<>(), List.of(), Optional.empty());
    }

    @Test
    void whatCouldMeanSomethingInAUrlOrAHeaderIsNoId() {
        for (Optional<Pattern> ids : List.of(Optional.<Pattern>empty(),
                Optional.of(Pattern.compile("(?s).*")))) {
            NO_IDS.forEach(id -> assertFalse(settings(ids).admits(id), id));
            assertTrue(settings(ids).admits("CHG-7"));
            assertTrue(settings(ids).admits("x".repeat(64)));
        }
    }

    @Test
    void theOperatorsPatternNarrowsIt() {
        TicketSettings changes = settings(Optional.of(Pattern.compile("CHG-[0-9]+")));
        assertTrue(changes.admits("CHG-7"));
        assertFalse(changes.admits("INC-7"));
    }
}
