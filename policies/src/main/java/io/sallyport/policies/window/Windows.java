package io.sallyport.policies.window;

import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneRulesProvider;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The named windows and calendars of a policy folder. Immutable, safe for many threads, without a clock: what it answers depends on the
 * file, the instant asked about and the zone rules of the JDK ({@link #rulesVersion}), on nothing else.
 *
 * <p>A window is half-open in wall time: it opens when the clock of its zone first reaches {@code from} and closes when that clock first
 * reaches {@code to}. A reading that the clock skips is reached at the instant of the change; one that it shows twice is reached the first
 * time. So a window that lies wholly in a gap does not open, and one that lies wholly in a repeated hour opens once. {@code to} not after
 * {@code from} is the next day's; the whole belongs to the day on which it starts, also for {@code except}. Parts that overlap or touch are
 * joined.
 *
 * <p>Joining looks {@link #JOINED_AT_MOST} ahead, a step for each day: who asks how long an always-open window stays open is told 16 days.
 * No rule gives more than 24 hours, so nobody meets this limit.
 *
 * <p>Methods that take a name throw {@link IllegalArgumentException} when there is none such: ask {@link #has} first.
 */
public final class Windows {
    /** The fields of the file. */
    public static final Set<String> FIELDS = Set.of("format", "windows", "calendars");
    /** More than any session lasts, and short enough to be looked through for each decision. */
    public static final Duration JOINED_AT_MOST = Duration.ofDays(16);
    /** A window that stays closed this long is taken for one that never opens: twelve months, a leap day included. */
    public static final Duration HORIZON = Duration.ofDays(366);

    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("EEEE d MMMM HH:mm",
            Locale.ENGLISH);
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter.ofPattern("EEEE d MMMM HH:mmxxx",
            Locale.ENGLISH);

    private final SortedMap<String, Window> windows;
    private final SortedMap<String, Calendar> calendars;

    Windows(SortedMap<String, Window> windows, SortedMap<String, Calendar> calendars) {
        this.windows = Collections.unmodifiableSortedMap(new TreeMap<>(windows));
        this.calendars = Collections.unmodifiableSortedMap(new TreeMap<>(calendars));
    }

    /** Those of a folder without the file. */
    public static Windows none() {
        return new Windows(new TreeMap<>(), new TreeMap<>());
    }

    /**
     * Reads the file; everything wrong goes to the problems of {@code file}. A window or calendar with a mistake is still known by its name,
     * as one that never opens and one without dates, so that who names it is not reported too.
     */
    public static Windows read(Fields file) {
        return new WindowsReader(file).read();
    }

    /** The version of the zone rules that answers rest on, such as {@code 2025b}: an update of the JDK can move future openings. */
    public static String rulesVersion() {
        return ZoneRulesProvider.getVersions("Europe/Berlin").lastEntry().getKey();
    }

    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(windows.keySet()));
    }

    public boolean has(String name) {
        return windows.containsKey(name);
    }

    /** Where its name is written. */
    public Location at(String name) {
        return window(name).at();
    }

    public ZoneId zone(String name) {
        return window(name).clock().zone();
    }

    /** When the window that is open at this instant closes (exclusive, joined, at most {@link #JOINED_AT_MOST} later); nothing when it is closed. */
    public Optional<Instant> openUntil(String name, Instant at) {
        return openUntil(name, at, JOINED_AT_MOST);
    }

    /** As {@link #openUntil(String, Instant)}, told no later than {@code ahead}: the nearer, the cheaper. */
    public Optional<Instant> openUntil(String name, Instant at, Duration ahead) {
        return window(name).stretches(at, at.plus(ahead)).stream()
                .filter(stretch -> stretch.from().equals(at)).map(Stretch::to).findFirst();
    }

    /** The first instant after this one at which the window, closed until then, opens; nothing when that is not within {@link #HORIZON}. */
    public Optional<Instant> nextOpening(String name, Instant after) {
        Window window = window(name);
        // Nearly always it is within days: the second and longer look is only taken when the first finds
        // nothing.
        return firstAfter(window, after, JOINED_AT_MOST).or(() -> firstAfter(window, after, HORIZON));
    }

    private static Optional<Instant> firstAfter(Window window, Instant after, Duration reach) {
        return window.stretches(after, after.plus(reach)).stream().map(Stretch::from)
                .filter(from -> from.isAfter(after)).findFirst();
    }

    /** Whether it is open at this instant or opens within {@link #HORIZON} after it. */
    public boolean everOpens(String name, Instant from) {
        return openUntil(name, from).isPresent() || nextOpening(name, from).isPresent();
    }

    /**
     * Every opening that has an instant in {@code [from, to)}, joined and in order, from its beginning to its end even where these lie outside;
     * only what lies more than {@link #JOINED_AT_MOST} outside is cut off.
     */
    public List<Opening> openings(String name, Instant from, Instant to) {
        Window window = window(name);
        return window.stretches(from.minus(JOINED_AT_MOST), to.plus(JOINED_AT_MOST)).stream()
                .filter(stretch -> stretch.overlaps(from, to))
                .map(stretch -> opening(window.clock(), stretch)).toList();
    }

    private static Opening opening(WallClock clock, Stretch stretch) {
        return new Opening(stretch.from(), stretch.to(), clock.changes(stretch), clock.zone());
    }

    /** {@code Monday 2 March 08:00 Europe/Berlin}; with the offset, {@code 02:30+02:00}, when the clock shows this twice. */
    public String text(String name, Instant at) {
        WallClock clock = window(name).clock();
        DateTimeFormatter format = clock.isAmbiguous(at) ? WITH_OFFSET : DAY_AND_TIME;
        return format.format(at.atZone(clock.zone())) + " " + clock.zone();
    }

    public SortedSet<String> calendars() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(calendars.keySet()));
    }

    /** Where its name is written. */
    public Location calendarAt(String calendar) {
        return calendar(calendar).at();
    }

    /** Nothing for a calendar in which no date could be read. */
    public Optional<LocalDate> lastDate(String calendar) {
        SortedSet<LocalDate> dates = calendar(calendar).dates();
        return dates.isEmpty() ? Optional.empty() : Optional.of(dates.last());
    }

    /** Calendars with no date in the year that begins on the day (UTC) of this instant: probably nobody has written down the next holidays. */
    public SortedSet<String> calendarsWithoutDates(Instant at) {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return calendars.entrySet().stream()
                .filter(entry -> !entry.getValue().hasDateBetween(day, day.plusYears(1)))
                .map(entry -> entry.getKey()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is worth a look at this instant: windows that never open, calendars without dates. Both need a clock, so they are no errors. */
    public List<Problem> warnings(Instant at) {
        var problems = new Problems();
        names().stream().filter(name -> !everOpens(name, at)).forEach(name -> problems.warning(at(name),
                "never-opens", "the window '" + name + "' does not open in the next 12 months"));
        calendarsWithoutDates(at).forEach(name -> problems.warning(calendarAt(name), "expired-calendar",
                "the calendar '" + name + "' has no date in the coming year"));
        return problems.all();
    }

    private Window window(String name) {
        Window window = windows.get(name);
        if (window == null) {
            throw new IllegalArgumentException("no window of this name (" + name.length() + " characters)");
        }
        return window;
    }

    private Calendar calendar(String name) {
        Calendar calendar = calendars.get(name);
        if (calendar == null) {
            throw new IllegalArgumentException("no calendar of this name (" + name.length() + " characters)");
        }
        return calendar;
    }
}
