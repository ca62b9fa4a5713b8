package io.sallyport.broker.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyDeskTest {
    private static final Optional<String> USER = Optional.of("jane");
    private final World world;

    PolicyDeskTest(@TempDir Path folder) {
        this.world = World.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String inForce() {
        return world.domain.policy().current().hash();
    }

    private String last() {
        return world.journalled().getLast();
    }

    private PolicyDesk desk(boolean secondPerson) throws IOException {
        PolicyDesk desk = world.policies(secondPerson);
        desk.started(Optional.empty());
        return desk;
    }

    @Test
    void theOperatorActivatesWhereNobodyElseIsAsked() throws IOException {
        PolicyDesk desk = desk(false);
        PolicyVersion other = world.version("other-rule");
        assertInstanceOf(PolicyOutcome.Activated.class, desk.want(other, USER));
        assertEquals(other.hash(), inForce());
        assertEquals("policy-activated", last());
        int events = world.journalled().size();
        assertInstanceOf(PolicyOutcome.Unchanged.class, desk.want(other, USER));
        assertEquals(events, world.journalled().size());
        assertEquals(2, desk.activations().size());
    }

    @Test
    void aProposalChangesNothingUntilASecondPersonSaysYes() throws IOException {
        PolicyDesk desk = desk(true);
        String before = inForce();
        PolicyVersion other = world.version("other-rule");
        assertInstanceOf(PolicyOutcome.Proposed.class, desk.want(other, USER));
        assertEquals(before, inForce());
        assertEquals("policy-proposed", last());
        int events = world.journalled().size();
        assertInstanceOf(PolicyOutcome.Proposed.class, desk.want(other, USER));
        assertEquals(events, world.journalled().size());
        assertInstanceOf(PolicyOutcome.Activated.class,
                desk.confirm(world.person("ada"), other.hash().substring(0, PolicyDesk.HASH)));
        assertEquals(other.hash(), inForce());
        assertEquals("person:ada", desk.activations().getLast().by().value());
        assertTrue(desk.proposal().isEmpty());
    }

    @Test
    void onlyApproversOfTheCompanyAreASecondPerson() throws IOException {
        PolicyDesk desk = desk(true);
        String before = inForce();
        PolicyVersion other = world.version("other-rule");
        desk.want(other, USER);
        for (String name : List.of("eva", "ivan", "aud")) {
            String said = refused(desk.confirm(world.person(name), other.hash()));
            assertTrue(said.contains("approver or administrator of the company"), said);
        }
        var ada = world.person("ada");
        world.adopt(World.text().replace("roles: [approver]", "roles: [auditor]"));
        refused(desk.confirm(ada, other.hash()));
        assertEquals(before, inForce());
    }

    @Test
    void aProvidersApproverWouldBeNoSecondPerson() {
        Person emil = new Person(new PersonName("emil"), "Emil", new OrganisationName("acme"), false,
                Set.of(), Set.of(Role.APPROVER, Role.ADMINISTRATOR), true);
        assertFalse(SecondPerson.mayDecide(emil));
        assertFalse(SecondPerson.maySee(emil));
    }

    @Test
    void aVersionWhoseTextCanNotBeKeptIsNotListed() throws IOException {
        PolicyDesk desk = desk(false);
        PolicyVersion other = world.version("other-rule");
        Path inTheWay = Files.createDirectory(world.folder.resolve("kept/" + other.hash() + ".json"));
        Files.writeString(inTheWay.resolve("full"), "");
        assertThrows(IOException.class, () -> desk.want(other, USER));
        assertEquals(inForce(), KeptPolicies.in(world.folder.resolve("kept")).inForce().orElseThrow().hash());
    }

    @Test
    void theVersionThatWasLookedAtIsNamed() throws IOException {
        PolicyDesk desk = desk(true);
        refused(desk.confirm(world.person("ada"), world.version("other-rule").hash()));
        PolicyVersion first = world.version("other-rule");
        PolicyVersion second = world.version("third-rule");
        desk.want(first, USER);
        refused(desk.confirm(world.person("ada"), first.hash().substring(0, PolicyDesk.HASH - 1)));
        desk.want(second, USER);
        refused(desk.confirm(world.person("ada"), first.hash()));
        assertInstanceOf(PolicyOutcome.Activated.class, desk.confirm(world.person("ada"), second.hash()));
        refused(desk.confirm(world.person("ada"), second.hash()));
    }

    @Test
    void whatCanNotBeKeptDoesNotComeIntoForce() throws IOException {
        PolicyDesk desk = desk(false);
        String before = inForce();
        Path kept = world.folder.resolve("kept");
        Files.move(kept, world.folder.resolve("elsewhere"));
        Files.writeString(kept, "not a folder");
        assertThrows(IOException.class,
                () -> desk.want(world.version("other-rule"), USER));
        assertEquals(before, inForce());
        assertEquals(before, desk.current().hash());
    }

    @Test
    void whatTheJournalCanNotTakeIsNotInForce() throws IOException {
        PolicyDesk desk = desk(false);
        String before = inForce();
        world.journal.close();
        assertThrows(RuntimeException.class, () -> desk.want(world.version("other-rule"), USER));
        assertEquals(before, inForce());
        assertEquals(before, desk.current().hash());
    }

    @Test
    void aVersionIsKeptBeforeTheJournalSaysThatItIsInForce() throws IOException {
        PolicyDesk desk = desk(false);
        PolicyVersion other = world.version("other-rule");
        world.journal.close();
        assertThrows(RuntimeException.class, () -> desk.want(other, USER));
        KeptPolicies kept = KeptPolicies.in(world.folder.resolve("kept"));
        assertEquals(other.source(), kept.source(other.hash()));
        assertEquals(other.hash(), kept.inForce().orElseThrow().hash());
    }

    @Test
    void whoWantedItIsInTheJournalAndInTheHistory() throws IOException {
        PolicyDesk desk = desk(true);
        PolicyVersion other = world.version("other-rule");
        desk.want(other, USER);
        assertEquals("jane", world.journalled("policy-proposed").getLast().string("operator_user"));
        desk.confirm(world.person("ada"), other.hash());
        Json.Obj activated = world.journalled("policy-activated").getLast();
        assertEquals("jane", activated.string("operator_user"));
        assertEquals("person:ada", activated.string("actor"));
        assertEquals(USER, KeptPolicies.in(world.folder.resolve("kept")).inForce().orElseThrow()
                .operatorUser());
    }

    @Test
    void whatWaitsOutlivesARestartAndIsConfirmedExactlyAsItWasProposed() throws IOException {
        PolicyVersion other = world.version("other-rule");
        desk(true).want(other, USER);
        Files.delete(world.folder.resolve("policy-other-rule/windows.yaml"));
        List<String> events = world.journalled();
        PolicyDesk again = desk(true);
        assertEquals(events, world.journalled());
        Proposal waiting = again.proposal().orElseThrow();
        assertEquals(other.source(), waiting.version().source());
        assertEquals(USER, waiting.operatorUser());
        assertInstanceOf(PolicyOutcome.Activated.class, again.confirm(world.person("ada"), other.hash()));
        assertEquals(other.hash(), inForce());
        assertTrue(desk(true).proposal().isEmpty());
    }

    @Test
    void whatWaitedAndCanNotBeReadAnyMoreIsDroppedAndTheJournalSaysSo() throws IOException {
        PolicyVersion other = world.version("other-rule");
        desk(true).want(other, USER);
        Path text = world.folder.resolve("kept/" + other.hash() + ".json");
        Files.writeString(text, Files.readString(text).replace("max: 4h", "max: 8h"));
        assertTrue(desk(true).proposal().isEmpty());
        assertEnded("dropped", other);
        assertTrue(desk(true).proposal().isEmpty());
        assertEquals(1, world.journalled("policy-proposal-ended").size());
    }

    @Test
    void whereNoSecondPersonIsAskedAnyMoreNothingWaits() throws IOException {
        PolicyVersion other = world.version("other-rule");
        desk(true).want(other, USER);
        assertTrue(desk(false).proposal().isEmpty());
        assertEnded("dropped", other);
    }

    @Test
    void aNewerProposalTakesThePlaceOfTheOlderOneAndTheJournalSaysSo() throws IOException {
        PolicyDesk desk = desk(true);
        PolicyVersion first = world.version("other-rule");
        PolicyVersion second = world.version("third-rule");
        desk.want(first, USER);
        desk.want(second, USER);
        assertEnded("replaced", first);
        assertEquals("by " + second.hash(),
                world.journalled("policy-proposal-ended").getLast().string("reason"));
        assertEquals(second.hash(), desk(true).proposal().orElseThrow().hash());
        KeptPolicies kept = KeptPolicies.in(world.folder.resolve("kept"));
        assertThrows(IOException.class, () -> kept.source(first.hash()), "its text is of no use any more");
    }

    @Test
    void aSecondPersonMayRefuseAndHasToSayWhy() throws IOException {
        PolicyDesk desk = desk(true);
        String before = inForce();
        PolicyVersion other = world.version("other-rule");
        desk.want(other, USER);
        refused(desk.refuse(world.person("ada"), other.hash(), " "));
        refused(desk.refuse(world.person("aud"), other.hash(), "no"));
        refused(desk.refuse(world.person("ada"), other.hash().substring(0, PolicyDesk.HASH - 1), "no"));
        assertTrue(desk.proposal().isPresent());
        assertInstanceOf(PolicyOutcome.Ended.class,
                desk.refuse(world.person("ada"), other.hash(), "not during the freeze"));
        assertEnded("refused", other);
        Json.Obj ended = world.journalled("policy-proposal-ended").getLast();
        assertEquals("person:ada", ended.string("actor"));
        assertEquals("not during the freeze", ended.string("reason"));
        refused(desk.confirm(world.person("ada"), other.hash()));
        assertTrue(desk(true).proposal().isEmpty(), "not after a restart either");
        assertEquals(before, inForce());
    }

    @Test
    void theOperatorMayTakeItBack() throws IOException {
        PolicyDesk desk = desk(true);
        refused(desk.withdraw("why", USER));
        PolicyVersion other = world.version("other-rule");
        desk.want(other, USER);
        refused(desk.withdraw("", USER));
        assertInstanceOf(PolicyOutcome.Ended.class, desk.withdraw("the window was wrong", USER));
        assertEnded("withdrawn", other);
        assertEquals("jane", world.journalled("policy-proposal-ended").getLast().string("operator_user"));
        assertTrue(desk(true).proposal().isEmpty());
    }

    @Test
    void whoBecameASecondPersonAfterTheProposalIsNone() throws IOException {
        PolicyDesk desk = desk(true);
        PolicyVersion other = world.version("other-rule");
        desk.want(other, USER);
        world.adopt(World.text().replace("groups: [ops-owners], roles: [engineer]",
                "groups: [ops-owners], roles: [engineer, approver]"));
        String said = refused(desk.confirm(world.person("ivan"), other.hash()));
        assertTrue(said.contains("after the policy was proposed"), said);
        desk.withdraw("so that Ivan may look at it", USER);
        desk.want(other, USER);
        assertInstanceOf(PolicyOutcome.Activated.class, desk.confirm(world.person("ivan"), other.hash()));
    }

    @Test
    void aFolderThatCanNotBeUsedIsJournalledOnceForEachContent() throws IOException {
        PolicyDesk desk = desk(false);
        Reading.Bad one = new Reading.Bad(List.of("rules/a.yaml:1:1: error"), Optional.of("a".repeat(64)));
        Reading.Bad two = new Reading.Bad(one.problems(), Optional.of("b".repeat(64)));
        desk.folder(one, USER);
        desk.folder(one, USER);
        assertEquals(1, world.journalled("policy-folder-refused").size());
        desk.folder(two, USER);
        Json.Obj event = world.journalled("policy-folder-refused").getLast();
        assertEquals(2, world.journalled("policy-folder-refused").size());
        assertEquals("b".repeat(64), event.string("refused_hash"));
        assertEquals(inForce(), event.string("hash"));
        assertEquals("operator", event.string("actor"));
        assertEquals("jane", event.string("operator_user"));
        assertEquals(two.problems(), event.strings("problems"));
        desk.folder(new Reading.Good(desk.current(), List.of()), USER);
        assertEquals(List.of(), desk.problems());
        desk.folder(two, USER);
        assertEquals(3, world.journalled("policy-folder-refused").size());
    }

    private void assertEnded(String how, PolicyVersion version) {
        Json.Obj ended = world.journalled("policy-proposal-ended").getLast();
        assertEquals(how, ended.string("how"));
        assertEquals(version.hash(), ended.string("hash"));
    }

    private static String refused(PolicyOutcome outcome) {
        return assertInstanceOf(PolicyOutcome.Refused.class, outcome).text();
    }
}
