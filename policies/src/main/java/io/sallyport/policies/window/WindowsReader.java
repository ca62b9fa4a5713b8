package io.sallyport.policies.window;

import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.Suggestion;
import io.sallyport.policies.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code windows.yaml}. */
final class WindowsReader {
    /** A week has 168 hours; with more parts than this, a file can make each question slow. */
    static final int MOST_PARTS = 64;
    /** What rules write for maintenance that is declared elsewhere. */
    private static final String MAINTENANCE = "declared-maintenance";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,59}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final WallClock NO_ZONE = new WallClock(ZoneOffset.UTC);

    private final Fields file;
    private final Problems problems;
    private final SortedMap<String, Calendar> calendars = new TreeMap<>();
    private final SortedMap<String, Window> windows = new TreeMap<>();

    WindowsReader(Fields file) {
        this.file = file;
        this.problems = file.problems();
    }

    Windows read() {
        named("calendars", "calendar").ifPresent(block -> block.fields().forEach((name, field) -> {
            if (isName(name, "calendar", field.at())) {
                calendars.put(name, calendar(block, name, field.at()));
            }
        }));
        named("windows", "window").ifPresent(block -> block.fields().forEach((name, field) -> {
            if (isName(name, "window", field.at())) {
                windows.put(name, window(field));
            }
        }));
        return new Windows(windows, calendars);
    }

    private Optional<YamlNode.Mapping> named(String field, String what) {
        Optional<YamlNode> node = file.node(field);
        if (node.isPresent() && node.get() instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        node.ifPresent(other -> problems.error(other.at(), "not-a-block",
                "'" + field + "' must be a block in which each " + what + " has a name, not "
                        + other.kind()));
        return Optional.empty();
    }

    private boolean isName(String name, String what, Location at) {
        if (what.equals("window") && name.equals(MAINTENANCE)) {
            problems.error(at, "bad-name", "'" + name + "' can't be the name of a window",
                    "it stands for maintenance that is declared in the console");
            return false;
        }
        boolean fits = NAME.matcher(name).matches();
        if (!fits) {
            problems.error(at, "bad-name", "'" + name + "' can't be the name of a " + what,
                    "write 1 to 60 of a-z, 0-9 and -, beginning with a letter");
        }
        return fits;
    }

    private Calendar calendar(YamlNode.Mapping block, String name, Location at) {
        SortedSet<LocalDate> dates = new TreeSet<>();
        for (YamlNode.Scalar text : Fields.of(block, "the calendars block", block.fields().keySet(), problems)
                .texts(name)) {
            Optional<LocalDate> date = date(text.text());
            if (date.isEmpty()) {
                problems.error(text.at(), "bad-date", "'" + text.text() + "' is not a date",
                        "write year, month and day, for example 2026-12-25");
            } else if (!dates.add(date.get())) {
                problems.error(text.at(), "duplicate-date",
                        "'" + text.text() + "' is written twice in this calendar",
                        "perhaps another date is missing");
            }
        }
        return new Calendar(at, dates);
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Window window(YamlNode.Field field) {
        long before = problems.errors();
        Optional<Window> window = Fields
                .of(field.value(), "a window", Set.of("zone", "weekly", "except"), problems)
                .map(fields -> {
                    Optional<ZoneId> zone = parsed(fields, "zone", Regions::parse, "unknown-zone",
                            "a region of the time zone database", Regions::hint);
                    return new Window(field.at(), zone.map(WallClock::new).orElse(NO_ZONE), weekly(fields),
                            except(fields));
                });
        return window.filter(_ -> problems.errors() == before)
                .orElseGet(() -> new Window(field.at(), NO_ZONE, List.of(), Set.of()));
    }

    private List<Weekly> weekly(Fields window) {
        window.requiredNode("weekly");
        List<YamlNode> items = window.items("weekly");
        if (items.size() > MOST_PARTS) {
            problems.error(window.at("weekly"), "too-many-entries",
                    "'weekly' has more than " + MOST_PARTS + " entries");
            return List.of();
        }
        List<Weekly> weekly = new ArrayList<>();
        for (YamlNode item : items) {
            Fields.of(item, "an entry of 'weekly'", Set.of("days", "from", "to"), problems)
                    .flatMap(this::part).ifPresent(weekly::add);
        }
        return weekly;
    }

    private Optional<Weekly> part(Fields entry) {
        Set<DayOfWeek> days = days(entry);
        Optional<LocalTime> from = parsed(entry, "from", TimesOfDay::parse, "bad-time", "a time of day",
                TimesOfDay::hint);
        Optional<LocalTime> to = parsed(entry, "to", TimesOfDay::parseEnd, "bad-time", "a time of day",
                TimesOfDay::hint);
        return from.flatMap(start -> to.map(end -> new Weekly(days, start, end)));
    }

    private Set<DayOfWeek> days(Fields entry) {
        entry.requiredNode("days");
        Set<DayOfWeek> days = new HashSet<>();
        for (YamlNode.Scalar text : entry.texts("days")) {
            Days.parse(text.text()).ifPresentOrElse(days::addAll, () -> problems.error(text.at(), "bad-days",
                    "'" + text.text() + "' is not a day or a range of days", Days.hint(text.text())));
        }
        return days;
    }

    private Set<LocalDate> except(Fields window) {
        Set<LocalDate> dates = new HashSet<>();
        for (YamlNode.Scalar text : window.texts("except")) {
            Calendar calendar = calendars.get(text.text());
            if (calendar == null) {
                problems.add(new Problem(text.at(), Problem.Severity.ERROR, "unknown-calendar",
                        "'" + text.text() + "' is not a calendar of this file",
                        Suggestion.hint(text.text(), calendars.keySet())));
            } else {
                dates.addAll(calendar.dates());
            }
        }
        return dates;
    }

    private <T> Optional<T> parsed(Fields fields, String name, Function<String, Optional<T>> parse,
            String code, String what, Function<String, String> hint) {
        return fields.requiredText(name).flatMap(text -> {
            Optional<T> value = parse.apply(text);
            if (value.isEmpty()) {
                problems.error(fields.at(name), code, "'" + text + "' is not " + what, hint.apply(text));
            }
            return value;
        });
    }
}
