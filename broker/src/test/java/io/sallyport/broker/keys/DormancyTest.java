package io.sallyport.broker.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.store.SqlKeys;
import io.sallyport.policies.id.PersonName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is not seen is warned of, then held, then released by an administrator. */
class DormancyTest {
    private static final PersonName EVA = new PersonName("eva");
    private final World world;
    private final Dormancy dormancy;
    private final KeyUse use;

    DormancyTest(@TempDir Path folder) {
        this.world = World.in(folder);
        var _ = world.adopt(World.text().replace("engagements:\n",
                "  - { name: ines, organisation: example, roles: [administrator], keys: [\"" + World.key(8)
                        + "\"] }\nengagements:\n"));
        this.dormancy = new Dormancy(world.domain.trail(), world.domain.people(), new SqlKeys(world.database),
                Duration.ofDays(90), world.clock);
        this.use = new KeyUse(world.domain.trail(), world.domain.people(), world.clock, Runnable::run);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void days(long days) {
        world.clock.advance(Duration.ofDays(days));
    }

    private void comes(String who) {
        use.proven(new PersonName(who), world.keyOf(who));
    }

    @Test
    void whoDoesNotComeIsWarnedFourteenDaysBeforeAndHeldAfterNinety() {
        days(75);
        comes("ines");
        assertEquals(0, dormancy.check());
        assertEquals(List.of(), dormancy.soon());
        days(1);
        assertEquals(0, dormancy.check());
        assertEquals(7, dormancy.soon().size());
        comes("emil");
        days(13);
        assertEquals(0, dormancy.check());
        assertEquals(7, world.journalled("dormancy-warned").size());
        days(1);
        assertEquals(6, dormancy.check());
        assertFalse(world.person("eva").enabled());
        assertTrue(world.domain.people().byKey(world.keyOf("eva")).isEmpty());
        assertTrue(world.person("emil").enabled());
        assertTrue(world.person("ines").enabled());
        assertEquals(0, dormancy.check());
    }

    @Test
    void nobodyIsHeldWithoutANoticeHoweverLongAgoTheyCame() {
        days(400);
        assertEquals(0, dormancy.check());
        assertTrue(world.person("eva").enabled());
        days(13);
        assertEquals(0, dormancy.check());
        comes("eva");
        days(1);
        dormancy.check();
        assertTrue(world.person("eva").enabled());
        assertFalse(world.person("emil").enabled());
    }

    @Test
    void anAdministratorReleasesAndTheTimeBeginsAnew() {
        days(76);
        comes("ines");
        dormancy.check();
        days(14);
        dormancy.check();
        assertTrue(world.domain.people().holdsOf(EVA).contains(Hold.DORMANT));
        assertInstanceOf(Dormancy.Release.Refused.class,
                dormancy.release(world.person("ada"), EVA, "back from leave"));
        assertInstanceOf(Dormancy.Release.Refused.class,
                dormancy.release(world.person("ines"), EVA, " "));
        assertInstanceOf(Dormancy.Release.Done.class,
                dormancy.release(world.person("ines"), EVA, "back from leave"));
        assertTrue(world.person("eva").enabled());
        days(1);
        assertEquals(0, dormancy.check());
        assertTrue(world.person("eva").enabled());
    }
}
