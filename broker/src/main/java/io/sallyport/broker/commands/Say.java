package io.sallyport.broker.commands;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a command says, and the only way it can. Every line is sanitised as a whole, so that no text of a stranger reaches a
 * terminal as it is. One thread. An engineer who stopped listening is no error.
 */
final class Say {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int LATER = 3;
    private static final int DEPTH = 12;
    private static final Logger LOG = Logger.getLogger(Say.class.getName());

    private final Screen screen;
    private boolean json;

    Say(Screen screen) {
        this.screen = screen;
    }

    void json(boolean wanted) {
        json = wanted;
    }

    boolean json() {
        return json;
    }

    Screen screen() {
        return screen;
    }

    /** One line on stdout. */
    void line(String text) {
        write(screen.out(), Sanitize.terminal(text));
    }

    /** Some lines on stdout. */
    void lines(List<String> texts) {
        texts.forEach(this::line);
    }

    /** A text of our own with line breaks in it. */
    void text(String text) {
        text.lines().forEach(this::line);
    }

    /** JSON in ASCII on one line: valid everywhere, and harmless on a terminal. */
    int json(Json value) {
        StringBuilder ascii = new StringBuilder();
        value.text().chars().forEach(c -> {
            if (c >= 0x20 && c < 0x7f) {
                ascii.append((char) c);
            } else {
                ascii.append("\\u%04x".formatted(c));
            }
        });
        write(screen.out(), ascii.toString());
        return DONE;
    }

    /** Canonical JSON to the byte, so that its hash can be compared; on a terminal in ASCII instead. */
    int exact(byte[] canonical) {
        if (screen.terminal()) {
            return json(JsonParser.parse(canonical, canonical.length, DEPTH));
        }
        try {
            screen.out().write(canonical);
            screen.out().flush();
        } catch (IOException e) {
            LOG.log(Level.FINE, "nobody listens any more", e);
        }
        return DONE;
    }

    int done(String text) {
        line(text);
        return DONE;
    }

    /** No. */
    int refused(String text) {
        return error(text, "refused", REFUSED);
    }

    /** Not like this. */
    int usage(String text) {
        return error(text, "usage", USAGE);
    }

    /** Not now. */
    int later(String text) {
        return error(text, "later", LATER);
    }

    private int error(String text, String kind, int exit) {
        if (json) {
            json(Json.object().put("error", kind).put("text", text).build());
        }
        text.lines().forEach(line -> write(screen.err(), Sanitize.terminal(line)));
        return exit;
    }

    /** A table whose columns are as wide as what is in them; the last one takes what it needs. */
    void table(List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(head);
        rows.forEach(row -> all.add(row.stream().map(Sanitize::terminal).toList()));
        int[] widths = new int[head.size()];
        all.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                line.append(cell);
                if (i + 1 < widths.length) {
                    line.append(" ".repeat(widths[i] - cell.length() + 2));
                }
            }
            line(line.toString().stripTrailing());
        }
    }

    private static void write(OutputStream out, String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            LOG.log(Level.FINE, "nobody listens any more", e);
        }
    }
}
