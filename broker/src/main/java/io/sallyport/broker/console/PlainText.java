package io.sallyport.broker.console;

/**
 * Takes terminal output byte by byte and lets through what was shown: escape sequences (ECMA-48: CSI, OSC, DCS and the
 * short ones) and control characters are left out. For one stream, for one thread.
 */
final class PlainText {
    private enum State {
        TEXT, ESCAPE, SEQUENCE, STRING, STRING_ESCAPE
    }

    private State state = State.TEXT;

    /** The byte if it was shown, {@code '\n'} for a line end, -1 for nothing. */
    int accept(int b) {
        return switch (state) {
            case TEXT -> text(b);
            case ESCAPE -> {
                state = switch (b) {
                    case '[' -> State.SEQUENCE;
                    case ']', 'P', 'X', '^', '_' -> State.STRING;
                    // Intermediates of a short sequence such as ESC ( B: the next byte ends it.
                    case ' ', '#', '%', '(', ')', '*', '+' -> State.ESCAPE;
                    default -> State.TEXT;
                };
                yield -1;
            }
            case SEQUENCE -> {
                if (b >= 0x40 && b <= 0x7e) {
                    state = State.TEXT;
                }
                yield -1;
            }
            case STRING -> {
                if (b == 7) {
                    state = State.TEXT;
                } else if (b == 0x1b) {
                    state = State.STRING_ESCAPE;
                }
                yield -1;
            }
            case STRING_ESCAPE -> {
                state = b == '\\' ? State.TEXT : State.STRING;
                yield -1;
            }
        };
    }

    private int text(int b) {
        if (b == 0x1b) {
            state = State.ESCAPE;
            return -1;
        }
        if (b == '\t') {
            return ' ';
        }
        return b == '\n' || (b >= 0x20 && b != 0x7f) ? b : -1;
    }
}
