package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private final World world;
    private final Path directory;
    private final Path policy;
    private final AdminOrders orders;
    private final PolicyDesk policies;

    ReloadTest(@TempDir Path folder) throws IOException {
        this.world = World.in(folder);
        World.policy(folder, "other-rule");
        this.policy = Files.move(folder.resolve("policy-other-rule"), folder.resolve("policy"));
        this.directory = Files.writeString(folder.resolve("directory.yaml"), World.text());
        BrokerConfig config = assertInstanceOf(BrokerConfig.Parsed.Valid.class,
                BrokerConfig.parse(folder.resolve("broker.yaml"), BrokerConfigTest.GOOD)).config();
        this.policies = world.policies(false);
        policies.started(Optional.empty());
        this.orders = new AdminOrders(config, world.domain, world.tunnels, world.authority, policies,
                world.clock);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Json.Obj order(String order) {
        return orders.answer(Json.object().put("order", order).build(), Optional.of("jane"));
    }

    private String text(Json.Obj answer) {
        return String.join("\n", answer.strings("lines"));
    }

    @Test
    void bothGoodFilesComeIntoForceAndASecondTimeNothingChanges() throws IOException {
        Files.writeString(directory, World.text().replace("Eva Engineer", "Eva Earnest"));
        Json.Obj answer = order("reload");
        assertTrue(answer.bool("ok"), text(answer));
        assertEquals("Eva Earnest", world.person("eva").fullName());
        assertTrue(text(answer).contains("policy: activated " + world.domain.policy().current().hash()));
        List<String> before = world.journalled();
        assertTrue(order("reload").bool("ok"));
        assertEquals(before, world.journalled());
    }

    /** Whoever left the file may sign in again if somebody else gets their name there. */
    @Test
    void whoeverIsNewUnderANameThatHasFactorsIsNamed() throws IOException {
        Set<PersonName> known = Set.of(new PersonName("olga"), new PersonName("eva"));
        world.domain.accounts().use(new KeptFactors(known));
        String olga = "  - { name: olga, organisation: acme, keys: [\"%s\"] }\n".formatted(World.key(60));
        String omar = "  - { name: omar, organisation: acme, keys: [\"%s\"] }\n".formatted(World.key(61));
        Files.writeString(directory, World.text().replace("engagements:", olga + omar + "engagements:"));
        String said = text(order("reload"));
        assertTrue(
                said.contains("warning: olga is new in the directory, and there are factors under that name"),
                said);
        assertTrue(said.contains("sallyport broker account-open olga --reset"), said);
        assertFalse(said.contains("omar") || said.contains("eva is new"), said);
        assertFalse(text(order("reload")).contains("olga"), "once");
    }

    @Test
    void aBrokenDirectoryLeavesTheOldOneAndTheOldPolicy() throws IOException {
        Files.writeString(directory, World.text().replace("kind: provider", "kind: supplier"));
        assertNothingChanges("directory.yaml:4:");
    }

    @Test
    void aBrokenPolicyLeavesTheOldOneAndTheOldDirectory() throws IOException {
        Files.writeString(directory, World.text().replace("Eva Engineer", "Eva Earnest"));
        Path rule = policy.resolve("rules/acme.yaml");
        Files.writeString(rule, Files.readString(rule).replace("max: 4h", "max: for ever"));
        assertNothingChanges("acme.yaml:", "policy-folder-refused");
        assertNothingChanges("acme.yaml:");
        assertEquals("jane", world.journalled("policy-folder-refused").getLast().string("operator_user"));
    }

    @Test
    void aFileThatIsGoneChangesNothing() throws IOException {
        Files.delete(directory);
        assertNothingChanges("directory.yaml can't be read");
    }

    @Test
    void aTestOfTheFolderThatFailsKeepsItOutAndStatusSaysWhere() throws IOException {
        Path tests = Files.createDirectories(policy.resolve("tests")).resolve("a.yaml");
        String text = """
                format: sallyport-policy-test/1
                tests:
                  - name: the owners say yes
                    with:
                      person: { name: eva, groups: [acme/ops] }
                      host: { name: web-1, env: staging, role: app, owner: ops-owners }
                      login: deploy
                      at: 2026-03-03T10:00:00Z
                      for: 1h
                    expect: { decision: deny }
                """;
        Files.writeString(tests, text);
        assertNothingChanges("tests/a.yaml:3:", "policy-folder-refused");
        assertTrue(text(order("status")).contains("POLICY FOLDER: CAN'T BE USED"), text(order("status")));
        assertTrue(text(order("status")).contains("tests/a.yaml:3:"));
        Files.writeString(tests, text.replace("decision: deny", "decision: allow"));
        Json.Obj answer = order("reload");
        assertTrue(answer.bool("ok"), text(answer));
        assertFalse(text(order("status")).contains("POLICY FOLDER"));
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() {
        List<String> journal = world.journalled();
        Json.Obj answer = orders
                .answer(Json.object().put("order", "policy-activate").put("dry_run", true).build(),
                        Optional.of("jane"));
        assertTrue(answer.bool("ok"), text(answer));
        assertTrue(text(answer).contains("rules added (1): other-rule"), text(answer));
        assertTrue(text(answer).contains("rules removed (1): ops-approved"), text(answer));
        assertFalse(text(answer).contains("changed"), text(answer));
        assertEquals(journal, world.journalled());
        assertEquals(1, order("policy-history").objects("versions").size());
    }

    @Test
    void aDryRunNamesWhatIsOpenAndWouldBeHit() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Session session = session(agent);
        String hash = world.domain.policy().current().hash();
        Json.Obj dry = Json.object().put("order", "policy-activate").put("dry_run", true).build();
        String text = text(orders.answer(dry, Optional.empty()));
        assertTrue(text.contains("running sessions affected (1):"), text);
        assertTrue(text.contains(session.id() + "  eva  deploy@web-1  ends after the grace"), text);
        assertTrue(text.contains("Rule ops-approved is not in the policy any more."), text);
        Json.Obj json = orders.answer(Json.object().put("order", "policy-activate").put("dry_run", true)
                .put("json", true).build(), Optional.empty()).object("result");
        assertEquals("would", json.string("outcome"));
        assertEquals(1, json.object("effects").object("affected").number("sessions"));
        assertEquals(hash, world.domain.policy().current().hash());
        Json.Obj done = order("policy-activate");
        assertTrue(text(done).contains(session.id().value()), text(done));
    }

    private Session session(AgentIdentity agent) {
        AccessRequest request = assertInstanceOf(RequestOutcome.Filed.class, world.domain.requests()
                .request(world.person("eva"), World.form("web-1", "deploy", Duration.ofHours(1)))).request();
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, world.domain.requests().approve(
                world.person("ada"), request.id(), Narrowing.NONE, Optional.empty(), Optional.empty()))
                .grant();
        Session opening = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"),
                agent.target(), World.HOME, List.of(grant));
        world.domain.sessions().begin(agent, opening.id(), 7, grant.id(), grant.login());
        return opening;
    }

    @Test
    void withNothingToTakeBackWithdrawingIsRefused() {
        Json.Obj answer = orders.answer(
                Json.object().put("order", "policy-withdraw").put("reason", "why").build(), Optional.empty());
        assertFalse(answer.bool("ok"));
        assertEquals("No policy waits.", text(answer));
    }

    @Test
    void activatingLeavesTheDirectoryAloneAndIsInTheHistory() throws IOException {
        String before = world.domain.policy().current().hash();
        Files.writeString(directory, World.text().replace("Eva Engineer", "Eva Earnest"));
        Json.Obj answer = order("policy-activate");
        assertTrue(answer.bool("ok"), text(answer));
        assertEquals("Eva Engineer", world.person("eva").fullName());
        Json.Obj history = order("policy-history");
        assertEquals(List.of(world.domain.policy().current().hash(), before),
                history.objects("versions").stream().map(version -> version.string("hash")).toList());
        assertEquals("operator", history.objects("versions").getFirst().string("by"));
        assertEquals("jane", history.objects("versions").getFirst().string("operator_user"));
        assertTrue(text(history).contains("operator (account jane)"), text(history));
    }

    @Test
    void moreProblemsThanAFrameHoldsAreCutAndTheLastLineStays() {
        List<String> lines = new java.util.ArrayList<>(java.util.Collections.nCopies(5000, "\"problem\""));
        lines.add("the end");
        Json.Obj answer = PolicyOrders.answer(false, lines).build();
        assertTrue(answer.canonical().length < io.sallyport.wire.Limits.FRAME_BYTES);
        assertEquals("the end", answer.strings("lines").getLast());
    }

    @Test
    void activatingWarnsOfCalendarsThatHaveRunOutByNow() throws IOException {
        Path windows = policy.resolve("windows.yaml");
        Files.writeString(windows, Files.readString(windows) + "calendars: { holidays: [2026-12-25] }\n");
        assertFalse(text(order("policy-activate")).contains("warning"), text(order("policy-activate")));
        world.clock.advance(java.time.Duration.ofDays(400));
        Files.writeString(windows, Files.readString(windows) + "# again\n");
        for (String order : List.of("policy-activate", "reload")) {
            Json.Obj answer = order(order);
            assertTrue(answer.bool("ok"), text(answer));
            assertTrue(text(answer).contains("windows.yaml:6:14: warning [expired-calendar]"), text(answer));
        }
    }

    private void assertNothingChanges(String problem, String... events) {
        List<String> journal = new java.util.ArrayList<>(world.journalled());
        journal.addAll(List.of(events));
        String hash = world.domain.policy().current().hash();
        Json.Obj answer = order("reload");
        assertFalse(answer.bool("ok"));
        assertTrue(text(answer).contains(problem), text(answer));
        assertTrue(text(answer).endsWith("nothing was changed: the broker goes on with what it had"));
        assertEquals(journal, world.journalled());
        assertEquals(hash, world.domain.policy().current().hash());
        assertEquals("Eva Engineer", world.person("eva").fullName());
    }

    @Test
    void statusTellsTheSizeOfTheJournalAndWhereTheDatabaseCameFrom() {
        String status = text(order("status"));
        assertTrue(status.contains("journal: working, " + world.journalled().size() + " events"), status);
        assertTrue(status.contains("database: new at the start"), status);
    }

    @Test
    void anUnknownOrderIsRefused() {
        assertFalse(order("dance").bool("ok"));
        assertFalse(order("join-token").bool("ok"));
    }
}
