package io.sallyport.evidence.recording;

import io.sallyport.evidence.text.PlainText;
import java.util.Set;

/**
 * Lets through what draws, and nothing that makes a terminal answer, changes the clipboard, or listens to mouse and paste
 * (REC-5). It is a list of what passes, not of what is bad: an unknown sequence is dropped. Keeps its state
 * between calls, for a sequence may be split over frames. For one stream, one thread.
 */
final class TerminalFilter {
    /** What is left of the stream. */
    enum Keep {
        /** Text and the sequences that draw. */
        DRAWING,
        /** Text, tabulators, line ends and backspaces. */
        TEXT
    }

    private enum State {
        TEXT, ESCAPE, ESCAPE_MORE, CSI, OSC, OSC_ESCAPE, IGNORED, IGNORED_ESCAPE
    }

    private static final char ESC = '\u001b';
    private static final char BEL = '\u0007';
    private static final int MAX_SEQUENCE = 2048;
    /** Cursor movement, erasing, inserting, deleting, scrolling, tabulators, modes, colours, margins. */
    private static final String DRAWING_FINALS = "@ABCDEFGHIJKLMPSTXZ`abdefghlmrsu";
    /** Save and restore cursor, index, next line, tabulator, reverse index, keypads, full reset. */
    private static final String PLAIN_ESCAPES = "78DEHM=>c";
    /** Mouse, focus, and bracketed paste: they make the viewer's own terminal send bytes. */
    private static final Set<String> LISTENING_MODES = Set.of("9", "1000", "1001", "1002", "1003", "1004",
            "1005",
            "1006", "1007", "1015", "1016", "2004");

    private final Keep keep;
    private final StringBuilder sequence = new StringBuilder();
    private State state = State.TEXT;
    private boolean alternateScreen;

    TerminalFilter(Keep keep) {
        this.keep = keep;
    }

    /** What may be shown of the next piece. */
    String next(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            next(text.charAt(at), out);
        }
        return out.toString();
    }

    /** Has the stream switched to the alternate screen and not back? */
    boolean onAlternateScreen() {
        return alternateScreen;
    }

    private void next(char c, StringBuilder out) {
        switch (state) {
            case TEXT -> text(c, out);
            case ESCAPE -> escape(c, out);
            case ESCAPE_MORE -> escapeMore(c, out);
            case CSI -> csi(c, out);
            case OSC -> osc(c, out);
            case OSC_ESCAPE -> finishOsc(c, out);
            case IGNORED -> {
                if (c == ESC) {
                    state = State.IGNORED_ESCAPE;
                } else if (c == '\u009c') {
                    state = State.TEXT;
                }
            }
            // ESC \ ends the string; ESC with anything else begins a sequence of its own.
            case IGNORED_ESCAPE -> escape(c, out);
        }
    }

    private void text(char c, StringBuilder out) {
        switch (c) {
            case ESC -> state = State.ESCAPE;
            case '\b', '\t', '\n', '\r' -> out.append(c);
            // The 8-bit forms of CSI, OSC, and the strings DCS, SOS, PM, APC.
            case '\u009b' -> begin(State.CSI);
            case '\u009d' -> begin(State.OSC);
            case '\u0090', '\u0098', '\u009e', '\u009f' -> begin(State.IGNORED);
            // Bell, line moves, and the two character sets.
            case BEL, '\u000b', '\f', '\u000e', '\u000f' -> {
                if (keep == Keep.DRAWING) {
                    out.append(c);
                }
            }
            default -> {
                // Format characters are drawing to a terminal (joiners inside emoji), and a trap in plain
                // text.
                boolean control = c < 0x20 || (c >= 0x7f && c < 0xa0);
                if (!control
                        && (keep == Keep.DRAWING || Character.isSurrogate(c) || PlainText.printable(c))) {
                    out.append(c);
                }
            }
        }
    }

    private void begin(State next) {
        state = next;
        sequence.setLength(0);
    }

    private void escape(char c, StringBuilder out) {
        state = State.TEXT;
        switch (c) {
            case '[' -> begin(State.CSI);
            case ']' -> begin(State.OSC);
            case 'P', 'X', '^', '_' -> begin(State.IGNORED);
            case ESC -> state = State.ESCAPE;
            default -> {
                if (c >= 0x20 && c < 0x30) {
                    begin(State.ESCAPE_MORE);
                    sequence.append(c);
                } else if (PLAIN_ESCAPES.indexOf(c) >= 0) {
                    pass("" + ESC + c, out);
                }
            }
        }
    }

    /** Character sets, and the screen alignment pattern: one byte between ESC and the last. */
    private void escapeMore(char c, StringBuilder out) {
        if (c >= 0x20 && c < 0x30) {
            grow(c);
            return;
        }
        state = State.TEXT;
        if (c == ESC) {
            state = State.ESCAPE;
        } else if (sequence.length() == 1 && "()*+-./#".indexOf(sequence.charAt(0)) >= 0 && c < 0x7f
                && c >= 0x30) {
            pass("" + ESC + sequence + c, out);
        }
    }

    private void csi(char c, StringBuilder out) {
        if (c >= 0x20 && c < 0x40) {
            grow(c);
            return;
        }
        state = State.TEXT;
        if (c == ESC) {
            state = State.ESCAPE;
        } else if (c < 0x20 && c != '\u0018' && c != '\u001a') {
            // A terminal obeys a control character inside a sequence and goes on with the sequence.
            state = State.CSI;
            if (c == '\b' || c == '\t' || c == '\n' || c == '\r') {
                out.append(c);
            }
        } else if (draws(c)) {
            if (sequence.toString().equals("?1049") || sequence.toString().equals("?47")) {
                alternateScreen = c == 'h';
            }
            pass(ESC + "[" + sequence + c, out);
        }
    }

    private boolean draws(char last) {
        String parameters = sequence.toString();
        if (parameters.length() > MAX_SEQUENCE) {
            return false;
        }
        if (parameters.endsWith(" ") && last == 'q') {
            return digits(parameters.substring(0, parameters.length() - 1));
        }
        if (parameters.equals("!") && last == 'p') {
            return true;
        }
        if (DRAWING_FINALS.indexOf(last) < 0) {
            return false;
        }
        if (!parameters.startsWith("?")) {
            return digits(parameters);
        }
        String modes = parameters.substring(1);
        return "hlJK".indexOf(last) >= 0 && digits(modes) && !(last == 'h' && listens(modes));
    }

    private static boolean listens(String modes) {
        for (String mode : modes.split("[;:]", -1)) {
            if (LISTENING_MODES.contains(mode.replaceFirst("^0+", ""))) {
                return true;
            }
        }
        return false;
    }

    private static boolean digits(String parameters) {
        return parameters.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':');
    }

    private void osc(char c, StringBuilder out) {
        switch (c) {
            case BEL, '\u009c' -> {
                title(out);
                state = State.TEXT;
            }
            case ESC -> state = State.OSC_ESCAPE;
            case '\u0018', '\u001a' -> state = State.TEXT;
            default -> grow(c);
        }
    }

    private void finishOsc(char c, StringBuilder out) {
        if (c == '\\') {
            title(out);
            state = State.TEXT;
        } else {
            escape(c, out);
        }
    }

    /** Only the window title passes; colours can be asked for, 52 is the clipboard, 8 hides where a link goes. */
    private void title(StringBuilder out) {
        String text = sequence.toString();
        boolean title = text.startsWith("0;") || text.startsWith("2;");
        if (title && text.length() <= 256 && text.codePoints().allMatch(PlainText::printable)) {
            pass(ESC + "]" + text + BEL, out);
        }
    }

    private void grow(char c) {
        // One more than allowed is kept as the mark that it is too long.
        if (sequence.length() <= MAX_SEQUENCE) {
            sequence.append(c);
        }
    }

    private void pass(String whole, StringBuilder out) {
        if (keep == Keep.DRAWING) {
            out.append(whole);
        }
    }
}
