package io.sallyport.broker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code invite} and {@code roster}, over the broker's own rules. */
final class ProviderCommandsTest {
    private final World world;
    private final Commands commands;

    ProviderCommandsTest(@TempDir Path folder) {
        this.world = World.in(folder);
        world.adopt(World.text().replace("kind: provider, title: Acme Managed Services", "kind: provider,"
                + " title: Acme, sponsor: ada, mail_domains: [acme.example], groups: [acme/ops], roster: 30d")
                .replace("groups: [acme/ops], roles: [engineer]", "groups: [acme/ops], roles: [manager]"));
        this.commands = new Commands(TestDesks.of(world));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private record Ran(int exit, String out, String err) {
        Json.Obj json() {
            return JsonParser.parseObject(out.getBytes(StandardCharsets.UTF_8), 1024 * 1024, 12);
        }
    }

    private Ran run(String who, String line, String stdin) throws SshFormatException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = commands.run(
                new Caller(world.person(who), SshPublicKey.parseLine(World.key(1)), World.HOME),
                Optional.of(line),
                new Screen(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        out, err, false, 0));
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Ran run(String who, String line) throws SshFormatException {
        return run(who, line, "");
    }

    // emil manages acme here, ada is its sponsor.
    @Test
    void aManagerAsksTheSponsorAgreesAndTheLinkIsGivenOut() throws SshFormatException {
        Ran asked = run("emil", "invite add nina@acme.example --name \"Nina New\" --group acme/ops --json");
        assertEquals(0, asked.exit(), asked.err());
        Json.Obj invitation = asked.json().object("invited");
        assertEquals("proposed", invitation.string("state"));
        String id = invitation.string("invitation");
        assertEquals(1, run("emil", "invite link " + id).exit());
        assertEquals(1, run("emil", "invite confirm " + id).exit());
        assertTrue(run("ada", "invite").out().contains("nina@acme.example"));
        assertEquals(0, run("ada", "invite confirm " + id).exit());
        Ran linked = run("emil", "invite link " + id);
        assertTrue(linked.out().contains("https://gw.example.com:8443/join#"), linked.out());
        assertEquals(0, run("ada", "invite withdraw " + id + " --reason \"not needed\"").exit());
        assertTrue(run("emil", "invite --json").out().contains("withdrawn"));
    }

    @Test
    void theInboxTellsTheSponsorOfInvitationsAndOfARosterThatLapsesSoon() throws SshFormatException {
        run("emil", "invite add nina@acme.example --name Nina");
        String inbox = run("ada", "inbox").out();
        assertTrue(inbox.contains("emil of acme asks to invite nina@acme.example: ssh gw invite confirm i-"),
                inbox);
        assertFalse(inbox.contains("have to be confirmed"), inbox);
        world.clock.advance(java.time.Duration.ofDays(16));
        assertTrue(run("ada", "inbox").out().contains("the people of acme have to be confirmed"));
        assertTrue(run("emil", "inbox").out().contains("ssh gw roster --provider acme"), "its manager");
        assertFalse(run("otto", "inbox").out().contains("acme"), "no sponsor, no administrator");
        world.clock.advance(java.time.Duration.ofDays(14));
        assertTrue(run("ada", "inbox").out().contains("the people of acme were not confirmed by"));
    }

    @Test
    void aListIsInvitedAsAWholeOrNotAtAll() throws SshFormatException {
        Ran wrong = run("emil", "invite csv", "a@acme.example,A\nwrong\n");
        assertEquals(2, wrong.exit());
        assertTrue(wrong.err().contains("line 2"), wrong.err());
        assertEquals("[]\n", run("emil", "invite --json").out());
        Ran some = run("emil", "invite csv",
                "a@acme.example,A\nb@other.example,B\nc@acme.example,C,acme/ops\n");
        assertEquals(1, some.exit());
        assertTrue(some.err().contains("b@other.example: For acme, addresses end in: acme.example."),
                some.err());
        assertEquals(2, some.out().lines().count(), some.out());
    }

    @Test
    void whoHasNothingToDoWithProvidersIsToldWhoHas() throws SshFormatException {
        for (String who : new String[]{"eva", "otto"}) {
            assertEquals(1, run(who, "invite").exit());
            assertEquals(1, run(who, "roster").exit());
        }
        assertEquals(2, run("emil", "invite add").exit());
        assertEquals(2, run("emil", "invite frob i-aaaaaaaaaa").exit());
        assertEquals(2, run("emil", "invite withdraw i-aaaaaaaaaa").exit());
        assertEquals(1, run("emil", "invite withdraw i-aaaaaaaaaa --reason x").exit());
        assertTrue(run("emil", "invite --help").out().contains("ssh gw invite csv < people.csv"));
    }

    @Test
    void theRosterSaysWhoIsThereAndWhoIsLeftOutIsHeld() throws SshFormatException {
        Ran list = run("emil", "roster");
        assertEquals(0, list.exit(), list.err());
        assertTrue(list.out().contains("Eva Engineer") && list.out().contains("To be confirmed by"),
                list.out());
        assertEquals(2, run("emil", "roster confirm").exit());
        Ran none = run("emil", "roster confirm emil --json");
        assertEquals(java.util.List.of("eva"), none.json().strings("held"));
        assertFalse(world.person("eva").enabled());
        assertTrue(run("emil", "roster").out().contains("roster"), "the hold is named");
        assertTrue(run("ada", "roster confirm --all --json").out().contains("\"released\":[\"eva\"]"));
        assertTrue(world.person("eva").enabled());
    }
}
