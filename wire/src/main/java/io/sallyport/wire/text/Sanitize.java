package io.sallyport.wire.text;

import io.sallyport.wire.Limits;

/**
 * Makes text of strangers safe to show: what could move a cursor, forge a line or turn reading order becomes a
 * visible escape, so that nothing is hidden and nothing is lost from sight.
 *
 * <p>Pure functions; safe for many threads.
 */
public final class Sanitize {
    private static final String CUT = "\u2026(cut)";

    private Sanitize() {}

    /** For a person's terminal. One line in, one line out: line breaks are escaped too. */
    public static String terminal(String text) {
        return escaped(text);
    }

    /** For a person's terminal, from bytes that ought to be UTF-8; every byte that is not becomes {@code \xNN}. */
    public static String terminal(byte[] utf8) {
        return terminal(Utf8.decode(utf8));
    }

    /** For a log line: as for a terminal, and cut at {@link Limits#LOG_TEXT} characters. */
    public static String log(String text) {
        return log(text, Limits.LOG_TEXT);
    }

    /** For a log line, from bytes that ought to be UTF-8. */
    public static String log(byte[] utf8) {
        return log(Utf8.decode(utf8));
    }

    static String log(String text, int most) {
        return text.length() <= most ? escaped(text) : escaped(text.substring(0, most)) + CUT;
    }

    /** For HTML text and double- or single-quoted attributes. Line feeds and tabs stay: the page lays them out. */
    public static String html(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) c);
                default -> append(out, c);
            }
        });
        return out.toString();
    }

    /** For HTML, from bytes that ought to be UTF-8. */
    public static String html(byte[] utf8) {
        return html(Utf8.decode(utf8));
    }

    /** Whether showing {@code text} on a terminal would need an escape. */
    public static boolean isPlain(String text) {
        return text.codePoints().noneMatch(Sanitize::dangerous);
    }

    private static String escaped(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        if (!dangerous(c)) {
            out.appendCodePoint(c);
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c == '\r') {
            out.append("\\r");
        } else if (c == '\t') {
            out.append("\\t");
        } else if (c < 0x100) {
            out.append("\\x").append(hex(c, 2));
        } else if (Utf8.isMark(c)) {
            out.append("\\x").append(hex(Utf8.byteOf(c), 2));
        } else {
            out.append("\\u{").append(hex(c, 4)).append('}');
        }
    }

    private static String hex(int value, int digits) {
        String hex = Integer.toHexString(value);
        return "0".repeat(Math.max(0, digits - hex.length())) + hex;
    }

    /**
     * Controls of C0 and C1, DEL, everything invisible that formats (bidi controls, joiners, tags, byte order
     * mark), line and paragraph separators, lone surrogates, private use and unassigned characters: a terminal
     * may give each of them a meaning the reader does not see.
     */
    private static boolean dangerous(int c) {
        if (c >= 0x20 && c < 0x7f) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // Fillers print nothing although Unicode calls them letters, and variation selectors hide in
            // marks.
            default -> c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x34f
                    || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
        };
    }
}
