package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.policy.KeptPolicies;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.PolicyFolder;
import io.sallyport.broker.policy.PolicyVersion;
import io.sallyport.broker.policy.Reading;
import io.sallyport.broker.store.Database;
import io.sallyport.broker.store.SqlProposals;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Facts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command over the real admin socket, over hundreds of requests that were filed, journalled and projected by the real desk. */
class PolicyDiffCommandTest {
    private static final int BEFORE_KEEPING = 3;

    @TempDir
    static Path folder = Path.of("");
    private static World world;
    private static AdminOrders orders;
    private static AdminSocket socket;
    private static List<StoredHistory.Asked> history = List.of();
    private static Instant activated = Instant.EPOCH;
    private static Instant since = Instant.EPOCH;

    private String out = "";
    private String err = "";

    @BeforeAll
    static void fourMonths() throws IOException {
        Path database = Files.createDirectories(folder.resolve("database"));
        Files.createDirectories(folder.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        world = new World(folder, Database.file(database), false);
        world.adopt(StoredHistory.directory());
        Path config = Files.writeString(folder.resolve("broker.yaml"), BrokerConfigTest.GOOD);
        BrokerConfig read = ((BrokerConfig.Parsed.Valid) BrokerConfig.parse(config,
                BrokerConfigTest.GOOD)).config();
        PolicyVersion first = version(candidate("first",
                StoredHistory.RULES.replace("max: 4h", "max: 2h")));
        PolicyVersion second = version(candidate("second", StoredHistory.RULES));
        world.domain.policy().activate(first.snapshot(), Actor.OPERATOR, Optional.empty(),
                Optional.empty());
        PolicyDesk policies = new PolicyDesk(world.domain.trail(), world.domain.policy(), first,
                KeptPolicies.in(StateFolder.policies(read)), new SqlProposals(world.database),
                world.domain.people(), false, world.domain.foresight(), world.clock);
        policies.started(Optional.empty());
        for (int i = 0; i < BEFORE_KEEPING; i++) {
            world.domain.trail().record(PolicyDiffCommandTest::fromBeforeDecisionsWereKept);
        }
        history = StoredHistory.file(world, 20260303, () -> want(policies, second));
        for (int i = 0; i < BEFORE_KEEPING; i++) {
            world.domain.trail().record(PolicyDiffCommandTest::fromBeforeDecisionsWereKept);
        }
        since = world.clock.instant().minus(Duration.ofDays(90));
        orders = new AdminOrders(read, world.domain, world.tunnels, world.authority, policies, world.clock);
        socket = AdminSocket.listen(StateFolder.adminSocket(read), orders::answer);
    }

    private static RequestEvent.RequestRefused fromBeforeDecisionsWereKept(Instant at) {
        return new RequestEvent.RequestRefused(at, Actor.SYSTEM, new PersonName("p0"),
                new TargetName("app-p"), new LoginName("deploy"), Duration.ofHours(1), "POLICY", "no",
                Optional.empty(), Optional.empty());
    }

    private static void want(PolicyDesk policies, PolicyVersion version) {
        try {
            activated = world.clock.instant();
            policies.want(version, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PolicyVersion version(Path policy) {
        return ((Reading.Good) PolicyFolder.read(policy, world.clock.instant())).version();
    }

    @AfterAll
    static void close() throws IOException {
        socket.close();
        world.close();
    }

    private static Path candidate(String name, String rules) throws IOException {
        Path policy = Files.createDirectories(folder.resolve("candidate-" + name));
        Files.createDirectories(policy.resolve("rules"));
        Files.writeString(policy.resolve("policy.yaml"), StoredHistory.LIMITS);
        Files.writeString(policy.resolve("vocabulary.yaml"), StoredHistory.VOCABULARY);
        Files.writeString(policy.resolve("windows.yaml"), StoredHistory.WINDOWS);
        Files.writeString(policy.resolve("rules/rules.yaml"), rules);
        return policy;
    }

    private int run(Screen screen, String... words) {
        return run(folder, screen, words);
    }

    private int run(Path where, Screen screen, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--config", where.resolve("broker.yaml").toString()));
        StringWriter said = new StringWriter();
        StringWriter wrong = new StringWriter();
        int exit = BrokerMain.commandLine(screen, world.clock).setOut(new PrintWriter(said))
                .setErr(new PrintWriter(wrong)).execute(line.toArray(String[]::new));
        out = said.toString();
        err = wrong.toString();
        return exit;
    }

    private static String replaced(String text, String old, String by) {
        assertTrue(text.contains(old), old);
        return text.replace(old, by);
    }

    /** A rule that opens more, one yes less, a refusal, a shorter time, and words that change nothing. */
    private static Path planted() throws IOException {
        String rules = replaced(StoredHistory.RULES, "where: { env: staging }\n    login: viewer",
                "where: { env: [staging, prod] }\n    login: viewer");
        rules = replaced(rules, "[{ count: 1, from: ops-owners }, { count: 1, from: security }]",
                "[{ count: 1, from: ops-owners }]");
        rules = replaced(rules, "max: 3h", "max: 1h");
        rules = replaced(rules, "title: Work on staging", "title: Work anywhere on staging");
        return candidate("planted", rules + """
                deny:
                  - id: no-app-on-databases
                    title: The application's account is not for databases
                    where: { env: staging, role: db }
                    login: app
                    reason: Use the account deploy.
                """);
    }

    /** What planting that does to each, by hand. */
    private static List<String> changes(StoredHistory.Asked asked) {
        if (asked.is("acme/quick") && Set.of("app-p", "db-p").contains(asked.target())
                && asked.login().equals("viewer") && asked.atMost(1)) {
            return List.of("newly allowed");
        }
        if (asked.is("acme/ops") && asked.target().equals("app-p") && asked.login().equals("deploy")
                && asked.atMost(2)) {
            return List.of("fewer approvals", "other rule");
        }
        if (asked.onStaging() && asked.target().equals("db-s") && asked.login().equals("app")) {
            return List.of("newly denied");
        }
        if (asked.is("acme/dba") && asked.target().equals("db-p") && asked.login().equals("postgres")
                && asked.inOffice() && asked.atMost(3)) {
            return List.of(asked.atMost(1) ? "shorter" : "newly denied");
        }
        return List.of();
    }

    private static List<StoredHistory.Asked> compared(Instant from) {
        return history.stream().filter(asked -> !asked.at().isBefore(from) && asked.engaged()).toList();
    }

    private static String shown(long event, List<String> changes) {
        return event + " " + changes;
    }

    /** Most dangerous kind first, then in the order in which they were asked. */
    private static List<String> expected(Instant from) {
        return Stream.of("newly allowed", "fewer approvals", "newly denied", "shorter")
                .flatMap(kind -> compared(from).stream()
                        .filter(asked -> changes(asked).stream().findFirst().filter(kind::equals)
                                .isPresent())
                        .map(asked -> shown(asked.event(), changes(asked))))
                .toList();
    }

    private List<String> differences() {
        return JsonParser.parseObject(out, 1 << 24, 20).objects("differences").stream()
                .map(each -> shown(each.number("event"), each.strings("changes"))).toList();
    }

    private Json.Obj answer() {
        return JsonParser.parseObject(out, 1 << 24, 20);
    }

    @Test
    void exactlyWhatWasPlantedIsReportedWithWhatOpensMoreFirst() throws IOException {
        assertEquals(1, run(Screen.NONE, "policy", "diff", planted().toString(), "--json"), err);
        assertEquals(expected(since), differences());
        TreeMap<String, Long> counts = new TreeMap<>();
        compared(since)
                .forEach(asked -> changes(asked).forEach(change -> counts.merge(change, 1L, Long::sum)));
        assertEquals(Set.of("newly allowed", "fewer approvals", "newly denied", "shorter", "other rule"),
                counts.keySet());
        Json.Obj told = answer().object("counts");
        counts.forEach((change, count) -> assertEquals(count, told.number(change), change));
        assertEquals(compared(since).size(), answer().number("requests"));
        assertEquals(counts.getOrDefault("newly allowed", 0L) + counts.getOrDefault("fewer approvals", 0L),
                answer().number("opening"));
        assertEquals(world.domain.policy().current().hash(), answer().string("before"));
    }

    @Test
    void atLeastFiveHundredRequestsAreComparedAndAllOthersAreAccountedFor() throws IOException {
        assertEquals(1, run(Screen.NONE, "policy", "diff", planted().toString(), "--since", "2026-03-03",
                "--json"), err);
        assertEquals(expected(Instant.EPOCH), differences());
        assertTrue(compared(Instant.EPOCH).size() >= 500, () -> "only " + compared(Instant.EPOCH).size());
        assertEquals(compared(Instant.EPOCH).size(), answer().number("requests"));
        assertEquals(2 * BEFORE_KEEPING, answer().number("not_comparable"));
        long notEngaged = history.stream().filter(asked -> !asked.engaged()).count();
        assertTrue(notEngaged > 0);
        assertEquals(notEngaged, answer().number("not_by_policy"));
        assertEquals(history.stream().filter(asked -> asked.at().isBefore(activated))
                .filter(asked -> asked.engaged() && asked.onStaging()).count(), answer().number("moved_on"));
    }

    @Test
    void wordsOrderAndPlacesChangeNothing() throws IOException {
        String rules = replaced(StoredHistory.RULES, "title: ", "title: Another title for ");
        rules = replaced(rules, "[{ count: 1, from: ops-owners }, { count: 1, from: security }]",
                "[{ count: 1, from: security }, { count: 1, from: ops-owners }]");
        rules = replaced(rules, "login: [deploy, app]", "login: [app, deploy]");
        rules = replaced(rules, "automatic: \"read only and recorded\"",
                "automatic: \"another reason for it\"");
        String head = "# A comment.\nformat: sallyport-policy/1\nallow:\n";
        int cut = rules.indexOf("  - id: quick-look");
        Path policy = candidate("words", head + rules.substring(cut));
        Files.writeString(policy.resolve("rules/another.yaml"), rules.substring(0, cut));
        assertEquals(0, run(Screen.NONE, "policy", "diff", policy.toString(), "--json"), err);
        assertEquals(List.of(), differences());
        assertEquals(compared(since).size(), answer().number("requests"));
        assertEquals(0, run(Screen.NONE, "policy", "diff", policy.toString()), err);
        assertTrue(out.startsWith(compared(since).size() + " requests since " + since
                + ", 0 would be answered otherwise\n"), out);
        assertTrue(out.contains("  " + BEFORE_KEEPING + " can't be compared: "), out);
    }

    @Test
    void aReviewerSeesFirstHowManyWouldGetMoreAndEachWithItsRule() throws IOException {
        assertEquals(1, run(new Screen(true, false), "policy", "diff", planted().toString()), err);
        long opening = expected(since).stream()
                .filter(each -> each.contains("newly allowed") || each.contains("fewer approvals")).count();
        assertTrue(out.startsWith("\u001b[1;31m!! " + opening + " of " + compared(since).size()
                + " requests WOULD GET MORE than now\u001b[0m\n"), out);
        StoredHistory.Asked first = compared(since).stream()
                .filter(asked -> changes(asked).contains("fewer approvals")).findFirst().orElseThrow();
        assertTrue(out.contains("! " + first.request().orElseThrow() + " " + first.at() + " p"
                + first.person() + " of acme on app-p as deploy for "), out);
        String place = "by: prod-two-people at rules/rules.yaml:11:5\n";
        assertTrue(out.contains("      " + place + "      before " + place), out);
        StoredHistory.Asked opened = compared(since).stream()
                .filter(asked -> changes(asked).contains("newly allowed")).findFirst().orElseThrow();
        assertTrue(out.contains("! event " + opened.event() + " " + opened.at()), out);
        assertTrue(out.contains("newly denied: by no-app-on-databases: Use the account deploy.\n"), out);
        assertTrue(out.contains("      by: no-app-on-databases at rules/rules.yaml:37:5\n"), out);
        assertTrue(out.contains("Rule dba-office needs max at most 1h."), out);
        assertEquals(1, run(Screen.NONE, "policy", "diff", planted().toString()), err);
        assertTrue(out.startsWith("!! " + opening) && !out.contains("\u001b"), out);
    }

    @Test
    void factsAreExportedOneRequestALineAndOnlyThoseOfTheTime() {
        assertEquals(0, run(Screen.NONE, "policy", "facts", "--since", "90d"), err);
        List<Facts> facts = out.lines()
                .map(line -> Facts.parse(JsonParser.parseObject(line, 64 * 1024, 6))).toList();
        assertEquals(compared(since).stream().map(asked -> asked.start() + " p" + asked.person()).toList(),
                facts.stream().map(each -> each.at() + " " + each.requester().person()).toList());
        assertTrue(err.contains("are left out: no facts of them were kept"), err);
    }

    @Test
    void wrongTimesFoldersAndWordsAreExitCodeTwo() throws IOException {
        String good = planted().toString();
        for (String time : List.of("yesterday", "0d", "2099-01-01", "2026-02-30", "", "-90d")) {
            assertEquals(2, run(Screen.NONE, "policy", "diff", good, "--since=" + time), time);
            assertTrue(err.contains("is no time in the past"), err);
        }
        assertEquals(2, run(Screen.NONE, "policy", "diff", folder.resolve("nowhere").toString()));
        assertTrue(err.contains("has errors: nothing was compared"), err);
        assertEquals(2, run(Screen.NONE, "policy", "diff"));
        assertEquals(2, run(Screen.NONE, "policy", "diff", good, good));
        assertTrue(err.contains("--facts FILE"), err);
        assertEquals(0, run(Screen.NONE, "policy", "diff", "--help"));
        assertTrue(out.contains("Examples:") && out.contains("--since"), out);
        assertEquals(0, run(Screen.NONE, "policy", "facts", "--help"));
        assertTrue(out.contains("personal data") && out.contains("Example:"), out);
    }

    @Test
    void aBrokerThatDoesNotAnswerIsExitCodeThree(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("broker.yaml"), BrokerConfigTest.GOOD);
        for (String[] words : new String[][]{{"policy", "diff", planted().toString()}, {"policy", "facts"}}) {
            assertEquals(3, run(elsewhere, Screen.NONE, words));
            assertTrue(err.contains("start it"), err);
        }
    }

    /** Answers as the broker does, changed a little. */
    private int changed(Path elsewhere, UnaryOperator<Json.Obj> answer) throws IOException {
        Files.writeString(elsewhere.resolve("broker.yaml"), BrokerConfigTest.GOOD);
        Path state = Files.createDirectories(elsewhere.resolve("state"));
        Files.createDirectory(state.resolve("policy"));
        try (Stream<Path> kept = Files.list(folder.resolve("state/policy"))) {
            for (Path file : kept.toList()) {
                Files.copy(file, state.resolve("policy").resolve(String.valueOf(file.getFileName())),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        try (AdminSocket _ = AdminSocket.listen(state.resolve("admin.sock"),
                (order, user) -> answer.apply(orders.answer(order, user)))) {
            return run(elsewhere, Screen.NONE, "policy", "diff", planted().toString());
        }
    }

    @Test
    void aPolicyThatComesIntoForceMeanwhileEndsTheComparison(@TempDir Path elsewhere) throws IOException {
        AtomicInteger pages = new AtomicInteger();
        assertEquals(3, changed(elsewhere, answer -> {
            JsonBuilder other = Json.object();
            boolean late = pages.incrementAndGet() > 3;
            answer.fields().forEach((name, value) -> other.put(name,
                    late && name.equals("in_force") ? new Json.Str("0".repeat(64)) : value));
            return other.build();
        }), err);
        assertTrue(pages.get() > 4 && out.isEmpty(), out);
        assertTrue(err.contains("another policy came into force meanwhile"), err);
    }

    @Test
    void aBrokerThatDoesNotKnowTheOrderIsExitCodeThree(@TempDir Path elsewhere) throws IOException {
        assertEquals(3, changed(elsewhere, _ -> PolicyOrders
                .answer(false, List.of("this broker does not know that order")).build()));
        assertTrue(err.contains("this broker does not know that order"), err);
    }
}
