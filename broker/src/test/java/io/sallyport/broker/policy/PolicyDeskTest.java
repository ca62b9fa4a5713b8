package io.sallyport.broker.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyDeskTest {
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
        desk.started(List.of());
        return desk;
    }

    @Test
    void theOperatorActivatesWhereNobodyElseIsAsked() throws IOException {
        PolicyDesk desk = desk(false);
        PolicyVersion other = world.version("other-rule");
        assertInstanceOf(PolicyOutcome.Activated.class, desk.want(other));
        assertEquals(other.hash(), inForce());
        assertEquals("policy-activated", last());
        int events = world.journalled().size();
        assertInstanceOf(PolicyOutcome.Unchanged.class, desk.want(other));
        assertEquals(events, world.journalled().size());
        assertEquals(2, desk.activations().size());
    }

    @Test
    void aProposalChangesNothingUntilASecondPersonSaysYes() throws IOException {
        PolicyDesk desk = desk(true);
        String before = inForce();
        PolicyVersion other = world.version("other-rule");
        assertInstanceOf(PolicyOutcome.Proposed.class, desk.want(other));
        assertEquals(before, inForce());
        assertEquals("policy-proposed", last());
        int events = world.journalled().size();
        assertInstanceOf(PolicyOutcome.Proposed.class, desk.want(other));
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
        desk.want(other);
        for (String name : List.of("eva", "ivan", "aud")) {
            refused(desk.confirm(world.person(name), other.hash()));
        }
        var ada = world.person("ada");
        world.adopt(World.text().replace("roles: [approver]", "roles: [auditor]"));
        refused(desk.confirm(ada, other.hash()));
        assertEquals(before, inForce());
    }

    @Test
    void theVersionThatWasLookedAtIsNamed() throws IOException {
        PolicyDesk desk = desk(true);
        refused(desk.confirm(world.person("ada"), world.version("other-rule").hash()));
        PolicyVersion first = world.version("other-rule");
        PolicyVersion second = world.version("third-rule");
        desk.want(first);
        refused(desk.confirm(world.person("ada"), first.hash().substring(0, PolicyDesk.HASH - 1)));
        desk.want(second);
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
        org.junit.jupiter.api.Assertions.assertThrows(IOException.class,
                () -> desk.want(world.version("other-rule")));
        assertEquals(before, inForce());
        assertEquals(before, desk.current().hash());
    }

    private static void refused(PolicyOutcome outcome) {
        assertInstanceOf(PolicyOutcome.Refused.class, outcome);
    }
}
