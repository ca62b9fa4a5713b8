package io.sallyport.broker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.authority.Issuance;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.cert.TrustBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type and read, over the broker's own rules. */
final class CommandsTest {
    private static final List<String> PEOPLE = List.of("eva", "emil", "ada", "otto", "sue", "ivan", "aud");

    private final Path folder;
    private final World world;
    private final Commands commands;
    private final PolicyDesk policies;

    CommandsTest(@TempDir Path folder) {
        this.folder = folder;
        this.world = World.in(folder);
        this.policies = world.policies(true);
        this.commands = new Commands(TestDesks.of(world, policies, new Keys(world.authority)));
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** The world's authority, with CA keys to show. */
    private record Keys(Authority world, TrustBundle trust) implements Authority {
        Keys(Authority world) {
            this(world, bundle());
        }

        private static TrustBundle bundle() {
            SecureRandom random = new SecureRandom();
            return new TrustBundle(1, List.of(Ed25519Key.generate(random).publicKey()),
                    List.of(Ed25519Key.generate(random).publicKey()),
                    false);
        }

        @Override
        public State state() {
            return world.state();
        }

        @Override
        public Issuance issueUser(SshPublicKey key, Grant grant, InetAddress source) {
            return world.issueUser(key, grant, source);
        }

        @Override
        public Issuance issueHost(SshPublicKey key, List<String> names) {
            return world.issueHost(key, names);
        }
    }

    private record Ran(int exit, String out, String err) {
        Json json() {
            return JsonParser.parse(out, 1024 * 1024, 12);
        }

        Json.Obj object() {
            return assertInstanceOf(Json.Obj.class, json());
        }
    }

    private Ran run(String who, String line) {
        return run(who, Optional.of(line), "");
    }

    private Ran run(String who, Optional<String> line, String stdin) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            SshPublicKey key = SshPublicKey.parseLine(World.key(PEOPLE.indexOf(who) + 1));
            int exit = commands.run(new Caller(world.person(who), key, World.HOME), line,
                    new Screen(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)), out, err,
                            false, 0));
            return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (SshFormatException e) {
            throw new AssertionError(e);
        }
    }

    private String ask(String reason) {
        Ran filed = run("eva",
                "request web-1 --as deploy --for 2h --ticket CHG-7 --reason '" + reason + "' --json");
        assertEquals(0, filed.exit(), filed.err());
        return filed.object().object("request").string("request");
    }

    @Test
    void aRequestIsMadeSeenApprovedAndUsed() {
        String id = ask("rotate certificates");
        assertTrue(run("ada", "inbox").out().contains(id));
        Ran shown = run("ada", "show " + id.substring(0, 6));
        assertTrue(shown.out().contains("rotate certificates") && shown.out().contains("It would allow:"),
                shown.out());
        String seen = shown.out().lines().filter(line -> line.contains("--seen")).findFirst().orElseThrow();
        Ran approved = run("ada",
                seen.substring(seen.indexOf("approve")) + " --for 1h --comment 'one hour is enough'");
        assertEquals(0, approved.exit(), approved.err());
        assertTrue(approved.out().contains("ssh -J gw deploy@web-1"), approved.out());
        assertTrue(run("eva", "status").out().contains("ssh -J gw deploy@web-1"));
        assertTrue(run("eva", Optional.empty(), "").out().contains("ssh -J gw deploy@web-1"));
        assertTrue(run("eva", "targets").out().contains("deploy until"));
    }

    @Test
    void denyingNeedsACommentAndEndsTheMatter() {
        String id = ask("x");
        assertEquals(2, run("ada", "deny " + id).exit());
        assertEquals(0, run("ada", "deny " + id + " --comment 'not during the freeze'").exit());
        assertTrue(run("eva", "status " + id).out().contains("not during the freeze"));
        assertEquals(1, run("eva", "cancel " + id).exit());
    }

    @Test
    void aCommandOfAnotherRoleIsRefusedNamingTheRole() {
        Ran refused = run("eva", "inbox");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("needs the role approver"), refused.err());
        assertEquals("", refused.out());
        assertEquals(1, run("eva", "play s-abc").exit());
        assertEquals(1, run("aud", "request web-1 --as deploy --for 1h --reason x").exit());
        assertEquals(1, run("aud", "approve r-abc").exit());
    }

    @Test
    void anUnknownCommandSuggestsTheNearest() {
        Ran unknown = run("eva", "targest");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("Did you mean \"targets\"?"), unknown.err());
    }

    @Test
    void everyCommandHasHelpWithExamples() {
        for (String name : Catalogue.names()) {
            String who = List.of("inbox", "approve", "deny", "review", "policy", "maintenance").contains(name)
                    ? "ada"
                    : List.of("play", "cast", "transcript", "recording", "verify", "offboard", "people")
                            .contains(name)
                                    ? "aud"
                                    : "eva";
            Ran help = run(who, name + " --help");
            assertEquals(0, help.exit(), name);
            assertTrue(help.out().contains("Examples:") && help.out().contains("--json")
                    && help.out().contains("ssh gw " + name), help.out());
            assertEquals(help.out(), run(who, "help " + name).out());
        }
    }

    @Test
    void helpListsWhatThisPersonMayUse() {
        assertTrue(run("eva", "help").out().contains("  request "));
        assertFalse(run("eva", "help").out().contains("  inbox "));
        assertTrue(run("ada", "--help").out().contains("  inbox "));
    }

    @Test
    void wrongUsageIsExplainedWithExitCode2() {
        for (String line : List.of("request", "request web-1 --as deploy --for 2h",
                "request web-1 --as deploy --for soon --reason x",
                "request web-1 --as 'UP PER' --for 1h --reason x",
                "request web-1 --as deploy --for 1h --at noon --reason x",
                "sessions --limit 0", "sessions --limit many", "sessions --since yesterday",
                "status --nothing", "show", "end s-abc",
                "cert 'web 1'", "status 'r-abc", "targets --label env")) {
            Ran wrong = run("eva", line);
            assertEquals(2, wrong.exit(), line);
            assertFalse(wrong.err().isBlank(), line);
            assertFalse(wrong.err().contains("Exception"), wrong.err());
        }
    }

    @Test
    void listsAreJsonWhenAskedFor() {
        ask("x");
        for (String line : List.of("targets --json", "keys --json", "sessions --json")) {
            assertInstanceOf(Json.Arr.class, run("eva", line).json(), line);
        }
        for (String line : List.of("status --json", "whoami --json", "setup --json", "console --json")) {
            assertInstanceOf(Json.Obj.class, run("eva", line).json(), line);
        }
        assertInstanceOf(Json.Arr.class, run("ada", "inbox --json").json());
        Ran refused = run("eva", "show r-aaaa --json");
        assertEquals(1, refused.exit());
        assertEquals("refused", refused.object().string("error"));
    }

    @Test
    void textOfStrangersCannotMoveACursor() {
        ask("nice\u202e text");
        for (Ran shown : List.of(run("ada", "inbox"), run("ada", "show r-"), run("ada", "inbox --json"),
                run("eva", "no\u001bsuch"))) {
            String all = shown.out() + shown.err();
            assertFalse(all.contains("\u001b") || all.contains("\u202e"), all);
        }
    }

    @Test
    void wordsDoNotBecomeFilesOrVariables() throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "--reason\nleaked\n");
        Ran file = run("eva", "request web-1 --as deploy --for 1h @" + secret);
        assertEquals(2, file.exit());
        assertFalse((file.out() + file.err()).contains("leaked"), file.err());
        Ran variable = run("eva", "request web-1 --as deploy --for 1h --reason '${sys:user.home}'");
        assertEquals(0, variable.exit());
        assertTrue(run("ada", "inbox").out().contains("${sys:user.home}"));
    }

    @Test
    void aSignInCodeOpensTheConsoleOnce() {
        Json.Obj printed = run("eva", "console --json").object();
        String code = printed.string("code");
        assertEquals("https://gw.example.com:8443/sign-in#" + code, printed.string("url"));
        assertTrue(world.domain.signIn().redeem(code).isPresent());
        assertTrue(world.domain.signIn().redeem(code).isEmpty());
    }

    @Test
    void setupNamesTheGatewayAndEveryVisibleTarget() {
        String config = run("eva", "setup config").out();
        assertTrue(
                config.contains("Host gw\n    HostName gw.example.com\n    Port 2222\n    HostKeyAlias gw\n"),
                config);
        assertTrue(run("eva", "setup known_hosts").out()
                .startsWith("@cert-authority gw,db-1,web-1 ssh-ed25519 "));
        assertTrue(config.contains("Host web-1\n    ProxyJump gw\n    HostKeyAlias web-1\n"), config);
    }

    @Test
    void aCertificateIsForTheProvenKeyUnderALiveGrantOnly() {
        assertEquals(2, run("eva", Optional.of("cert web-1"), World.key(2)).exit());
        assertEquals(2, run("eva", Optional.of("cert web-1"), "").exit());
        Ran none = run("eva", Optional.of("cert web-1"), World.key(1) + " eva@laptop\n");
        assertEquals(1, none.exit());
        assertTrue(none.err().contains("No grant for web-1"), none.err());
        assertEquals(0, run("ada", "approve " + ask("x")).exit());
        // No agent is enrolled in this world: later, not never.
        assertEquals(3, run("eva", Optional.of("cert web-1"), World.key(1) + "\n").exit());
    }

    @Test
    void sessionsThatAreNotThereAreRefusedTheSameWayForAll() {
        assertEquals(run("aud", "play s-abcdef").err(), run("aud", "verify s-abcdef").err());
        assertEquals(1, run("aud", "transcript s-abcdef").exit());
        assertEquals(1, run("eva", "end s-abcdef --reason x").exit());
    }

    @Test
    void aNoteIsWrittenAndShownWithItsSessionAndNothingInItReachesTheTerminalRaw() {
        var agent = world.enrol("web-1", 1);
        assertEquals(0, run("ada", "approve " + ask("x")).exit());
        var grant = world.domain.requestViews().grants(world.person("eva")).getFirst().grant();
        var session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"),
                agent.target(), World.HOME, List.of(grant));
        String start = session.id().value().substring(0, 8);
        assertEquals(0, run("ada", "note " + start + " looked at it: fine \u202eesrever").exit());
        Ran shown = run("eva", "show " + start);
        assertTrue(
                shown.out().contains("note:    ")
                        && shown.out().contains("  ada\n         looked at it: fine "),
                shown.out());
        assertFalse(shown.out().contains("\u202e"), shown.out());
        assertTrue(run("aud", "show " + start + " --json").out().contains("\"notes\":[{"));
        assertEquals(1, run("eva", "note " + start + " no").exit());
        assertEquals(run("emil", "note s-abcdef x").err(), run("emil", "note " + start + " x").err());
        assertEquals(2, run("ada", "note " + start).exit());
        assertEquals(2, run("ada", "note " + start + " " + "x".repeat(1001)).exit());
    }

    @Test
    void othersKeysAreForAdministratorsAlone() {
        for (String who : PEOPLE) {
            Ran theirs = run(who, "keys --person emil");
            assertEquals(1, theirs.exit(), who);
            assertEquals(run(who, "keys --person nobody").err(), theirs.err(), who);
            assertEquals(1, run(who, "keys remove " + world.keyOf("emil") + " --person emil --yes").exit());
        }
        assertEquals(2, run("ada", "keys add --person emil").exit());
        world.adopt(World.text().replace("engagements:\n",
                "  - { name: adam, organisation: example, roles: [administrator], keys: [\"" + World.key(8)
                        + "\"] }\nengagements:\n"));
        assertTrue(run("adam", "keys --person emil").out().contains(world.keyOf("emil").value()));
        assertTrue(run("adam", "keys remove " + world.keyOf("emil") + " --person emil --yes").err()
                .contains("directory file"));
    }

    @Test
    void aSecondPersonLooksAtWhatIsProposedAndActivatesIt() throws Exception {
        assertTrue(run("ada", "policy").out().contains("Nothing waits."));
        policies.want(world.version("other-rule"), Optional.of("jane"));
        Ran shown = run("ada", "policy");
        assertTrue(shown.out().contains("rules added (1): other-rule"), shown.out());
        assertTrue(shown.out().contains("account jane"), shown.out());
        assertTrue(shown.out().contains("no running session, open grant or waiting request is affected"));
        assertTrue(run("ada", Optional.empty(), "").out().contains("A policy waits"));
        assertFalse(run("aud", Optional.empty(), "").out().contains("A policy waits"));
        Ran read = run("aud", "policy");
        assertEquals(0, read.exit(), read.err());
        assertTrue(read.out().contains("other-rule") && !read.out().contains("policy activate"), read.out());
        assertEquals(1, run("aud", "policy activate " + "0".repeat(64)).exit());
        assertEquals(1, run("eva", "policy").exit());
        assertEquals(2, run("ada", "policy activate").exit());
        assertEquals(1, run("ada", "policy activate 0123456789abcdef").exit());
        String hash = run("ada", "policy --json").object().object("proposed").string("hash");
        String line = shown.out().lines().filter(each -> each.contains("policy activate ")).findFirst()
                .orElseThrow();
        Ran activated = run("ada", line.substring(line.indexOf("policy activate")));
        assertEquals(0, activated.exit(), activated.err());
        assertEquals(hash, world.domain.policy().current().hash());
    }

    @Test
    void aSecondPersonMayRefuseWhatIsProposed() throws Exception {
        policies.want(world.version("other-rule"), Optional.empty());
        String hash = run("ada", "policy --json").object().object("proposed").string("hash").substring(0, 16);
        assertEquals(2, run("ada", "policy refuse " + hash).exit());
        assertEquals(2, run("ada", "policy postpone " + hash).exit());
        assertEquals(1, run("aud", "policy refuse " + hash + " --reason no").exit());
        Ran refused = run("ada", "policy refuse " + hash + " --reason 'not now'");
        assertEquals(0, refused.exit(), refused.err());
        assertTrue(run("ada", "policy").out().contains("Nothing waits."));
        assertEquals("not now", world.journalled("policy-proposal-ended").getFirst().string("reason"));
    }

    @Test
    void whatAPolicyWouldHitIsShownToTheSecondPersonAndWhatItHitInTheSession() throws Exception {
        var agent = world.enrol("web-1", 1);
        String id = ask("rotate certificates");
        Ran approved = run("ada", "approve " + id + " --json");
        assertEquals(0, approved.exit(), approved.err());
        var grant = world.domain.requestViews().grants(world.person("eva")).getFirst().grant();
        var session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"),
                agent.target(), World.HOME, List.of(grant));
        world.domain.sessions().begin(agent, session.id(), 7, grant.id(), grant.login());
        policies.want(world.version("other-rule"), Optional.empty());
        Ran waiting = run("ada", "policy");
        assertTrue(waiting.out().contains(session.id() + "  eva  deploy@web-1  ends after the grace"),
                waiting.out());
        String hash = run("ada", "policy --json").object().object("proposed").string("hash");
        Ran activated = run("ada", "policy activate " + hash);
        assertTrue(activated.out().contains(session.id().value()), activated.out());
        world.domain.leases().check();
        Ran shown = run("eva", "show " + session.id().value().substring(0, 8));
        assertTrue(shown.out().contains("not allowed any more, ends at the latest"), shown.out());
        assertTrue(shown.out().contains("Rule ops-approved is not in the policy any more."), shown.out());
        assertTrue(shown.out().contains("-> " + hash.substring(0, 12)), shown.out());
        Json.Obj json = run("aud", "show " + session.id() + " --json").object();
        assertEquals("after-grace", json.objects("judgements").getFirst().string("outcome"));
        assertEquals(1, run("emil", "show " + session.id()).exit());
    }

    @Test
    void whatWasGrantedIsTakenBackByWhoMayDecideItAndByTheEngineer() {
        String first = ask("rotate certificates");
        assertEquals(1, run("ada", "revoke " + first + " --reason no").exit(), "nothing was granted yet");
        assertEquals(0, run("ada", "approve " + first).exit());
        assertEquals(1, run("sue", "revoke " + first + " --reason no").exit(), "of another group");
        assertEquals(1, run("emil", "revoke " + first + " --reason no").exit(), "a colleague of hers");
        assertEquals(2, run("ada", "revoke " + first).exit());
        assertEquals(2, run("ada", "revoke " + first + " --reason ' '").exit());
        Ran taken = run("otto", "revoke " + first + " --reason 'called off' --json");
        assertEquals(first, taken.object().string("revoked"), taken.err());
        assertTrue(world.domain.requestViews().grants(world.person("eva")).isEmpty());
        Ran twice = run("ada", "revoke " + first + " --reason again");
        assertTrue(twice.exit() == 1 && twice.err().contains("called off"), twice.err());
        String second = ask("once more");
        assertEquals(0, run("ada", "approve " + second).exit());
        assertEquals(0, run("eva", "revoke " + second + " --reason done").exit(), "she gives it back");
    }

    @Test
    void maintenanceIsDeclaredListedAndEndedByWhoMay() {
        assertEquals("No maintenance is declared.\n", run("otto", "maintenance").out());
        Ran declared = run("otto",
                "maintenance declare --target web-1 --from 22:00 --until 02:00 --reason 'two \u001b[31mwords'");
        assertEquals(2, declared.exit(), declared.out());
        assertEquals(2, run("otto", "maintenance declare --target web-1 --reason x").exit());
        Ran good = run("otto",
                "maintenance declare --where env=staging --from 22:00 --until 02:00 --reason patches");
        assertEquals(0, good.exit(), good.err());
        Ran list = run("aud", "maintenance");
        assertTrue(list.out().contains("2026-03-03 22:00 UTC") && list.out().contains("2026-03-04 02:00 UTC")
                && list.out().contains("to-come") && list.out().contains("web-1"), list.out());
        String id = ((Json.Obj) ((Json.Arr) run("aud", "maintenance --json").json()).items().getFirst())
                .string("maintenance");
        assertEquals(1, run("aud", "maintenance end " + id).exit());
        assertEquals(1, run("sue", "maintenance end " + id).exit());
        assertEquals(0, run("ada", "maintenance end " + id).exit());
        assertEquals(1, run("sue", "maintenance declare --target web-1 --until 12:00 --reason x").exit());
        assertEquals(2, run("otto", "maintenance declare --target web-1 --until 2026-05-01T00:00Z --reason x")
                .exit());
        assertEquals(1, run("eva", "maintenance").exit());
        for (String wrong : List.of("maintenance stop", "maintenance end", "maintenance end m-1",
                "maintenance declare", "maintenance declare --until soon --reason x --target web-1",
                "maintenance declare --where env --until 12:00 --reason x",
                "maintenance declare --where env=a --where env=b --until 12:00 --reason x")) {
            assertEquals(2, run("otto", wrong).exit(), wrong);
        }
    }

    @Test
    void aTicketIsShownAsItIsKnown() {
        String id = run("eva", "request web-1 --as deploy --for 1h --ticket CHG-7 --reason x --json").object()
                .object("request").string("request");
        assertTrue(run("eva", "show " + id).out()
                .contains("ticket:  CHG-7, not known: no ticket system is configured here"));
        assertTrue(run("eva", "status").out().contains("ticket CHG-7: not known"));
        assertTrue(run("eva", "show " + id + " --json").object().string("ticketState").contains("not known"));
    }

    @Test
    void aTokenIsPrintedOnceListedAndRevoked() {
        Ran made = run("eva", "tokens create nightly --scope read,request --days 7");
        assertEquals(0, made.exit(), made.err());
        assertTrue(made.out().matches("(?s)sat_[A-Za-z0-9_-]{43}\\R.*until 2026-03-10 .*"), made.out());
        Ran list = run("eva", "tokens");
        assertTrue(list.out().contains("nightly") && list.out().contains("read,request")
                && list.out().contains("live") && !list.out().contains("sat_"), list.out());
        String id = ((Json.Obj) ((Json.Arr) run("eva", "tokens list --json").json()).items().getFirst())
                .string("token");
        assertEquals(1, run("emil", "tokens revoke " + id).exit());
        assertEquals(0, run("eva", "tokens revoke " + id).exit());
        assertTrue(run("eva", "tokens").out().contains("revoked"));
        assertEquals(1, run("eva", "tokens revoke " + id).exit());
        Ran json = run("eva", "tokens create ci --scope read --json");
        assertTrue(json.object().string("secret").startsWith("sat_"), json.out());
    }

    @Test
    void aKeyAloneMakesNoTokenThatDecides() {
        for (String scope : List.of("approve", "recordings")) {
            Ran no = run("ada", "tokens create x --scope " + scope);
            assertEquals(1, no.exit(), no.out());
            assertTrue(no.err().contains("second factor"), no.err());
        }
        for (String wrong : List.of("tokens create", "tokens create x", "tokens create x --scope root",
                "tokens create x --scope read --days 0", "tokens create x --scope read --days 91",
                "tokens create x --scope read --days soon", "tokens revoke", "tokens revoke t-1",
                "tokens list x",
                "tokens destroy x")) {
            assertEquals(2, run("eva", wrong).exit(), wrong);
        }
    }
}
