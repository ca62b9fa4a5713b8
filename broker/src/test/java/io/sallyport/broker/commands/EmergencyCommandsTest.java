package io.sallyport.broker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.EmergencyWorld;
import io.sallyport.broker.World;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Emergency access as people type and read it. */
final class EmergencyCommandsTest {
    private static final List<String> PEOPLE = List.of("eva", "emil", "ada", "otto", "sue", "ivan", "aud",
            "dora", "gita");
    private static final String ASK = "request web-1 --as deploy --for 1h --break-glass --reason ";

    private final EmergencyWorld emergency;
    private final World world;
    private final Commands commands;

    EmergencyCommandsTest(@TempDir Path folder) {
        this.emergency = new EmergencyWorld(folder);
        this.world = emergency.world;
        this.commands = new Commands(TestDesks.of(world));
    }

    @AfterEach
    void close() {
        emergency.close();
    }

    private record Ran(int exit, String out, String err) {
        Json json() {
            return JsonParser.parse(out, 1024 * 1024, 12);
        }

        Json.Obj object() {
            return assertInstanceOf(Json.Obj.class, json());
        }

        Json.Obj first() {
            return (Json.Obj) assertInstanceOf(Json.Arr.class, json()).items().getFirst();
        }
    }

    private Ran run(String who, String line) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            SshPublicKey key = SshPublicKey.parseLine(World.key(PEOPLE.indexOf(who) + 1));
            int exit = commands.run(new Caller(world.person(who), key, World.HOME), Optional.of(line),
                    new Screen(new ByteArrayInputStream(new byte[0]), out, err, false, 0));
            return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (SshFormatException e) {
            throw new AssertionError(e);
        }
    }

    private String asked() {
        Ran ran = run("eva", ASK + "'database is down, INC-9' --json");
        assertEquals(0, ran.exit(), ran.err());
        assertEquals("break-glass", ran.object().object("granted").string("kind"));
        return ran.object().object("request").string("request");
    }

    private static void says(Ran ran, String... parts) {
        for (String part : parts) {
            assertTrue(ran.out().contains(part), "no \"" + part + "\" in\n" + ran.out());
        }
    }

    @Test
    void whoAsksReadsWhatItMeans() {
        Ran ran = run("eva", ASK + "'database is down, INC-9'");
        assertEquals(0, ran.exit(), ran.err());
        says(ran, "granted until", "EMERGENCY ACCESS",
                "reviewed by 1 of ops-owners and 1 of security within 24h", "db-owners, ops-owners, security",
                "ssh -J gw deploy@web-1");
        says(run("eva", "status"), "EMERGENCY ACCESS");
        says(run("eva", "request --help"), "--break-glass");
    }

    @Test
    void aShortReasonOrAStartIsWrongUsage() {
        assertEquals(2, run("eva", ASK + "short").exit());
        Ran later = run("eva", ASK + "'database is down' --at 18:00");
        assertEquals(2, later.exit());
        assertTrue(later.err().contains("An emergency is now"), later.err());
    }

    @Test
    void flow7AtTheTopOfTheInboxOfEverybodyItConcerns() {
        run("emil", "request web-1 --as deploy --for 1h --reason 'by day'");
        String id = asked();
        for (String who : List.of("ada", "otto", "sue", "ivan", "dora")) {
            Ran inbox = run(who, "inbox");
            assertEquals(0, inbox.exit(), inbox.err());
            assertTrue(inbox.out().startsWith("*** EMERGENCY ACCESS " + id), inbox.out());
            says(inbox, "eva of acme on deploy@web-1", "database is down, INC-9");
            assertEquals(id, run(who, "inbox --json").first().string("request"));
            assertEquals("open", run(who, "inbox --json").first().object("review").string("state"));
            assertTrue(run(who, "").out().contains("*** EMERGENCY ACCESS " + id), who);
        }
        says(run("otto", "inbox"), "ssh gw review " + id, "by day");
        assertFalse(run("dora", "inbox").out().contains("ssh gw review " + id), "she can't review it");
        assertEquals(1, run("eva", "inbox").exit());
        assertEquals(1, run("emil", "show " + id).exit());
    }

    @Test
    void aReviewIsGivenShownAndListed() {
        String id = asked();
        says(run("otto", "review"), id, "waits for");
        says(run("otto", "show " + id), "EMERGENCY ACCESS", "due 2026-03-04 11:00",
                "ops-owners (Ada Approver or Otto Owner)", "ssh gw review " + id);
        assertEquals(2, run("otto", "review " + id + " --finding justified").exit(), "a comment is needed");
        assertEquals(2, run("otto", "review " + id + " --finding maybe --comment x").exit());
        assertEquals(2, run("otto", "review --finding justified --comment x").exit());
        Ran first = run("otto", "review " + id.substring(0, 6)
                + " --finding objection --comment 'no emergency, see \u001b[31mchat'");
        assertEquals(0, first.exit(), first.err());
        says(first, "Still waits for security (Ada Approver or Sue Security)");
        assertEquals(1, run("otto", "review " + id + " --finding justified --comment again").exit());
        Ran second = run("sue", "review " + id + " --finding justified --comment 'looked at it' --json");
        assertEquals("complete", second.object().object("request").object("review").string("state"));
        says(run("otto", "review"), "No emergency access waits");
        Ran shown = run("aud", "show " + id);
        says(shown, "Otto Owner (otto)", "OBJECTION: no emergency, see", "OBJECTIONS: 1");
        assertFalse(shown.out().contains("\u001b"), "foreign text is made safe");
        says(run("aud", "review --all"), id, "complete, 1 objection");
        Json.Obj review = run("aud", "review --all --json").first().object("review");
        assertEquals(List.of("objection", "justified"),
                review.objects("given").stream().map(each -> each.string("finding")).toList());
        says(run("eva", "show " + id), "OBJECTIONS: 1");
        assertEquals(1, run("gita", "review --all").exit());
    }

    @Test
    void anOverdueReviewIsShouted() {
        String id = asked();
        world.clock.advance(Duration.ofHours(25));
        says(run("sue", "inbox"), "ITS REVIEW IS OVERDUE", "no further emergency access for acme");
        says(run("aud", "review --all"), "overdue");
        says(run("otto", "show " + id), "OVERDUE since");
        Ran refused = run("eva", ASK + "'database is down again'");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains(id) && refused.err().contains("ops-owners and security"),
                refused.err());
    }
}
