package io.sallyport.broker.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.KeyEvent;
import io.sallyport.broker.keys.KeyForm;
import io.sallyport.broker.keys.KeyOutcome;
import io.sallyport.broker.provider.InvitationForm;
import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of what waits: whoever can do something about it, and nobody of another provider. */
class WaitingViewsTest {
    private static final OrganisationName ACME = new OrganisationName("acme");

    private final World world;
    private final WaitingViews views;

    WaitingViewsTest(@TempDir Path folder) {
        this.world = World.in(folder);
        // ada sponsors acme, mona manages it, gary manages another provider, adam administers.
        world.adopt(directory());
        this.views = new WaitingViews(world.domain.keys(), world.domain.departures().views(),
                world.domain.providers(), world.domain.services(), world.clock);
    }

    private static String directory() {
        return World.text()
                .replace("kind: provider, title: Acme Managed Services }",
                        "kind: provider, sponsor: ada, mail_domains: [acme.example], roster: 30d }\n"
                                + "  - { name: globex, kind: provider }")
                .replace("engagements:\n",
                        "  - { name: mona, organisation: acme, roles: [manager], keys: [\"" + World.key(30)
                                + "\"] }\n  - { name: gary, organisation: globex, roles: [manager], keys: [\""
                                + World.key(31) + "\"] }\n"
                                + "  - { name: adam, organisation: example, roles: [administrator], keys: [\""
                                + World.key(32) + "\"] }\nengagements:\n");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> of(String who) {
        return views.of(world.person(who)).stream().map(Waiting::kind).toList();
    }

    @Test
    void aKeyWaitsForWhoeverMayDecideAndNotForItsOwner() {
        assertInstanceOf(KeyOutcome.Waits.class, world.domain.keys().desk().add(world.person("otto"),
                new KeyForm(World.key(40), Optional.empty(), Mfa.OTP)));
        assertEquals(List.of("key"), of("ada"));
        assertEquals(List.of("key"), of("adam"));
        for (String nobody : List.of("otto", "eva", "mona", "gary", "ivan", "aud")) {
            assertEquals(List.of(), of(nobody), nobody);
        }
        Waiting waiting = views.of(world.person("ada")).getFirst();
        assertTrue(waiting.text().startsWith("a key of otto waits for a yes (SHA256:"), waiting.text());
        assertTrue(waiting.command().orElseThrow().startsWith("ssh gw keys approve k-"));
    }

    @Test
    void anInvitationThatIsAskedForWaitsForTheSponsorAndTheAdministrators() {
        assertInstanceOf(InvitationOutcome.Done.class, world.domain.providers().invitations().invite(
                world.person("mona"), new InvitationForm(ACME, "nina@acme.example", "Nina", Set.of())));
        assertEquals(List.of("invitation"), of("ada"));
        assertEquals(List.of("invitation"), of("adam"));
        for (String nobody : List.of("mona", "gary", "otto", "eva")) {
            assertEquals(List.of(), of(nobody), nobody);
        }
    }

    @Test
    void aRosterIsToldFourteenDaysAheadToThoseOfThatProviderAlone() {
        world.clock.advance(Duration.ofDays(16).minusSeconds(1));
        assertEquals(List.of(), of("mona"));
        world.clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of("roster"), of("mona"));
        assertEquals(List.of("roster"), of("ada"));
        assertEquals(List.of(), of("gary"));
        assertEquals(List.of(), of("eva"));
        world.clock.advance(Duration.ofDays(14).minusSeconds(1));
        assertTrue(views.of(world.person("mona")).getFirst().text().contains("have to be confirmed by"));
        world.clock.advance(Duration.ofSeconds(1));
        assertTrue(views.of(world.person("mona")).getFirst().text().contains("were not confirmed by"));
    }

    @Test
    void whoIsHeldSoonIsToldToThoseWhoAnswerForThem() {
        world.clock.advance(Duration.ofDays(76));
        assertEquals(0, world.domain.keys().dormancy().check());
        long people = views.of(world.person("adam")).stream().filter(Waiting.HeldSoon.class::isInstance)
                .count();
        assertEquals(10, people, "an administrator answers for everybody");
        assertEquals(Set.of("eva", "emil", "mona"), views.of(world.person("ada")).stream()
                .filter(Waiting.HeldSoon.class::isInstance)
                .map(each -> ((Waiting.HeldSoon) each).who().person().value())
                .collect(java.util.stream.Collectors.toSet()), "a sponsor for their provider's people");
        assertTrue(!of("mona").contains("dormant") && !of("otto").contains("dormant"));
    }

    @Test
    void aServiceAccountSpeaksToWhoeverAnswersForIt() {
        String robot = "  - { name: robot, kind: service, owner: mona, until: 2026-03-20, networks: [203.0.113.0/24],"
                + " organisation: acme, roles: [engineer] }\n";
        world.adopt(directory().replace("engagements:\n", robot + "engagements:\n"));
        Duration left = Duration.between(world.clock.instant(), Instant.parse("2026-03-21T00:00:00Z"));
        world.clock.advance(left.minusDays(14).minusSeconds(1));
        assertFalse(of("mona").contains("service-ends"));
        world.clock.advance(Duration.ofSeconds(1));
        assertTrue(of("mona").contains("service-ends"));
        assertTrue(of("adam").contains("service-ends"));
        world.domain.trail().record(at -> new KeyEvent.KeyElsewhere(at,
                Actor.SYSTEM, new PersonName("robot"), world.keyOf("eva"),
                "198.51.100.7"));
        assertTrue(of("mona").contains("key-elsewhere"));
        world.adopt(
                directory().replace("engagements:\n", robot.replace("mona", "nobody") + "engagements:\n"));
        assertFalse(of("mona").contains("key-elsewhere"), "not hers any more");
        assertTrue(of("adam").contains("service-unowned"));
        for (String nobody : List.of("gary", "eva", "otto", "aud", "robot")) {
            assertTrue(
                    of(nobody).stream()
                            .noneMatch(kind -> kind.startsWith("service") || kind.startsWith("key-")),
                    nobody);
        }
    }
}
