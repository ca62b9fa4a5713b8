package io.sallyport.broker.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.FeedWatch;
import io.sallyport.broker.departure.Kind;
import io.sallyport.broker.departure.Orderer;
import io.sallyport.broker.identity.Hold;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account for automation is somebody's, and has an end. */
class StewardshipTest {
    private static final PersonName ROBOT = new PersonName("robot");
    private final RobotWorld robots;

    StewardshipTest(@TempDir Path folder) {
        this.robots = new RobotWorld(folder);
    }

    @AfterEach
    void close() {
        robots.close();
    }

    private Set<Hold> holds() {
        return robots.world.domain.people().holdsOf(ROBOT);
    }

    private int check() {
        return robots.services().stewardship().check();
    }

    @Test
    void oneThatIsLookedAfterIsNotTouched() {
        assertEquals(0, check());
        assertTrue(robots.active("robot"));
    }

    @Test
    void itIsHeldWhileItsOwnerIsNotActiveAndLetGoWhenAnotherOneIsNamed() {
        robots.adopt(RobotWorld.directory().replace("roles: [manager]", "roles: [manager], enabled: false"));
        assertEquals(1, check());
        assertEquals(Set.of(Hold.OWNER), holds());
        assertFalse(robots.active("robot"));
        assertEquals(0, check(), "said once");
        robots.adopt(RobotWorld.directory().replace("roles: [manager]", "roles: [manager], enabled: false")
                .replace("owner: mona", "owner: ines"));
        assertEquals(1, check());
        assertTrue(robots.active("robot"));
    }

    @Test
    void anOwnerWhoLeavesLeavesItHeld() {
        assertTrue(robots.world.domain.departures().desk()
                .preview(Orderer.of(robots.world.person("ines")), Kind.PERSON, "mona",
                        robots.world.clock.instant())
                .toString()
                .contains("The service account robot is left without an owner"));
        robots.world.domain.departures().desk().order(Orderer.of(robots.world.person("ines")), Kind.PERSON,
                "mona", "left Acme");
        check();
        assertEquals(Set.of(Hold.OWNER), holds());
    }

    @Test
    void whoeverTheFileDoesNotKnowAnswersForNothing() {
        robots.adopt(RobotWorld.directory().replace("owner: mona", "owner: nobody"));
        check();
        assertEquals(Set.of(Hold.OWNER), holds());
    }

    @Test
    void somebodyOfTheCompanyMayAnswerForItAndNobodyOfAnotherProvider() {
        robots.adopt(RobotWorld.directory().replace("owner: mona", "owner: ada"));
        assertEquals(0, check());
        // The file itself refuses such an owner: here the owner changes company under the account.
        robots.adopt(RobotWorld.directory());
        robots.world.domain.trail().record(at -> new DirectoryEvent.OrganisationAdded(at, Actor.OPERATOR,
                new OrganisationName("globex"), false, "Globex", Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty()));
        robots.world.domain.trail().record(at -> new DirectoryEvent.PersonChanged(at, Actor.OPERATOR,
                new PersonName("mona"), "Mona", new OrganisationName("globex"), List.of(), List.of("manager"),
                true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertEquals(1, check());
        assertEquals(Set.of(Hold.OWNER), holds());
    }

    @Test
    void atItsEndNothingOfItIsGoodAndThenItIsHeld() {
        // The last day counts in full.
        Instant end = Instant.parse("2026-03-21T00:00:00Z");
        robots.world.clock.advance(Duration.between(robots.world.clock.instant(), end).minusSeconds(1));
        assertTrue(robots.active("robot"));
        assertTrue(robots.world.domain.people().byKey(robots.world.keyOf("robot")).isPresent());
        robots.world.clock.advance(Duration.ofSeconds(1));
        assertFalse(robots.active("robot"), "before anybody has looked");
        assertTrue(robots.world.domain.people().byKey(robots.world.keyOf("robot")).isEmpty());
        assertEquals(1, check());
        assertEquals(Set.of(Hold.ENDED), holds());
        robots.adopt(RobotWorld.directory("2026-12-31"));
        assertEquals(1, check());
        assertTrue(robots.active("robot"));
    }

    @Test
    void aChangeOfTheDirectoryIsSeenByItself() throws Exception {
        Feed feed = robots.world.domain.trail().feed();
        try (Feed.Subscription seen = feed.subscribe(100);
                FeedWatch _ = robots.services().stewardship().watch(feed)) {
            robots.adopt(RobotWorld.directory().replace("roles: [manager]",
                    "roles: [manager], enabled: false"));
            assertEquals("PersonChanged",
                    seen.next(Duration.ofSeconds(10)).orElseThrow().event().getClass().getSimpleName());
            assertEquals("PersonHeld",
                    seen.next(Duration.ofSeconds(10)).orElseThrow().event().getClass().getSimpleName());
        }
    }
}
