package io.sallyport.policies.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WindowsReaderTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/window/1");
    private static final Set<String> CODES = Set.of("bad-date", "bad-days", "bad-name", "bad-time",
            "duplicate-date", "empty-list", "missing-field", "not-a-block", "not-a-text", "too-many-entries",
            "unknown-calendar", "unknown-field", "unknown-zone");

    /** Each file is named after the code it is about; its problems stand beside it. */
    @TestFactory
    Stream<DynamicTest> everyCodeKeepsItsPlaceAndItsWords() {
        return CODES.stream().sorted().map(code -> DynamicTest.dynamicTest(code, () -> {
            List<Problem> problems = WindowFile.read(text(code + ".yaml")).problems();
            assertEquals(text(code + ".txt"), lines(problems));
            assertTrue(problems.stream().allMatch(Problem::isError));
            assertEquals(Set.of(code), problems.stream().map(Problem::code).collect(Collectors.toSet()));
        }));
    }

    @Test
    void allMistakesAreReportedAtOnce() throws IOException {
        assertEquals(text("mistakes.txt"), lines(WindowFile.read(text("mistakes.yaml")).problems()));
    }

    @Test
    void aWindowWithAMistakeIsKnownAndNeverOpens() {
        Windows windows = WindowFile.read("""
                windows:
                  w: { zone: Europe/Berlin, weekly: [{ days: mon-sun, from: 08:00, to: 18:00 }], except: [free] }
                """).windows();
        assertTrue(windows.has("w"));
        assertTrue(!windows.everOpens("w", Instant.parse("2026-03-02T10:00:00Z")));
    }

    @Test
    void everyWayToWriteDaysIsRead() {
        assertEquals(Optional.of(Set.of(DayOfWeek.WEDNESDAY)), Days.parse("wed"));
        assertEquals(Optional.of(Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY)),
                Days.parse("mon-wed"));
        assertEquals(Optional.of(Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY,
                DayOfWeek.MONDAY)), Days.parse("fri-mon"));
        assertEquals(7, Days.parse("thu-wed").orElseThrow().size());
        for (String bad : List.of("", "-", "mon-", "-mon", "mon-mon", "mon-tue-wed", "Mon", "mo", " mon")) {
            assertEquals(Optional.empty(), Days.parse(bad), bad);
        }
        Windows list = WindowFile.one("Etc/UTC", "[mon, sat-sun]", "08:00", "09:00");
        assertEquals(3, list.openings("w", Instant.parse("2026-03-02T00:00:00Z"),
                Instant.parse("2026-03-09T00:00:00Z")).size());
    }

    @Test
    void onlyAnEndCanBeTheEndOfTheDay() {
        assertEquals(Optional.of(LocalTime.of(23, 59)), TimesOfDay.parse("23:59"));
        assertEquals(Optional.of(LocalTime.MIDNIGHT), TimesOfDay.parseEnd("24:00"));
        for (String bad : List.of("", "24:00", "24:01", "23:60", "8:00", "08:00:00", "0800", "08.00",
                "-1:00")) {
            assertEquals(Optional.empty(), TimesOfDay.parse(bad), bad);
        }
    }

    @Test
    void whatHasNoRegionIsNoZone() {
        for (String bad : List.of("", "CET", "EST5EDT", "UTC", "GMT", "Z", "+02:00", "UTC+2", "GMT+02:00",
                "Etc/GMT-2", "Etc/Zulu", "Europe", "europe/berlin", "Europe/Berlin ", "Japan")) {
            assertEquals(Optional.empty(), Regions.parse(bad), bad);
        }
        for (String good : List.of("Europe/Berlin", "America/Argentina/Ushuaia", "Etc/UTC")) {
            assertTrue(Regions.parse(good).isPresent(), good);
        }
    }

    @Test
    void aWindowMayHaveAsManyPartsAsTheLimitSays() {
        String part = "{ days: mon, from: 08:00, to: 09:00 }, ";
        String text = "windows: { w: { zone: Etc/UTC, weekly: [%s] } }";
        assertEquals(List.of(),
                WindowFile.read(text.formatted(part.repeat(WindowsReader.MOST_PARTS))).problems());
        assertEquals(1,
                WindowFile.read(text.formatted(part.repeat(WindowsReader.MOST_PARTS + 1))).problems().size());
    }

    private static String lines(List<Problem> problems) {
        return problems.stream().map(problem -> problem + "\n").collect(Collectors.joining());
    }

    private static String text(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name));
    }
}
