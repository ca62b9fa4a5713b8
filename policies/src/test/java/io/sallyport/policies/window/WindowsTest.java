package io.sallyport.policies.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final String OFFICE = """
            windows:
              office:
                zone: Europe/Berlin
                weekly: [{ days: mon-fri, from: "08:00", to: "18:00" }]
                except: [holidays]
              night:
                zone: Europe/Berlin
                weekly: [{ days: [fri, sat], from: "22:00", to: "02:30" }]
                except: [holidays]
            calendars:
              holidays: [2026-01-01, 2026-12-25, 2026-12-26]
            """;
    private final Windows office = WindowFile.good(OFFICE);

    @Test
    void aWindowIsOpenAtItsBeginningAndClosedAtItsEnd() {
        assertEquals(Optional.empty(), office.openUntil("office", at("2026-03-02T07:59:59.999999999+01:00")));
        assertEquals(Optional.of(at("2026-03-02T18:00+01:00")),
                office.openUntil("office", at("2026-03-02T08:00+01:00")));
        assertEquals(Optional.of(at("2026-03-02T18:00+01:00")),
                office.openUntil("office", at("2026-03-02T17:59:59.999999999+01:00")));
        assertEquals(Optional.empty(), office.openUntil("office", at("2026-03-02T18:00+01:00")));
    }

    @Test
    void theNextOpeningIsLaterThanTheInstantAskedAbout() {
        Optional<Instant> monday = Optional.of(at("2026-03-02T08:00+01:00"));
        assertEquals(monday, office.nextOpening("office", at("2026-02-27T12:00+01:00")));
        assertEquals(monday, office.nextOpening("office", at("2026-03-02T07:59:59+01:00")));
        assertEquals(Optional.of(at("2026-03-03T08:00+01:00")),
                office.nextOpening("office", monday.orElseThrow()));
    }

    @Test
    void aHolidayIsTheDayOnWhichAWindowWouldStart() {
        assertEquals(Optional.empty(), office.openUntil("office", at("2026-12-25T10:00+01:00")));
        // Friday 25 and Saturday 26 December are holidays, Thursday's night is not in the window: the last
        // night before starts on the 19th.
        assertEquals(Optional.empty(), office.openUntil("night", at("2026-12-26T01:00+01:00")));
        assertEquals(Optional.empty(), office.openUntil("night", at("2026-12-27T01:00+01:00")));
        assertEquals(Optional.of(at("2027-01-01T22:00+01:00")),
                office.nextOpening("night", at("2026-12-20T12:00+01:00")));
    }

    @Test
    void aNightThatBeganBeforeTheHolidayGoesOn() {
        Windows eve = WindowFile.good(OFFICE.replace("[fri, sat]", "wed"));
        assertEquals(Optional.of(at("2026-01-01T02:30+01:00")),
                eve.openUntil("night", at("2026-01-01T01:00+01:00")));
    }

    @Test
    void aNightEndsAtTheChangeWhenItsEndIsSkipped() {
        Windows night = WindowFile.one("Europe/Berlin", "sat-sun", "22:00", "02:30");
        Opening opening = only(night, "2026-03-28T12:00+01:00", "2026-03-29T12:00+02:00");
        assertEquals("2026-03-28T22:00+01:00 2026-03-29T03:00+02:00 true", text(opening));
        assertEquals("Sat 2026-03-28 22:00 +01:00 to Sun 2026-03-29 03:00 +02:00", opening.text());
        assertEquals(Duration.ofHours(4), Duration.between(opening.from(), opening.to()));
    }

    @Test
    void aNightEndsTheFirstTimeTheClockShowsItsEnd() {
        Windows night = WindowFile.one("Europe/Berlin", "sat-sun", "22:00", "02:30");
        Opening opening = only(night, "2026-10-24T12:00+02:00", "2026-10-25T12:00+01:00");
        assertEquals("2026-10-24T22:00+02:00 2026-10-25T02:30+02:00 true", text(opening));
        assertEquals(Duration.ofMinutes(270), Duration.between(opening.from(), opening.to()));
        assertEquals(Optional.empty(), night.openUntil("w", at("2026-10-25T02:15+01:00")));
    }

    @Test
    void aWindowThatIsSkippedWhollyDoesNotOpen() {
        Windows early = WindowFile.one("Europe/Berlin", "sun", "02:10", "02:40");
        assertEquals(List.of(),
                early.openings("w", at("2026-03-29T00:00+01:00"), at("2026-03-30T00:00+02:00")));
        assertEquals(Optional.of(at("2026-04-05T02:10+02:00")),
                early.nextOpening("w", at("2026-03-28T12:00+01:00")));
    }

    @Test
    void aWindowInARepeatedHourOpensOnce() {
        Windows early = WindowFile.one("Europe/Berlin", "sun", "02:10", "02:40");
        assertEquals("2026-10-25T02:10+02:00 2026-10-25T02:40+02:00 true",
                text(only(early, "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00")));
        assertEquals(Optional.empty(), early.openUntil("w", at("2026-10-25T02:20+01:00")));
    }

    @Test
    void aBeginningThatIsSkippedIsTheChange() {
        Windows early = WindowFile.one("Europe/Berlin", "sun", "02:30", "04:00");
        assertEquals("2026-03-29T03:00+02:00 2026-03-29T04:00+02:00 true",
                text(only(early, "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00")));
    }

    @Test
    void anEndAfterTheRepeatedHourIncludesBothPasses() {
        Windows early = WindowFile.one("Europe/Berlin", "sun", "02:30", "03:00");
        assertEquals("2026-10-25T02:30+02:00 2026-10-25T03:00+01:00 true",
                text(only(early, "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00")));
    }

    @Test
    void halfAnHourOfSummerTimeIsHalfAnHour() {
        Windows early = WindowFile.one("Australia/Lord_Howe", "sun", "02:10", "02:40");
        assertEquals("2026-10-04T02:30+11:00 2026-10-04T02:40+11:00 true",
                text(only(early, "2026-10-03T12:00+10:30", "2026-10-04T12:00+11:00")));
        Windows repeated = WindowFile.one("Australia/Lord_Howe", "sun", "01:20", "01:50");
        assertEquals("2026-04-05T01:20+11:00 2026-04-05T01:50+11:00 true",
                text(only(repeated, "2026-04-04T12:00+11:00", "2026-04-05T12:00+10:30")));
    }

    @Test
    void offsetsOfQuartersOfAnHourAreKept() {
        Windows office = WindowFile.one("Asia/Kathmandu", "mon-fri", "09:00", "17:00");
        assertEquals(Optional.of(at("2026-03-02T11:15Z")), office.openUntil("w", at("2026-03-02T03:15Z")));
        assertEquals(Optional.empty(), office.openUntil("w", at("2026-03-02T03:14:59Z")));
    }

    @Test
    void midnightMayBeSkippedOrRepeated() {
        Windows day = WindowFile.one("America/Sao_Paulo", "sun", "00:00", "06:00");
        assertEquals("2018-11-04T01:00-02:00 2018-11-04T06:00-02:00 true",
                text(only(day, "2018-11-03T12:00-03:00", "2018-11-04T12:00-02:00")));
        Windows late = WindowFile.one("America/Sao_Paulo", "sat", "23:10", "23:40");
        assertEquals("2018-02-17T23:10-02:00 2018-02-17T23:40-02:00 true",
                text(only(late, "2018-02-17T12:00-02:00", "2018-02-18T12:00-03:00")));
        Windows cairo = WindowFile.one("Africa/Cairo", "thu", "20:00", "24:00");
        assertEquals("2026-04-23T20:00+02:00 2026-04-24T01:00+03:00 true",
                text(only(cairo, "2026-04-23T12:00+02:00", "2026-04-24T12:00+03:00")));
        assertEquals("2026-10-29T20:00+03:00 2026-10-30T00:00+02:00 true",
                text(only(cairo, "2026-10-29T12:00+03:00", "2026-10-30T12:00+02:00")));
    }

    @Test
    void aClockThatIsPutBackOverMidnightDoesNotCloseTheNewDay() {
        Windows havana = WindowFile.one("America/Havana", "sun", "00:30", "00:45");
        assertEquals("2026-11-01T00:30-04:00 2026-11-01T00:45-04:00 true",
                text(only(havana, "2026-10-31T12:00-04:00", "2026-11-01T12:00-05:00")));
        // St. John's put its clock back from 00:01 to 23:01: the new day had begun and does not begin
        // again.
        Windows day = WindowFile.one("America/St_Johns", "sun", "00:00", "06:00");
        assertEquals("2010-11-07T00:00-02:30 2010-11-07T06:00-03:30 true",
                text(only(day, "2010-11-06T12:00-02:30", "2010-11-07T12:00-03:30")));
        Instant again = at("2010-11-06T23:30-03:30");
        assertTrue(day.openUntil("w", again).isPresent());
        Windows always = WindowFile.one("America/St_Johns", "mon-sun", "00:00", "24:00");
        assertEquals(Optional.of(again), always.openUntil("w", again.minus(Windows.JOINED_AT_MOST)));
    }

    @Test
    void ramadanMovesTheClockTwiceAYear() {
        Windows early = WindowFile.one("Africa/Casablanca", "sun", "02:10", "02:40");
        List<Opening> changed = early.openings("w", at("2026-01-01T00:00Z"), at("2027-01-01T00:00Z")).stream()
                .filter(Opening::dstDay).toList();
        assertEquals(List.of("2026-02-15T02:10+01:00 2026-02-15T02:40+01:00 true"),
                changed.stream().map(WindowsTest::text).toList());
        assertEquals(Optional.of(at("2026-03-29T02:10+01:00")),
                early.nextOpening("w", at("2026-03-15T12:00Z")));
    }

    @Test
    void aDayThatTheDateLineTookAwayDoesNotOpen() {
        Windows friday = WindowFile.one("Pacific/Apia", "fri", "08:00", "18:00");
        assertEquals(Optional.of(at("2012-01-06T08:00+14:00")),
                friday.nextOpening("w", at("2011-12-28T12:00-10:00")));
        Windows thursday = WindowFile.one("Pacific/Apia", "thu", "22:00", "02:30");
        assertEquals("2011-12-29T22:00-10:00 2011-12-31T00:00+14:00 true",
                text(only(thursday, "2011-12-29T12:00-10:00", "2011-12-31T12:00+14:00")));
    }

    @Test
    void partsThatTouchOrOverlapAreOneOpening() {
        Windows parts = WindowFile.good("""
                windows:
                  w:
                    zone: Europe/Berlin
                    weekly:
                      - { days: fri, from: 16:00, to: 24:00 }
                      - { days: sat, from: 00:00, to: 06:00 }
                      - { days: fri, from: 12:00, to: 17:00 }
                      - { days: fri, from: 13:00, to: 14:00 }
                """);
        assertEquals("2026-03-06T12:00+01:00 2026-03-07T06:00+01:00 false",
                text(only(parts, "2026-03-05T00:00+01:00", "2026-03-10T00:00+01:00")));
        assertEquals(Optional.of(at("2026-03-07T06:00+01:00")),
                parts.openUntil("w", at("2026-03-06T12:30+01:00")));
        assertEquals(Optional.of(at("2026-03-13T12:00+01:00")),
                parts.nextOpening("w", at("2026-03-06T12:00+01:00")));
    }

    @Test
    void anAlwaysOpenWindowIsSaidToCloseSixteenDaysLater() {
        for (String to : List.of("24:00", "00:00")) {
            Windows always = WindowFile.one("Europe/Berlin", "mon-sun", "00:00", to);
            Instant now = at("2026-03-28T12:34:56+01:00");
            assertEquals(Optional.of(now.plus(Duration.ofDays(16))), always.openUntil("w", now));
            assertEquals(Optional.empty(), always.nextOpening("w", now));
            assertTrue(always.everOpens("w", now));
            assertEquals(1, always.openings("w", now, now.plusSeconds(1)).size());
        }
    }

    @Test
    void shortPartsJoinWithoutALimitOnTheirNumber() {
        StringBuilder halfHours = new StringBuilder("windows: { w: { zone: Etc/UTC, weekly: [");
        for (int i = 0; i < 48; i++) {
            halfHours.append("{ days: mon, from: %02d:%02d, to: %02d:%02d }, ".formatted(i / 2, i % 2 * 30,
                    (i + 1) / 2, (i + 1) % 2 * 30));
        }
        assertEquals(Optional.of(at("2026-03-03T00:00Z")),
                WindowFile.good(halfHours + "] } }").openUntil("w", at("2026-03-02T00:00Z")));
    }

    @Test
    void aWindowOfWhichEveryDayIsExceptedNeverOpens() {
        StringBuilder days = new StringBuilder();
        for (LocalDate day = LocalDate.parse("2026-01-01"); day.getYear() < 2028; day = day.plusDays(1)) {
            days.append(day).append(", ");
        }
        Windows never = WindowFile.good("""
                windows: { w: { zone: Etc/UTC, weekly: [{ days: mon-sun, from: 08:00, to: 09:00 }], except: all } }
                calendars: { all: [%s] }
                """.formatted(days));
        assertFalse(never.everOpens("w", at("2026-06-01T00:00Z")));
        assertTrue(never.everOpens("w", at("2026-12-31T09:00Z")), "opens on 1 January 2028, 366 days later");
        assertFalse(never.everOpens("w", at("2026-12-31T08:00Z")), "opens when the horizon ends");
    }

    @Test
    void instantsAreSaidAsPeopleReadThem() {
        assertEquals("Monday 2 March 08:00 Europe/Berlin", office.text("office", at("2026-03-02T07:00Z")));
        assertEquals("Sunday 25 October 02:30+02:00 Europe/Berlin",
                office.text("office", at("2026-10-25T00:30Z")));
        assertEquals("Sunday 25 October 02:30+01:00 Europe/Berlin",
                office.text("office", at("2026-10-25T01:30Z")));
    }

    @Test
    void aCalendarWithoutDatesInTheComingYearIsNamed() {
        assertEquals(Optional.of(LocalDate.parse("2026-12-26")), office.lastDate("holidays"));
        assertEquals(Set.of(), office.calendarsWithoutDates(at("2026-12-26T23:59Z")));
        assertEquals(Set.of("holidays"), office.calendarsWithoutDates(at("2026-12-27T00:00Z")));
        assertEquals(Set.of("holidays"), office.calendarsWithoutDates(at("2024-12-31T23:59Z")));
        assertEquals(Set.of(), office.calendarsWithoutDates(at("2025-01-02T00:00Z")));
    }

    @Test
    void whatNeverOpensAndWhatHasExpiredIsWarnedOf() {
        Windows windows = WindowFile.good("""
                windows:
                  never: { zone: Etc/UTC, weekly: [{ days: fri, from: 08:00, to: 09:00 }], except: [fridays] }
                calendars:
                  fridays: [2029-01-05, 2029-01-12]
                """);
        assertEquals(
                "[windows.yaml:4:3: warning [expired-calendar] the calendar 'fridays' has no date in the coming year]",
                windows.warnings(at("2026-01-01T00:00Z")).toString());
        assertEquals(List.of(), windows.warnings(at("2029-01-01T00:00Z")));
        Windows broken = WindowFile.read("windows: { w: {} }").windows();
        assertEquals(List.of("never-opens"),
                broken.warnings(at("2026-01-01T00:00Z")).stream().map(problem -> problem.code()).toList());
    }

    @Test
    void namesAndPlacesAreKnown() {
        assertEquals(List.of("night", "office"), List.copyOf(office.names()));
        assertTrue(office.has("office"));
        assertFalse(office.has("Office"));
        assertEquals(ZoneId.of("Europe/Berlin"), office.zone("office"));
        assertEquals("windows.yaml:2:3", office.at("office").toString());
        assertEquals("windows.yaml:11:3", office.calendarAt("holidays").toString());
        assertThrows(IllegalArgumentException.class,
                () -> office.openUntil("offfice", at("2026-03-02T07:00Z")));
        assertThrows(IllegalArgumentException.class, () -> office.lastDate("office"));
        assertTrue(Windows.none().names().isEmpty());
        assertTrue(Windows.rulesVersion().matches("20[0-9]{2}[a-z]+"), Windows.rulesVersion());
    }

    private static Opening only(Windows windows, String from, String to) {
        List<Opening> openings = windows.openings("w", at(from), at(to));
        assertEquals(1, openings.size(), openings.toString());
        return openings.getFirst();
    }

    private static String text(Opening opening) {
        return opening.fromText() + " " + opening.toText() + " " + opening.dstDay();
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
