package io.sallyport.policies.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Windows agree with {@link MinuteWalk}. Drawn from fixed seeds: a failure names zone, instant and the text of the window. */
class WindowsWalkTest {
    private static final List<String> ZONES = List.of("Europe/Berlin", "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Asia/Kathmandu", "Africa/Casablanca", "Africa/Cairo", "Africa/El_Aaiun", "America/Havana",
            "America/New_York", "America/Nuuk", "America/Santiago", "America/St_Johns", "Antarctica/Troll",
            "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kolkata", "Atlantic/Azores",
            "Europe/Chisinau",
            "Europe/Dublin", "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
            "Pacific/Easter", "America/Asuncion", "Etc/UTC");
    private static final int WINDOWS = 200;
    private static final int INSTANTS_EACH = 50;
    private static final int DAYS = 34;
    /** Instants are drawn from the first half, so that the longest joining fits in the walk. */
    private static final int DAYS_ASKED = 17;
    private static final Duration JOINED = Duration.ofDays(16);

    private final Random random = new Random(20260329);

    @Test
    void tenThousandInstantsAreOpenAndClosedAsTheClockOnTheWallSays() {
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        long seconds = Duration.between(start, Instant.parse("2037-11-01T00:00:00Z")).toSeconds();
        for (int i = 0; i < WINDOWS; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(i % ZONES.size()));
            Instant first = start.plusSeconds(random.nextLong(seconds));
            ZoneOffsetTransition change = zone.getRules().nextTransition(first);
            boolean atChange = change != null && i % 4 > 0;
            compare(zone, atChange ? change.getInstant() : first.plus(Duration.ofDays(8)), INSTANTS_EACH);
        }
    }

    /** Changes of kinds that the coming years do not promise: skipped days, midnights, minutes past midnight, moves without summer time. */
    @Test
    void strangeChangesOfThePastAreWalkedToo() {
        Map<String, String> changes = Map.ofEntries(Map.entry("Pacific/Apia", "2011-12-30T10:00Z"),
                Map.entry("Pacific/Kwajalein", "1993-08-21T12:00Z"),
                Map.entry("Pacific/Kiritimati", "1994-12-31T10:00Z"),
                Map.entry("America/St_Johns", "2010-11-07T02:31Z"),
                Map.entry("America/Goose_Bay", "2009-03-08T04:01Z"),
                Map.entry("America/Sao_Paulo", "2018-11-04T03:00Z"),
                Map.entry("America/Caracas", "2007-12-09T07:00Z"),
                Map.entry("Asia/Pyongyang", "2018-05-04T15:00Z"),
                Map.entry("Asia/Amman", "2012-10-25T22:00Z"),
                Map.entry("Asia/Tehran", "2022-09-21T19:30Z"),
                Map.entry("Antarctica/Casey", "2010-03-04T15:00Z"),
                Map.entry("Europe/Volgograd", "2020-12-26T23:00Z"),
                Map.entry("America/Metlakatla", "2015-11-01T10:00Z"));
        // Sorted: the order of such a map differs from run to run, and the samples would with it.
        new TreeMap<>(changes).forEach((zone, change) -> {
            for (int i = 0; i < 4; i++) {
                compare(ZoneId.of(zone), OffsetDateTime.parse(change).toInstant(), INSTANTS_EACH);
            }
        });
    }

    /** The walk has {@code middle} in the half from which instants are drawn. */
    private void compare(ZoneId zone, Instant middle, int instants) {
        Instant first = middle.minusSeconds(random.nextInt(1, DAYS_ASKED * 86_400))
                .truncatedTo(ChronoUnit.MINUTES);
        RandomWindow drawn = RandomWindow.draw(random, zone, first, DAYS);
        MinuteWalk walk = MinuteWalk.of(zone, drawn.parts(), drawn.except(), first, DAYS * 1440);
        Windows windows = WindowFile.good(drawn.yaml());
        for (int i = 0; i < instants; i++) {
            compare(drawn, windows, walk, instant(first, middle, walk));
        }
        Instant from = first.plus(JOINED);
        Instant to = walk.end().minus(JOINED);
        assertEquals(walk.openings(from, to), windows.openings("w", from, to).stream()
                .map(opening -> new Stretch(opening.from(), opening.to())).toList(), drawn::yaml);
    }

    private Instant instant(Instant first, Instant middle, MinuteWalk walk) {
        Instant any = first.plusNanos(random.nextLong(Duration.ofDays(DAYS_ASKED).toNanos()));
        Instant last = first.plus(Duration.ofDays(DAYS_ASKED));
        Instant at = switch (random.nextInt(4)) {
            case 0 -> middle.plusSeconds(random.nextInt(-10_800, 10_800));
            case 1 -> walk.changesAfter(any);
            case 2 -> walk.changesAfter(any).minusNanos(1);
            default -> any;
        };
        return at.isBefore(first) || at.isAfter(last) ? any : at;
    }

    private static void compare(RandomWindow drawn, Windows windows, MinuteWalk walk, Instant at) {
        String where = at + " " + drawn.yaml();
        Instant most = at.plus(JOINED);
        Instant closes = walk.closesAfter(at);
        Optional<Instant> until = walk.isOpen(at)
                ? Optional.of(closes.isAfter(most) ? most : closes)
                : Optional.empty();
        assertEquals(until, windows.openUntil("w", at), where);
        Optional<Instant> next = windows.nextOpening("w", at);
        if (walk.opensAfter(at).equals(walk.end())) {
            assertTrue(next.isEmpty() || !next.get().isBefore(walk.end()), where);
        } else {
            assertEquals(Optional.of(walk.opensAfter(at)), next, where);
        }
    }

    @Test
    void theOneOpeningOfAYearIsFoundAndNoneBeyondIt() {
        int none = 0;
        for (int i = 0; i < 8; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(i));
            Instant at = Instant.parse("2029-01-01T00:00:00Z").plusSeconds(60L * random.nextInt(500_000));
            RandomWindow drawn = RandomWindow.rare(random, zone, at);
            MinuteWalk year = MinuteWalk.of(zone, drawn.parts(), drawn.except(), at, 366 * 1440);
            Windows windows = WindowFile.good(drawn.yaml());
            Optional<Instant> expected = Optional.of(year.opensAfter(at))
                    .filter(found -> found.isBefore(year.end()));
            assertEquals(expected, windows.nextOpening("w", at), drawn::yaml);
            assertEquals(year.isOpen(at) || expected.isPresent(), windows.everOpens("w", at), drawn::yaml);
            none += expected.isEmpty() ? 1 : 0;
        }
        assertTrue(none < 4, "most of these windows open within the year");
    }
}
