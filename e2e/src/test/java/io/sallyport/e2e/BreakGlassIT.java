package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Emergency access with stock clients (FLOW-7): possible without an identity provider, loud, limited, closed by the review of two. One
 * story in a world of its own, because what it does can't be undone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BreakGlassIT {
    private static final String REASON = "'the database is down, INC-9'";

    private final World world = World.start();
    private String request = "";

    @BeforeAll
    void emergencyRule() throws IOException {
        Files.writeString(world.demo().folder().policy().resolve("rules/acme.yaml"), """
                format: sallyport-policy/1
                allow:
                  - id: acme-ops-prod
                    title: One yes of the owners
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: %1$s
                    max: 8h
                    approval: { before: [{ count: 1, from: ops-owners }] }
                    rights: { shell: true, exec: any }
                  - id: acme-ops-emergency
                    title: Emergency
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: %1$s
                    max: 1h
                    approval:
                      after: [{ count: 2, from: ops-owners }]
                      within: 1h
                      unreviewed: suspend
                      quota: 1 per 30d
                      notify: [audit]
                    rights: { shell: true, exec: any }
                """.formatted(world.login()));
        assertEquals(0, broker("reload").exit());
    }

    @AfterAll
    void close() {
        world.close();
    }

    private StockSsh.Result broker(String word) {
        return Recordings.run(Program.broker(World.home()).commandLine(word, "--config",
                world.demo().folder().brokerConfig().toString()));
    }

    private StockSsh.Result emergency(Someone who, String reason) {
        return world.as(who).ssh("gw", "request", "demo-host", "--as", world.login(), "--for", "30m",
                "--break-glass", "--reason", reason, "--json");
    }

    private String gw(Someone who, String... words) {
        String[] line = new String[words.length + 1];
        line[0] = "gw";
        System.arraycopy(words, 0, line, 1, words.length);
        return World.must(world.as(who).ssh(line)).out();
    }

    private Json.Obj first(Someone who, String... words) {
        return (Json.Obj) ((Json.Arr) JsonParser.parse(gw(who, words), 4 << 20, 16)).items().getFirst();
    }

    @Test
    @Order(1)
    void itIsNeverTakenByAccident() {
        assertEquals(2, emergency(World.EVA, "help").exit(), "a reason has at least ten characters");
        StockSsh.Result ordinary = world.ask(World.EVA, "30m");
        assertEquals("pending", World.json(ordinary).object("request").string("state"));
        World.must(world.as(World.EVA).ssh("gw", "cancel", World.requestId(ordinary)));
    }

    @Test
    @Order(2)
    void theHostHasTheLastWordAlsoInAnEmergency() throws Exception {
        request = World.requestId(World.must(emergency(World.EVA, REASON)));
        StockSsh.Result refused = world.as(World.EVA).ssh("demo-host", "true");
        assertEquals(255, refused.exit(), refused.said());
        assertTrue(refused.said().contains("break_glass"), refused.said());
        Path ceiling = world.demo().folder().agent().resolve("ceiling.yaml");
        Files.writeString(ceiling,
                Files.readString(ceiling).replace("break_glass: false", "break_glass: true"));
        world.demo().program("agent").end(Duration.ofSeconds(10));
        world.demo().startAgent();
    }

    @Test
    @Order(3)
    void flow7TheEngineerWorksAtOnceWithNothingButTheirKey() {
        Await.until("the agent is back", Duration.ofSeconds(60),
                () -> world.as(World.EVA).ssh("demo-host", "true").exit() == 0);
        assertEquals("in\n", World.must(world.as(World.EVA).ssh("demo-host", "echo in")).out());
    }

    @Test
    @Order(4)
    void flow7LoudToEverybodyItConcerns() throws IOException {
        for (Someone who : List.of(World.ADA, World.BOB, World.OTTO)) {
            String inbox = gw(who, "inbox");
            assertTrue(inbox.startsWith("*** EMERGENCY ACCESS " + request), inbox);
            assertTrue(inbox.contains("the database is down, INC-9"), inbox);
            assertEquals(request, first(who, "inbox", "--json").string("request"));
        }
        assertTrue(gw(World.OTTO, "sessions").contains("EMERGENCY ACCESS"));
        assertEquals(request, world.sessions().getFirst().string("emergency"));
        assertTrue(gw(World.ADA, "show", request).contains("EMERGENCY ACCESS"));
        String status = World.must(broker("status")).out();
        assertTrue(status.contains("emergency access: 1 review open, 0 overdue"), status);
        assertTrue(Files.readString(world.demo().folder().logs().resolve("broker.log"))
                .contains("EMERGENCY ACCESS " + request));
    }

    @Test
    @Order(5)
    void flow7LimitedAndTheRefusalSaysWhenAndWhom() {
        StockSsh.Result refused = emergency(World.ERIK, REASON);
        assertEquals(1, refused.exit(), refused.said());
        for (String part : List.of("acme-ops-emergency", "once in 30 days", "free again at", "ops-owners",
                "without --break-glass")) {
            assertTrue(refused.said().contains(part), "no " + part + " in " + refused.said());
        }
        assertEquals(0, world.ask(World.ERIK, "30m").exit(), "the ordinary way stays open");
    }

    @Test
    @Order(6)
    void flow7OnlyTheReviewOfTwoPeopleClosesIt() {
        assertEquals(1, review(World.EVA).exit());
        assertEquals(1, review(World.OTTO).exit());
        assertTrue(World.must(review(World.ADA)).out().contains("Still waits for ops-owners"));
        assertEquals(1, review(World.ADA).exit());
        assertTrue(gw(World.ADA, "inbox").contains(request), "it stays until it is complete");
        World.must(world.as(World.BOB).ssh("gw", "review", request, "--finding", "objection", "--comment",
                "'A restart would have done'"));
        for (Someone who : List.of(World.ADA, World.BOB, World.OTTO)) {
            assertFalse(gw(who, "inbox").contains(request));
        }
        Json.Obj review = first(World.OTTO, "review", "--all", "--json").object("review");
        assertEquals("complete", review.string("state"));
        assertEquals(List.of("justified", "objection"),
                review.objects("given").stream().map(given -> given.string("finding")).toList());
        assertTrue(gw(World.OTTO, "show", request).contains("A restart would have done"));
        assertTrue(World.must(broker("status")).out().contains("emergency access: 0 reviews open"));
    }

    private StockSsh.Result review(Someone who) {
        return world.as(who).ssh("gw", "review", request, "--finding", "justified", "--comment",
                "'Looked at the recording'");
    }
}
