package io.sallyport.policies.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {

    private static final String EXAMPLE = "example";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theShippedExampleIsCleanWithoutWarnings() {
        assertEquals(0, run("check", EXAMPLE));
        assertTrue(text(out).startsWith("ok: 9 rules, policy "), text(out));
        assertEquals("", text(err));
    }

    @Test
    void theExampleGivesStagingAtOnce() {
        assertEquals(0, explain("staging", "app", "deploy", "4h", "--json"));
        Json.Obj answer = answer();
        assertEquals("acme-ops-staging", answer.string("rule"));
        assertEquals("automatic", answer.string("kind"));
    }

    @Test
    void theExampleGivesProductionAfterOneYesOfTheOwners() {
        assertEquals(0, explain("prod", "app", "deploy", "2h", "--json"));
        Json.Obj answer = answer();
        assertEquals("acme-ops-prod", answer.string("rule"));
        assertEquals("ops-owners", answer.objects("before").getFirst().string("from"));
        assertEquals(Instant.parse("2026-03-03T12:00:00Z").getEpochSecond(), answer.number("end"));
    }

    @Test
    void theExampleLeavesRootOut() {
        assertEquals(1, explain("prod", "app", "root", "2h", "--as", "engineer"));
        assertTrue(text(out).contains("login: needs app or deploy, is root"), text(out));
        assertFalse(text(out).contains("rules/acme-ops.yaml"), text(out));
    }

    @Test
    void theExamplesTestsHoldAndUseEveryRule() {
        assertEquals(0, run("test", EXAMPLE), () -> text(out) + text(err));
        assertTrue(text(out).contains("ok   tests/dba.yaml:13 a normal working day"), text(out));
        assertTrue(text(out).endsWith("23 of 23 tests hold, 0 rules without a test\n"), text(out));
    }

    @Test
    void aTestThatDoesNotHoldIsExitCodeOne(@TempDir Path folder) throws IOException {
        copyExample(folder);
        Files.writeString(folder.resolve("tests/ops.yaml"),
                Files.readString(Path.of(EXAMPLE, "tests/ops.yaml"))
                        .replace("approvals: 1", "approvals: 2"));
        assertEquals(1, run("test", folder.toString()));
        assertTrue(text(out).contains("FAIL tests/ops.yaml:11 production after one yes of the owners"),
                text(out));
        assertTrue(text(out).contains("approvals: expected 2, is 1"), text(out));
        assertTrue(text(out).contains("rule without a test: acme-ops-prod\n"), text(out));
        out.reset();
        assertEquals(1, run("test", folder.toString(), "--json"));
        assertFalse(answer().bool("holds"));
    }

    @Test
    void aDiffShowsWhatOpensMoreAndIsExitCodeOne(@TempDir Path folder) throws IOException {
        copyExample(folder);
        Path rules = folder.resolve("rules/acme-ops.yaml");
        Files.writeString(rules, Files.readString(rules).replace("where: { env: prod, role: app }",
                "where: { env: prod, role: [app, db] }"));
        explain("prod", "app", "deploy", "2h", "--json");
        Path facts = folder.resolve("facts.jsonl");
        String asked = answer().object("explanation").object("facts").text();
        Files.writeString(facts, asked + "\n" + asked.replace("\"role\":\"app\"", "\"role\":\"db\"") + "\n");
        out.reset();
        assertEquals(1, run("diff", EXAMPLE, folder.toString(), "--facts", facts.toString()), text(err));
        assertTrue(text(out).startsWith("! 2026-03-03T10:00:00Z somebody of acme on web-1 as deploy for 2h\n"
                + "      newly allowed: by acme-ops-prod, 1 of ops-owners"), text(out));
        assertTrue(text(out).contains("\n      by: acme-ops-prod at rules/acme-ops.yaml:"), text(out));
        assertTrue(text(out).endsWith("2 requests, 1 would be answered otherwise: 1 newly allowed\n"),
                text(out));
        out.reset();
        assertEquals(0, run("diff", EXAMPLE, EXAMPLE, "--facts", facts.toString(), "--json"));
        assertEquals(0, answer().objects("differences").size());
        Files.writeString(facts, "{}\n");
        assertEquals(2, run("diff", EXAMPLE, EXAMPLE, "--facts", facts.toString()));
        assertTrue(text(err).contains("facts.jsonl:1: "), text(err));
    }

    @Test
    void theSchemaIsOneLineOfJson() {
        assertEquals(0, run("schema"));
        assertEquals("https://json-schema.org/draft/2020-12/schema", answer().string("$schema"));
        out.reset();
        assertEquals(0, run("schema", EXAMPLE));
        assertTrue(text(out).contains("acme-ops") || text(out).contains("acme/ops"), text(out));
    }

    @Test
    void emergencyTicketAndMaintenanceCanBeAskedAbout() {
        assertEquals(0, run("explain", EXAMPLE, "--group", "acme/dba", "--mfa", "phishing-resistant",
                "--target",
                "db-1", "--label", "env=prod", "--label", "role=db", "--login", "postgres", "--for", "1h",
                "--ticket", "CHG-1", "--ticket-field", "kind=change", "--ticket-field", "state=open",
                "--maintenance-until", "2026-03-01T10:30:00Z", "--at", "2026-03-01T10:00:00Z", "--json"),
                () -> text(out));
        assertEquals("end of the declared maintenance", answer().string("end_reason"));
        out.reset();
        assertEquals(0,
                run("explain", EXAMPLE, "--group", "acme/dba", "--mfa", "phishing-resistant", "--target",
                        "db-1", "--label", "env=prod", "--label", "role=db", "--login", "postgres", "--for",
                        "1h",
                        "--emergency", "yes", "--ticket", "unknown", "--as", "approver"));
        assertTrue(text(out).contains("watched by 1 of secops"), text(out));
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        for (String command : List.of("check", "test", "explain", "diff", "facts", "windows", "schema")) {
            out.reset();
            assertEquals(0, run(command, "--help"));
            assertTrue(text(out).contains("usage: sallyport policy " + command), command);
            assertTrue(text(out).contains("example"), command);
        }
    }

    private static void copyExample(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(EXAMPLE))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(Path.of(EXAMPLE).relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    @Test
    void aBrokenFolderIsExitCodeTwoWithEveryPlace(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("policy.yaml"), "format: sallyport-policy/2\n");
        Files.writeString(folder.resolve("rules.yaml"), "format: sallyport-policy/1\n");
        assertEquals(2, run("check", folder.toString()));
        assertTrue(text(err).contains("policy.yaml:1:9: error [wrong-format]"), text(err));
        assertTrue(text(err).contains("vocabulary.yaml:1:1: error [missing-file]"), text(err));
        assertTrue(text(err).contains("rules.yaml:1:1: error [unknown-file]"), text(err));
        out.reset();
        assertEquals(2, run("check", folder.toString(), "--json"));
        assertEquals(3, answer().objects("problems").size());
    }

    @Test
    void wrongUsageIsExitCodeTwoWithAHint() {
        assertEquals(2, run());
        assertEquals(2, run("chekc", EXAMPLE));
        assertEquals(2, run("check"));
        assertEquals(2, run("check", EXAMPLE, "--group", "x"));
        assertEquals(2, run("explain", EXAMPLE, "--target", "web-1"));
        assertEquals(2, run("explain", EXAMPLE, "--lable", "a=b"));
        assertTrue(text(err).contains("did you mean --label?"), text(err));
        assertEquals(0, run("--help"));
        assertEquals(0, run("explain", "--help"));
    }

    private int explain(String env, String role, String login, String time, String... more) {
        List<String> words = new ArrayList<>(
                List.of("explain", EXAMPLE, "--group", "acme/ops", "--target", "web-1", "--label",
                        "env=" + env, "--label", "role=" + role, "--login", login, "--for", time));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private int run(String... words) {
        InstantSource time = InstantSource.fixed(Instant.parse("2026-03-03T10:00:00Z"));
        return new PolicyCommand(stream(out), stream(err), time).run(words);
    }

    private Json.Obj answer() {
        return JsonParser.parseObject(text(out), 1 << 20, 20);
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
