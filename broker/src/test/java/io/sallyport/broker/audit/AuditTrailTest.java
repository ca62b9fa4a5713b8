package io.sallyport.broker.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.store.Database;
import io.sallyport.broker.store.EmptyDatabase;
import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
    @TempDir
    Path folder = Path.of(".");

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Database file(String name) throws IOException {
        return Database.file(Files.createDirectories(folder.resolve(name)));
    }

    @Test
    void aDeletedDatabaseIsRebuiltFromTheJournal() throws IOException {
        String before;
        try (World world = new World(folder, file("db"), true)) {
            work(world);
            before = state(world);
        }
        delete(folder.resolve("db"));
        try (World world = new World(folder, file("db"), false)) {
            assertEquals(before, state(world));
            AuditTrail.CaughtUp caughtUp = world.domain.trail().caughtUp();
            assertTrue(caughtUp.rebuilt());
            // Since then only the activation of the policy came.
            assertEquals(world.domain.trail().size() - 1, caughtUp.events());
        }
    }

    @Test
    void aDatabaseThatWasCarriedOnIsTakenAsItIs() throws IOException {
        String before;
        try (World world = new World(folder, file("db"), true)) {
            work(world);
            before = state(world);
        }
        try (World world = new World(folder, file("db"), false)) {
            assertEquals(before, state(world));
            assertEquals(new AuditTrail.CaughtUp(false, 0), world.domain.trail().caughtUp());
        }
    }

    @Test
    void aShorterJournalIsRefused() throws IOException {
        new World(folder, file("db"), true).close();
        delete(folder.resolve("journal"));
        AuditException refusal = assertThrows(AuditException.class,
                () -> new World(folder, file("db"), false));
        assertTrue(String.valueOf(refusal.getMessage()).contains("shorter than the database"));
    }

    @Test
    void anotherJournalIsRefused() throws IOException {
        new World(folder, file("db"), true).close();
        delete(folder.resolve("journal"));
        Files.delete(folder.resolve("journal.key"));
        AuditException refusal = assertThrows(AuditException.class,
                () -> new World(folder, file("db"), true));
        assertTrue(String.valueOf(refusal.getMessage()).contains("belongs to another journal"));
    }

    @Test
    void aJournalWithAnotherPastIsRefused() throws IOException {
        new World(folder, file("db"), true).close();
        delete(folder.resolve("journal"));
        try (World other = new World(folder, EmptyDatabase.open(), false)) {
            for (int i = 0; i < 40; i++) {
                other.domain.trail().record(at -> new BrokerEvent.BrokerStopped(at, Actor.SYSTEM));
            }
        }
        AuditException refusal = assertThrows(AuditException.class,
                () -> new World(folder, file("db"), false));
        assertTrue(String.valueOf(refusal.getMessage()).contains("contradicts the database"));
    }

    @Test
    void whatAConstraintRefusesNeverReachesTheJournal() {
        try (World world = World.in(folder)) {
            List<String> before = world.journalled();
            assertThrows(RuntimeException.class,
                    () -> world.domain.trail().record(at -> new DirectoryEvent.KeyRegistered(at,
                            Actor.OPERATOR, new PersonName("emil"), world.keyOf("eva"), "ssh-ed25519 x")));
            assertEquals(before, world.journalled());
            assertTrue(world.domain.trail().working());
            world.domain.trail().record(at -> new BrokerEvent.BrokerStopped(at, Actor.SYSTEM));
        }
    }

    @Test
    void aDecisionThatThrowsChangesNothing() {
        try (World world = World.in(folder)) {
            List<String> before = world.journalled();
            assertThrows(IllegalStateException.class, () -> world.domain.trail().commit(_ -> {
                throw new IllegalStateException("no");
            }));
            assertEquals(before, world.journalled());
        }
    }

    @Test
    void afterTheJournalFailedNothingIsCommitted() {
        World world = World.in(folder);
        world.journal.close();
        assertThrows(AuditException.class,
                () -> world.domain.trail().record(at -> new BrokerEvent.BrokerStopped(at, Actor.SYSTEM)));
        assertThrows(AuditException.class, () -> world.domain.requests().request(world.person("eva"),
                World.form("web-1", "deploy", Duration.ofHours(1))));
        assertEquals(false, world.domain.trail().working());
        world.database.close();
    }

    private static void work(World world) {
        world.enrol("web-1", 1);
        RequestOutcome.Filed filed = (RequestOutcome.Filed) world.domain.requests().request(
                world.person("eva"),
                World.form("web-1", "deploy", Duration.ofHours(1)));
        world.domain.requests().approve(world.person("ada"), filed.request().id(), Narrowing.NONE,
                Optional.of("fine"),
                Optional.empty());
        world.domain.requests().request(world.person("emil"),
                World.form("web-1", "app", Duration.ofHours(2)));
    }

    private static String state(World world) {
        return String.join("\n", world.domain.people().all().toString(),
                world.domain.targets().all().toString(),
                world.domain.engagements().all().toString(),
                world.domain.requestViews().mine(world.person("eva")).toString(),
                world.domain.requestViews().mine(world.person("emil")).toString(),
                world.domain.requestViews().grants(world.person("eva")).toString());
    }
}
