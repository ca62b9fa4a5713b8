package io.sallyport.broker.audit;

import java.util.List;

/** Cuts what others wrote to what an event has room for. Pure. */
public final class Brief {
    private Brief() {}

    /** The first {@code most} characters. */
    public static String text(String text, int most) {
        return text.codePoints().limit(most)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The first {@code most} lines, {@code characters} of each. */
    public static List<String> lines(List<String> lines, int most, int characters) {
        return lines.stream().limit(most).map(line -> text(line, characters)).toList();
    }
}
