package io.sallyport.policies.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A window drawn by lot, as the text that a person would write and as numbers for the second opinion. */
record RandomWindow(ZoneId zone, List<MinuteWalk.Part> parts, Set<LocalDate> except) {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    /** Around midnight and around the hours at which clocks are changed. */
    private static final List<Integer> DELICATE = List.of(0, 1, 30, 60, 90, 110, 120, 121, 130, 150, 160, 179,
            180,
            181, 240, 480, 1080, 1320, 1380, 1381, 1390, 1410, 1439);

    /** Exceptions lie in {@code days} from {@code first} on. */
    static RandomWindow draw(Random random, ZoneId zone, Instant first, int days) {
        List<MinuteWalk.Part> parts = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int from = i > 0 && random.nextInt(3) == 0 ? parts.getLast().to() % 1440 : time(random);
            int to = random.nextInt(6) == 0 ? 1440 : time(random);
            parts.add(new MinuteWalk.Part(days(random), from, to));
        }
        Set<LocalDate> except = new TreeSet<>();
        LocalDate day = LocalDate.ofInstant(first, zone);
        for (int i = random.nextInt(6); i > 0; i--) {
            except.add(day.plusDays(random.nextInt(days)));
        }
        return new RandomWindow(zone, List.copyOf(parts), Set.copyOf(except));
    }

    /** One that opens on a single day of the two years from {@code first} on. */
    static RandomWindow rare(Random random, ZoneId zone, Instant first) {
        Set<LocalDate> except = new TreeSet<>(
                LocalDate.ofInstant(first, zone).minusDays(3)
                        .datesUntil(LocalDate.ofInstant(first, zone).plusDays(733))
                        .toList());
        except.remove(LocalDate.ofInstant(first, zone).plusDays(random.nextInt(380)));
        var part = new MinuteWalk.Part(Set.of(0, 1, 2, 3, 4, 5, 6), time(random), time(random));
        return new RandomWindow(zone, List.of(part), Set.copyOf(except));
    }

    private static int time(Random random) {
        return random.nextBoolean() ? DELICATE.get(random.nextInt(DELICATE.size())) : random.nextInt(1440);
    }

    private static Set<Integer> days(Random random) {
        if (random.nextInt(4) == 0) {
            return Set.of(0, 1, 2, 3, 4, 5, 6);
        }
        Set<Integer> days = new TreeSet<>();
        do {
            days.add(random.nextInt(3) == 0 ? 6 : random.nextInt(7));
        } while (random.nextInt(3) > 0);
        return Set.copyOf(days);
    }

    String yaml() {
        String weekly = parts.stream().map(RandomWindow::yaml).collect(Collectors.joining(", "));
        String calendar = except.stream().sorted().map(LocalDate::toString).collect(Collectors.joining(", "));
        return "windows: { w: { zone: " + zone + ", weekly: [" + weekly + "]"
                + (except.isEmpty() ? " } }\n" : ", except: [c] } }\ncalendars: { c: [" + calendar + "] }\n");
    }

    private static String yaml(MinuteWalk.Part part) {
        String days = part.days().size() == 7
                ? "wed-tue"
                : part.days().stream().sorted().map(DAYS::get).collect(Collectors.joining(", ", "[", "]"));
        return "{ days: %s, from: \"%02d:%02d\", to: \"%02d:%02d\" }".formatted(days, part.from() / 60,
                part.from() % 60, part.to() / 60, part.to() % 60);
    }
}
