package io.sallyport.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A small table of figures for the terminal. */
final class Table {
    private final Consumer<String> print;
    private final List<String> lines = new ArrayList<>();

    Table(Consumer<String> print, String title, String... columns) {
        this.print = print;
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%n%-26s", title));
        for (String column : columns) {
            head.append(String.format(Locale.ROOT, "%16s", column));
        }
        lines.add(head.toString());
    }

    void row(String name, double... values) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-26s", "  " + name));
        for (double value : values) {
            line.append(Double.isNaN(value)
                    ? String.format("%16s", "-")
                    : String.format(Locale.ROOT, "%16.2f", value));
        }
        lines.add(line.toString());
    }

    void print() {
        lines.forEach(print);
    }

    /** @param values of D, J and S, in this order */
    void ratios(String what, List<Double> values) {
        double d = values.get(0);
        double j = values.get(1);
        double s = values.get(2);
        print.accept(String.format(Locale.ROOT, "  %s: J = %.2f D, S = %.2f D, S = %.2f J", what, j / d,
                s / d, s / j));
    }
}
