package io.sallyport.broker.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.store.EmptyDatabase;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryDeskTest {
    private final World world;

    DirectoryDeskTest(@TempDir Path folder) {
        this.world = World.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Person account(String name, String organisation, String subject, Role... roles) {
        return new Person(new PersonName(name), name, new OrganisationName(organisation), false,
                Set.of(new GroupName("acme/ops")), Set.of(roles), true, Optional.empty(),
                Optional.of(name + "@acme.example"), Origin.KEYCLOAK, Optional.of(subject));
    }

    private static RegisteredKey key(String person, int number) {
        return key(person, number, Optional.empty());
    }

    private static RegisteredKey key(String person, int number, Optional<Instant> expires) {
        return new RegisteredKey(new PersonName(person), fingerprint(number), World.key(number),
                Origin.KEYCLOAK, Instant.EPOCH, expires, Optional.empty());
    }

    private static KeyFingerprint fingerprint(int number) {
        try {
            return new KeyFingerprint(SshPublicKey.parseLine(World.key(number)).fingerprint());
        } catch (SshFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private DirectoryDesk.Adopted sync(List<Person> people, RegisteredKey... keys) {
        return world.domain.directory().adoptAccounts(people, List.of(keys), Origin.KEYCLOAK);
    }

    private Optional<Person> named(String name) {
        return world.domain.people().byName(new PersonName(name));
    }

    @Test
    void accountsLiveBesideTheFileAndEachKeepsToItsOwn() {
        assertEquals(3, sync(List.of(account("kim", "acme", "s-1", Role.ENGINEER),
                account("lea", "acme", "s-2", Role.ENGINEER)), key("kim", 20)).changes());
        assertEquals(Origin.KEYCLOAK, named("kim").orElseThrow().origin());
        assertEquals("kim", world.domain.people().byKey(fingerprint(20)).orElseThrow().name().value());
        assertEquals("lea", world.domain.people().bySubject("s-2").orElseThrow().name().value());
        assertEquals(0, world.adopt(World.text()), "the file does not name them, and leaves them");
        assertEquals(1,
                sync(List.of(account("kim", "acme", "s-1", Role.ENGINEER)), key("kim", 20)).changes());
        assertTrue(named("lea").isEmpty());
        assertTrue(named("eva").isPresent(), "what the file declares stays");
    }

    @Test
    void whoIsDeclaredInTheFileIsNotTakenOverByAnAccountOfThatName() {
        DirectoryDesk.Adopted adopted = sync(List.of(account("ada", "acme", "s-1", Role.ENGINEER)),
                key("ada", 20));
        assertEquals(0, adopted.changes());
        assertEquals(List.of("'ada' is declared elsewhere already, and stays as declared there"),
                adopted.clashes());
        assertTrue(world.domain.people().byKey(fingerprint(20)).isEmpty());
        assertTrue(world.domain.people().bySubject("s-1").isEmpty());
    }

    @Test
    void theFileTakesOverWhomItNames() {
        sync(List.of(account("kim", "acme", "s-1", Role.ENGINEER), account("lea", "acme", "s-2")),
                key("kim", 20));
        world.adopt(World.text().replace("engagements:",
                "  - { name: kim, organisation: acme, roles: [engineer] }\n"
                        + "  - { name: leonie, organisation: acme, subject: s-2 }\nengagements:"));
        assertEquals(Origin.FILE, named("kim").orElseThrow().origin());
        assertTrue(world.domain.people().byKey(fingerprint(20)).isPresent(), "the key is still theirs");
        assertTrue(named("lea").isEmpty(), "one account, one person");
        assertEquals("leonie", world.domain.people().bySubject("s-2").orElseThrow().name().value());
        assertEquals(List.of("'kim' is declared elsewhere already, and stays as declared there",
                "the account of 'lea' is linked to 'leonie' already"),
                sync(List.of(account("kim", "acme", "s-1"), account("lea", "acme", "s-2"))).clashes());
    }

    @Test
    void twoPeopleOfTheFileMaySwapAccounts() {
        String one = World.text().replace("name: eva,", "name: eva, subject: s-1,").replace("name: emil,",
                "name: emil, subject: s-2,");
        world.adopt(one);
        world.adopt(one.replace("s-1", "s-3").replace("s-2", "s-1").replace("s-3", "s-2"));
        assertEquals("emil", world.domain.people().bySubject("s-1").orElseThrow().name().value());
        assertEquals("eva", world.domain.people().bySubject("s-2").orElseThrow().name().value());
    }

    @Test
    void aKeyOfSomebodyElseIsNotTaken() {
        DirectoryDesk.Adopted adopted = sync(
                List.of(account("kim", "acme", "s-1"), account("lea", "acme", "s-2")), key("kim", 1),
                key("kim", 20), key("lea", 20));
        assertEquals(3, adopted.changes());
        assertEquals(2, adopted.clashes().size(), adopted.clashes().toString());
        assertEquals("eva", world.domain.people().byKey(fingerprint(1)).orElseThrow().name().value());
        assertEquals("kim", world.domain.people().byKey(fingerprint(20)).orElseThrow().name().value());
        world.adopt(World.text().replace(World.key(2), World.key(20)));
        assertEquals("kim", world.domain.people().byKey(fingerprint(20)).orElseThrow().name().value(),
                "nor does the file take it");
    }

    @Test
    void nobodyOfAProviderBecomesApproverOrAdministratorByAnAccount() {
        assertEquals(1, sync(
                List.of(account("kim", "acme", "s-1", Role.ADMINISTRATOR, Role.APPROVER, Role.ENGINEER)))
                .clashes().size());
        assertEquals(Set.of(Role.ENGINEER), named("kim").orElseThrow().roles());
        assertEquals(List.of("'mia' is of 'nobody', which is no organisation here"),
                sync(List.of(account("mia", "nobody", "s-3"))).clashes());
        assertTrue(named("mia").isEmpty());
    }

    @Test
    void accountsGoWithTheirOrganisation() {
        sync(List.of(account("kim", "acme", "s-1")), key("kim", 20));
        String without = World.text().lines()
                .filter(line -> !line.contains("acme") && !line.contains("engagements"))
                .collect(java.util.stream.Collectors.joining("\n"));
        world.adopt(without);
        assertTrue(named("kim").isEmpty());
        assertTrue(world.domain.people().key(fingerprint(20)).isEmpty());
    }

    @Test
    void aKeyThatHasEndedIsNobodys() {
        Instant end = world.clock.instant().plusSeconds(60);
        sync(List.of(account("kim", "acme", "s-1")), key("kim", 20, Optional.of(end)));
        assertTrue(world.domain.people().byKey(fingerprint(20)).isPresent());
        world.clock.advance(java.time.Duration.ofSeconds(60));
        assertTrue(world.domain.people().byKey(fingerprint(20)).isEmpty());
        assertEquals(Optional.of(end),
                world.domain.people().key(fingerprint(20)).orElseThrow().expires());
    }

    private void hold(String name, Hold hold) {
        world.domain.trail().record(at -> new DirectoryEvent.PersonHeld(at, Actor.OPERATOR,
                new PersonName(name), hold.code(), "test"));
    }

    private void release(String name, Hold hold) {
        world.domain.trail().record(at -> new DirectoryEvent.PersonReleased(at, Actor.OPERATOR,
                new PersonName(name), hold.code(), "test"));
    }

    @Test
    void whoIsHeldIsNotEnabledWhateverTheFileSays() {
        hold("eva", Hold.DORMANT);
        hold("eva", Hold.SUSPENDED);
        assertFalse(named("eva").orElseThrow().enabled());
        assertTrue(world.domain.people().byKey(fingerprint(1)).isEmpty());
        assertEquals(0, world.adopt(World.text()), "reading the file again changes nothing");
        release("eva", Hold.DORMANT);
        assertEquals(Set.of(Hold.SUSPENDED), world.domain.people().holdsOf(new PersonName("eva")));
        assertFalse(named("eva").orElseThrow().enabled());
        release("eva", Hold.SUSPENDED);
        assertTrue(named("eva").orElseThrow().enabled());
    }

    @Test
    void aHoldOutlivesLeavingTheDirectoryAndComingBack() {
        hold("emil", Hold.DEPARTED);
        String emil = World.text().lines().filter(line -> line.contains("name: emil")).findFirst()
                .orElseThrow();
        world.adopt(World.text().replace(emil + "\n", ""));
        assertTrue(named("emil").isEmpty());
        world.adopt(World.text());
        assertFalse(named("emil").orElseThrow().enabled());
    }

    @Test
    void whoComesBackHoldsGroupsAndRolesAnew() {
        PersonName ada = new PersonName("ada");
        long before = world.domain.trail().size();
        assertTrue(world.domain.people().heldBefore(ada, before).orElseThrow().is(Role.APPROVER));
        hold("ada", Hold.SUSPENDED);
        release("ada", Hold.SUSPENDED);
        assertFalse(world.domain.people().heldBefore(ada, before).orElseThrow().is(Role.APPROVER));
    }

    @Test
    void theJournalAloneKnowsAllOfIt() {
        sync(List.of(account("kim", "acme", "s-1", Role.ENGINEER)), key("kim", 20));
        hold("kim", Hold.ROSTER);
        world.domain.trail().record(at -> new DirectoryEvent.KeyUsed(at, Actor.of(new PersonName("kim")),
                new PersonName("kim"), fingerprint(20)));
        Person kim = named("kim").orElseThrow();
        RegisteredKey used = world.domain.people().key(fingerprint(20)).orElseThrow();
        assertEquals(Optional.of(world.clock.instant().truncatedTo(java.time.temporal.ChronoUnit.DAYS)),
                used.lastUsed());
        world.close();
        try (World rebuilt = new World(world.folder, EmptyDatabase.open(), false)) {
            assertEquals(kim, rebuilt.domain.people().byName(kim.name()).orElseThrow());
            assertEquals(used, rebuilt.domain.people().key(fingerprint(20)).orElseThrow());
            assertEquals(Set.of(Hold.ROSTER), rebuilt.domain.people().holdsOf(kim.name()));
        }
    }
}
