package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.directory.Directory;
import io.sallyport.broker.directory.DirectoryFile;
import io.sallyport.policies.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's orders about off-boarding, and what a reload says afterwards. */
class DepartureOrdersTest {
    private final World world;
    private final DepartureOrders orders;

    DepartureOrdersTest(@TempDir Path folder) {
        this.world = World.in(folder);
        this.orders = new DepartureOrders(world.domain.departures(), world.clock);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Json.Obj order(String verb, String name, String reason, boolean yes) {
        return orders.answer(Json.object().put("order", DepartureOrders.ORDER).put("verb", verb)
                .put("name", name).put("reason", reason).put("yes", yes).build(), Optional.of("root"));
    }

    private static List<String> warnings(World world) {
        return switch (DirectoryFile.parse("directory.yaml", World.text())) {
            case DirectoryFile.Parsed.Valid(Directory directory) -> Inputs.departed(directory, world.domain);
            case DirectoryFile.Parsed.Invalid invalid -> throw new IllegalStateException(invalid.toString());
        };
    }

    @Test
    void withoutYesNothingIsChangedAndWithItTheyAreGone() {
        Json.Obj preview = order("provider", "acme", "", false);
        assertTrue(preview.bool("ok"));
        assertTrue(preview.strings("lines").contains("  keys:             2"), preview.text());
        assertTrue(world.person("eva").enabled());
        assertFalse(order("provider", "acme", "", true).bool("ok"));
        assertTrue(world.person("eva").enabled());
        assertTrue(order("provider", "acme", "contract cancelled", true).bool("ok"));
        assertFalse(world.person("eva").enabled());
        assertEquals("operator", world.journalled("departure-ordered").getFirst().string("actor"));
    }

    @Test
    void theProofIsShownAndUndoingLetsThemIn() {
        String id = order("person", "eva", "left Acme", true).object("result").string("departure");
        assertEquals("open", order("proof", id, "", false).object("result").string("state"));
        assertFalse(order("undo", id, "oops", true).bool("ok"));
        world.domain.departures().closure().look();
        assertEquals("complete", order("proof", id, "", false).object("result").string("state"));
        assertTrue(order("list", "", "", false).strings("lines").getFirst().contains("person eva"));
        assertTrue(order("undo", id, "oops", true).bool("ok"));
        assertTrue(world.person("eva").enabled());
        assertFalse(order("proof", "d-aaaaaaaaaa", "", false).bool("ok"));
        assertFalse(order("nonsense", "eva", "", true).bool("ok"));
    }

    @Test
    void aDirectoryThatNamesWhoLeftIsWarnedOf() {
        assertEquals(List.of(), warnings(world));
        order("provider", "acme", "contract cancelled", true);
        assertEquals(List.of("warning: the directory names the person eva, who was off-boarded and stays so",
                "warning: the directory names the person emil, who was off-boarded and stays so",
                "warning: the directory names the provider acme, which was off-boarded and stays so",
                "warning: the directory names the engagement acme-2026, which was ended early and stays so"),
                warnings(world));
    }
}
