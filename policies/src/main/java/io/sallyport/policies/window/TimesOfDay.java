package io.sallyport.policies.window;

import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of day as they are written: {@code 08:00}, always four digits. */
final class TimesOfDay {
    /** The end of a day; only an end can be this. */
    static final String END_OF_DAY = "24:00";

    private static final Pattern FORM = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])");
    private static final Pattern NEARLY = Pattern.compile("([0-9]{1,2}?)(?:[:.h]?([0-5][0-9]))?(?::00)?");

    private TimesOfDay() {}

    static Optional<LocalTime> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        LocalTime.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** As {@link #parse}; {@link #END_OF_DAY} is midnight, which as an end is the next day's. */
    static Optional<LocalTime> parseEnd(String text) {
        return text.equals(END_OF_DAY) ? Optional.of(LocalTime.MIDNIGHT) : parse(text);
    }

    /** What to write instead of a text that is none. */
    static String hint(String text) {
        if (text.equals(END_OF_DAY)) {
            return "only 'to' can be 24:00; did you mean '00:00'?";
        }
        Matcher matcher = NEARLY.matcher(text);
        if (matcher.matches()) {
            String minutes = matcher.group(2) == null ? "00" : matcher.group(2);
            String likely = "0".repeat(2 - matcher.group(1).length()) + matcher.group(1) + ":" + minutes;
            if (parse(likely).isPresent()) {
                return "did you mean '" + likely + "'?";
            }
        }
        return "write hours and minutes with four digits, for example 08:00";
    }
}
