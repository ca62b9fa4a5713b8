package io.sallyport.broker.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One option of a list.
 *
 * @param value ISO-8601 duration; empty: nothing narrower than asked for
 */
record Choice(String value, String label) {
    private static final List<Duration> USUAL = List.of(Duration.ofMinutes(15), Duration.ofMinutes(30),
            Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(8));

    /** What an approver may choose: what was asked for first, then everything usual that is shorter. */
    static List<Choice> upTo(Duration asked) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("", Moment.length(asked) + ", as asked"));
        USUAL.reversed().stream().filter(each -> each.compareTo(asked) < 0)
                .forEach(each -> choices.add(new Choice(each.toString(), Moment.length(each))));
        return List.copyOf(choices);
    }

    static List<Choice> usual() {
        return USUAL.stream().map(each -> new Choice(each.toString(), Moment.length(each))).toList();
    }
}
