package io.sallyport.broker.departure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Off-boarding a provider with hundreds of people. */
class LargeProviderTest {
    private static final String BIG = "  - { name: big, kind: provider, title: Big Provider }\n";

    private static long offBoard(Path folder, int people) {
        try (LeavingWorld leaving = new LeavingWorld(folder)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < people; i++) {
                leaving.accounts.enabled.put(new PersonName("p-" + i), true);
                all.append("  - { name: p-").append(i)
                        .append(", full_name: P, organisation: big, roles: [engineer],")
                        .append(" keys: [\"").append(World.key(1000 + 2 * i)).append("\", \"")
                        .append(World.key(1001 + 2 * i)).append("\"] }\n");
            }
            var _ = leaving.world.adopt(LeavingWorld.text().replace("people:\n", BIG + "people:\n")
                    .replace("engagements:\n", all + "engagements:\n"));
            long begun = System.nanoTime();
            DepartureId id = leaving.done(leaving.departures.desk().order(leaving.by("ines"), Kind.PROVIDER,
                    "big", "contract over")).id();
            long ordered = System.nanoTime();
            leaving.departures.closure().look();
            long closed = System.nanoTime();
            Departure now = leaving.departures.views().departure(leaving.by("ines"), id.value())
                    .orElseThrow();
            assertEquals("complete", now.state());
            assertEquals(people, now.leavers().size());
            assertTrue(now.leavers().stream().allMatch(each -> each.keys().size() == 2));
            System.out.println("[measured] " + people + " people: ordered in " + (ordered - begun) / 1_000_000
                    + " ms, seen through in " + (closed - ordered) / 1_000_000 + " ms");
            return closed - begun;
        }
    }

    /** With {@code -Dsallyport.test.leavers=250,500,1000} it measures. */
    @Test
    void everybodyGoesWithTheirKeysAndAccounts(@TempDir Path folder) throws IOException {
        for (String people : System.getProperty("sallyport.test.leavers", "60").split(",", -1)) {
            assertTrue(
                    offBoard(Files.createDirectories(folder.resolve(people)), Integer.parseInt(people)) > 0);
        }
    }
}
