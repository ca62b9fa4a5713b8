package io.sallyport.policies.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsCommandTest {
    private static final String WINDOWS = """
            format: sallyport-policy/1
            windows:
              night:
                zone: Europe/Berlin
                weekly: [{ days: sat-sun, from: "22:00", to: "02:30" }]
              office:
                zone: Europe/Berlin
                weekly: [{ days: mon-fri, from: "08:00", to: "18:00" }]
                except: [holidays]
            calendars:
              holidays: [2026-03-27]
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("windows.yaml"), WINDOWS);
    }

    @Test
    void openingsArePrintedWithOffsetsAndDaysOnWhichTheClockChangesAreFlagged() {
        assertEquals(0, run("--next", "4d"));
        assertEquals("""
                night (Europe/Berlin): closed, opens Saturday 28 March 22:00 Europe/Berlin
                  Sat 2026-03-28 22:00 +01:00 to Sun 2026-03-29 03:00 +02:00  4h  clock changes
                  Sun 2026-03-29 22:00 +02:00 to Mon 2026-03-30 02:30 +02:00  4h30m  clock changes
                office (Europe/Berlin): open until Thursday 26 March 18:00 Europe/Berlin
                  Thu 2026-03-26 08:00 +01:00 to Thu 2026-03-26 18:00 +01:00  10h
                  Mon 2026-03-30 08:00 +02:00 to Mon 2026-03-30 18:00 +02:00  10h
                """, text(out));
        assertEquals("", text(err));
    }

    @Test
    void fourteenDaysFromNowAreTheStandard() {
        assertEquals(0, run("--json"));
        Json.Obj answer = answer();
        assertEquals("2026-03-26T10:00:00Z", answer.string("from"));
        assertEquals("2026-04-09T10:00:00Z", answer.string("to"));
        List<Json.Obj> windows = answer.objects("windows");
        assertEquals("2026-03-28T21:00:00Z", windows.getFirst().string("next_opening"));
        Json.Obj first = windows.getFirst().objects("openings").getFirst();
        assertEquals("2026-03-28T22:00+01:00", first.string("from"));
        assertEquals("2026-03-29T03:00+02:00", first.string("to"));
        assertEquals(14_400, first.number("seconds"));
        assertTrue(first.bool("clock_changes"));
        assertEquals("2026-03-26T17:00:00Z", windows.getLast().string("open_until"));
    }

    @Test
    void anotherBeginningMayBeGiven() {
        assertEquals(0, run("--from", "2026-10-24T12:00:00Z", "--next", "24h"));
        assertTrue(text(out).contains("Sat 2026-10-24 22:00 +02:00 to Sun 2026-10-25 02:30 +02:00  4h30m"),
                text(out));
    }

    @Test
    void whatHasExpiredIsWarnedOf() {
        assertEquals(0, run("--from", "2027-01-01T00:00:00Z"));
        assertEquals(
                "windows.yaml:11:3: warning [expired-calendar] the calendar 'holidays' has no date in the coming year\n",
                text(err));
    }

    @Test
    void aFileWithAMistakeIsExitCodeTwoWithItsPlace() throws IOException {
        Files.writeString(folder.resolve("windows.yaml"), WINDOWS.replace("[holidays]", "[holiday]"));
        assertEquals(2, run());
        assertTrue(text(err).startsWith("windows.yaml:9:14: error [unknown-calendar]"), text(err));
        assertEquals("", text(out));
        assertEquals(2, run("--json"));
        assertEquals("unknown-calendar", answer().objects("problems").getFirst().string("code"));
    }

    @Test
    void aFileOfAnotherFormatIsNotGuessedAt() throws IOException {
        Files.writeString(folder.resolve("windows.yaml"), WINDOWS.replace("policy/1", "policy/2"));
        assertEquals(2, run());
        assertTrue(text(err).startsWith("windows.yaml:1:9: error [wrong-format]"), text(err));
    }

    @Test
    void aFolderWithoutWindowsSaysSo() throws IOException {
        Files.delete(folder.resolve("windows.yaml"));
        assertEquals(0, run());
        assertTrue(text(out).startsWith("no windows: "), text(out));
        assertEquals(2, new PolicyCommand(stream(out), stream(err), time()).run(
                new String[]{"windows", folder.resolve("nowhere").toString()}));
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        for (String[] wrong : List.of(new String[]{"--next", "0d"}, new String[]{"--next", "367d"},
                new String[]{"--next", "two weeks"}, new String[]{"--from", "tomorrow"},
                new String[]{"--from", "+1000000000-12-31T23:59:59Z"}, new String[]{"--form", "x"})) {
            assertEquals(2, run(wrong), String.join(" ", wrong));
        }
        assertEquals(0, run("--next", "366d"));
    }

    private int run(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "windows";
        all[1] = folder.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return new PolicyCommand(stream(out), stream(err), time()).run(all);
    }

    private static InstantSource time() {
        return InstantSource.fixed(Instant.parse("2026-03-26T10:00:00Z"));
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
