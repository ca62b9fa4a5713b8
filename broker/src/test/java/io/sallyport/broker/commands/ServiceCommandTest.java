package io.sallyport.broker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.stepup.KeyHolder;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.cert.SshPublicKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts for automation, as people type them, and what is closed to those accounts themselves. */
class ServiceCommandTest {
    private static final String ADD = "service add deploy-bot --organisation acme --owner mona --until 2026-06-30"
            + " --network 203.0.113.0/24 --group acme/quick --title 'Nightly deployment'";
    private final World world;
    private final Commands commands;

    private record Ran(int exit, String out, String err) {}

    ServiceCommandTest(@TempDir Path folder) {
        this.world = World.in(folder);
        world.adopt(World.text().replace("engagements:\n",
                """
                          - { name: ines, full_name: Ines Insider, organisation: example, roles: [administrator], keys: ["%s"] }
                          - { name: mona, full_name: Mona Manager, organisation: acme, roles: [manager], keys: ["%s"] }
                          - { name: robot, kind: service, owner: mona, until: 2026-12-31, networks: [192.0.2.0/24], organisation: acme, roles: [engineer], keys: ["%s"] }
                        engagements:
                        """
                        .formatted(World.key(21), World.key(22), World.key(23))));
        this.commands = new Commands(TestDesks.of(world));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Ran run(String who, int key, String line, String stdin) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        SshPublicKey proven = SshPublicKey.parseLine(World.key(key));
        // As the gateway does when the connection begins.
        var _ = world.domain.stepUp().atLogin(new KeyHolder(world.person(who).name(),
                new KeyFingerprint(proven.fingerprint()), World.HOME.getAddress(),
                Mfa.PHISHING_RESISTANT));
        int exit = commands.run(
                new Caller(world.person(who), proven, World.HOME, Mfa.PHISHING_RESISTANT),
                Optional.of(line),
                new Screen(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        out, err, false, 0));
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Ran ines(String line) throws Exception {
        return run("ines", 21, line, "");
    }

    private Ran mona(String line, String stdin) throws Exception {
        return run("mona", 22, line, stdin);
    }

    @Test
    void anAdministratorMakesOneItsOwnerGivesItAKeyAndBothSeeIt() throws Exception {
        Ran added = ines(ADD);
        assertEquals(0, added.exit(), added.err());
        assertTrue(added.out().startsWith("deploy-bot: until 2026-07-01 00:00 UTC, from 203.0.113.0/24."),
                added.out());
        Ran key = mona("service add-key deploy-bot --for 90d", World.key(40) + " bot@ci\n");
        assertEquals(0, key.exit(), key.err());
        Ran shown = mona("service show deploy-bot --json", "");
        Json.Obj json = JsonParser.parseObject(shown.out(), 1 << 16, 8);
        assertEquals("active", json.string("state"));
        assertEquals(List.of("203.0.113.0/24"), json.strings("networks"));
        assertEquals(1, json.objects("keys").size());
        Ran removed = mona("service remove-key deploy-bot "
                + json.objects("keys").getFirst().string("fingerprint"), "");
        assertEquals(0, removed.exit(), removed.err());
        assertTrue(ines("service").out().contains("deploy-bot"));
    }

    @Test
    void aChangeNamesWhatIsDifferent() throws Exception {
        ines(ADD);
        assertEquals(2, ines("service change deploy-bot").exit(), "nothing to change");
        assertEquals(0,
                ines("service change deploy-bot --network 198.51.100.7 --network 2001:db8::/48").exit());
        String shown = ines("service show deploy-bot").out();
        assertTrue(shown.contains("198.51.100.7/32, 2001:db8:0:0:0:0:0:0/48"), shown);
        assertTrue(shown.contains("owner     mona"), shown);
    }

    @Test
    void whatCannotBeReadIsUsageAndChangesNothing() throws Exception {
        long before = world.domain.trail().size();
        for (String wrong : List.of(ADD.replace("203.0.113.0/24", "203.0.113.1/24"),
                ADD.replace("2026-06-30", "tomorrow"), ADD.replace("acme/quick", "'*'"),
                ADD.replace("--owner mona", ""), "service add", "service nonsense robot",
                "service add-key robot")) {
            assertEquals(2, ines(wrong).exit(), wrong);
        }
        assertEquals(1, ines(ADD.replace("deploy-bot", "eva")).exit(), "the name is taken");
        assertEquals(before, world.domain.trail().size());
    }

    @Test
    void strangersSeeNothing() throws Exception {
        assertEquals("There are no service accounts that you may see.\n", run("eva", 1, "service", "").out());
        Ran hidden = run("eva", 1, "service show robot", "");
        Ran absent = run("eva", 1, "service show nobody", "");
        assertEquals(1, hidden.exit());
        assertEquals(absent.err().replace("nobody", "robot"), hidden.err());
    }

    @Test
    void whatTakesSomebodyWhoThinksIsClosedToTheAccountItself() throws Exception {
        for (String closed : List.of("console", "account", "keys", "tokens", "confirm web-1", "approve r-1",
                "invite", "roster", "inbox", "service", "offboard", "review", "note s-1 text")) {
            Ran ran = run("robot", 23, closed, "");
            assertEquals(1, ran.exit(), closed);
            assertTrue(ran.err().contains("is for people: robot is a service account"), closed + ran.err());
        }
        assertEquals(0, run("robot", 23, "whoami", "").exit());
        assertFalse(run("robot", 23, "help", "").out().contains("console"));
        assertTrue(run("robot", 23, "help", "").out().contains("request"));
    }
}
