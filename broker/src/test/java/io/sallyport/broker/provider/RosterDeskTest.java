package io.sallyport.broker.provider;

import static io.sallyport.broker.provider.ProviderWorld.ACME;
import static io.sallyport.broker.provider.ProviderWorld.GLOBEX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterDeskTest {
    private final ProviderWorld world;
    private final Instant begun;

    RosterDeskTest(@TempDir Path folder) {
        this.world = new ProviderWorld(folder);
        this.begun = world.world.clock.instant();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private RosterDesk.Outcome confirm(String by, OrganisationName of, String... names) {
        Set<PersonName> staying = Arrays.stream(names).map(PersonName::new).collect(Collectors.toSet());
        return world.rosters.confirm(world.person(by), of, staying, Optional.empty());
    }

    private Set<Hold> holds(String name) {
        return world.world.domain.people().holdsOf(new PersonName(name));
    }

    @Test
    void whoeverIsNotConfirmedInTimeIsHeldButNotTheManagers() {
        assertEquals(Optional.of(begun.plus(Duration.ofDays(30))), world.rosters.due(ACME));
        world.world.clock.advance(Duration.ofDays(30).minusSeconds(1));
        assertEquals(0, world.rosters.lapse());
        world.world.clock.advance(Duration.ofSeconds(1));
        assertEquals(2, world.rosters.lapse());
        assertEquals(0, world.rosters.lapse(), "once");
        assertFalse(world.person("eva").enabled());
        assertFalse(world.person("emil").enabled());
        assertTrue(world.person("mona").enabled());
        assertTrue(world.person("gary").enabled(), "another provider has nothing to do with it");
    }

    @Test
    void whoIsConfirmedStaysAndWhoIsLeftOutIsHeld() {
        RosterDesk.Outcome.Confirmed confirmed = assertInstanceOf(RosterDesk.Outcome.Confirmed.class,
                confirm("mona", ACME, "eva"));
        assertEquals(List.of(new PersonName("emil")), confirmed.held());
        assertEquals(Set.of(Hold.ROSTER), holds("emil"));
        assertTrue(world.person("eva").enabled());
        world.world.clock.advance(Duration.ofDays(1));
        RosterDesk.Outcome.Confirmed back = assertInstanceOf(RosterDesk.Outcome.Confirmed.class,
                confirm("ada", ACME, "eva", "emil"));
        assertEquals(List.of(new PersonName("emil")), back.released());
        assertTrue(world.person("emil").enabled());
        assertEquals(Optional.of(begun.plus(Duration.ofDays(31))), world.rosters.due(ACME));
    }

    @Test
    void whoLapsedAndIsNotNamedStaysHeld() {
        world.world.clock.advance(Duration.ofDays(30));
        assertEquals(2, world.rosters.lapse());
        RosterDesk.Outcome.Confirmed confirmed = assertInstanceOf(RosterDesk.Outcome.Confirmed.class,
                confirm("mona", ACME, "eva"));
        assertEquals(List.of(new PersonName("eva")), confirmed.released());
        assertEquals(List.of(), confirmed.held());
        assertEquals(Set.of(Hold.ROSTER), holds("emil"));
        assertFalse(world.person("emil").enabled());
    }

    @Test
    void aManagerWhoIsDisabledConfirmsNothingAndSeesNobody() {
        Person mona = world.person("mona");
        world.world.adopt(ProviderWorld.text().replace("name: mona,", "name: mona, enabled: false,"));
        assertInstanceOf(RosterDesk.Outcome.Refused.class,
                world.rosters.confirm(mona, ACME, Set.of(new PersonName("eva")), Optional.empty()));
        assertEquals(List.of(), world.rosters.roster(mona, ACME));
    }

    @Test
    void confirmingLiftsNoOtherHold() {
        world.world.domain.trail().record(at -> new io.sallyport.broker.audit.DirectoryEvent.PersonHeld(at,
                io.sallyport.broker.audit.Actor.OPERATOR, new PersonName("eva"), "departed", "left"));
        confirm("mona", ACME, "eva", "emil");
        assertEquals(Set.of(Hold.DEPARTED), holds("eva"));
        assertFalse(world.person("eva").enabled());
    }

    @Test
    void onlyItsManagersItsSponsorAndAdministratorsConfirm() {
        for (String by : List.of("gary", "eva", "otto", "aud")) {
            assertInstanceOf(RosterDesk.Outcome.Refused.class, confirm(by, ACME, "eva"), by);
        }
        assertInstanceOf(RosterDesk.Outcome.Refused.class, confirm("mona", ACME, "gary"), "not theirs");
        assertInstanceOf(RosterDesk.Outcome.Refused.class, confirm("mona", GLOBEX, "gary"));
        assertInstanceOf(RosterDesk.Outcome.Confirmed.class, confirm("adam", ACME, "eva"));
        assertEquals(List.of(), world.rosters.roster(world.person("gary"), ACME));
        assertEquals(List.of("emil", "eva", "mona"), world.rosters.roster(world.person("aud"), ACME).stream()
                .map(person -> person.name().value()).toList());
    }

    @Test
    void aProviderThatIsNotAskedNeverLapses() {
        assertEquals(Optional.empty(), world.rosters.due(GLOBEX));
        world.world.clock.advance(Duration.ofDays(3650));
        world.rosters.lapse();
        assertEquals(Set.of(), holds("gary"));
    }

    @Test
    void theTimeToConfirmBeginsWhenItIsFirstAskedFor() {
        world.world.adopt(ProviderWorld.text().replace(", roster: 30d", ""));
        world.world.clock.advance(Duration.ofDays(100));
        world.world.adopt(ProviderWorld.text());
        assertEquals(Optional.of(world.world.clock.instant().plus(Duration.ofDays(30))),
                world.rosters.due(ACME));
    }
}
