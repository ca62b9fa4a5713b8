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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {

    private static final String EXAMPLE = "example";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theShippedExampleIsCleanWithoutWarnings() {
        assertEquals(0, run("check", EXAMPLE));
        assertTrue(text(out).startsWith("ok: 3 rules, policy "), text(out));
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
        assertFalse(text(out).contains("rules/acme.yaml"), text(out));
    }

    @Test
    void aBrokenFolderIsExitCodeTwoWithEveryPlace(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("policy.yaml"), "format: sallyport-policy/2\n");
        Files.writeString(folder.resolve("windows.yaml"), "format: sallyport-policy/1\n");
        assertEquals(2, run("check", folder.toString()));
        assertTrue(text(err).contains("policy.yaml:1:9: error [wrong-format]"), text(err));
        assertTrue(text(err).contains("vocabulary.yaml:1:1: error [missing-file]"), text(err));
        assertTrue(text(err).contains("windows.yaml:1:1: error [not-in-this-version]"), text(err));
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
        return JsonParser.parseObject(text(out), 1 << 20, 12);
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
