package io.sallyport.policies.grant;

import java.util.Locale;

/** How a session is recorded. Its output always is: there is no value that turns it off. More recording is tighter. */
public record Recording(InputMode input, OnFailure onFailure, Seal seal) {

    /** What is kept of the engineer's keystrokes, widest first. */
    public enum InputMode {
        /** When and how much, not what. */
        TIMING,
        /** Content, except where the terminal does not echo. */
        REDACTED,
        /** Content, also of what is typed without echo. */
        FULL;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What happens when the recording can't be written, widest first. */
    public enum OnFailure {
        /** The session goes on with an admitted gap. */
        CONTINUE,
        /** The session ends. */
        TERMINATE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who can read the recording, widest first. */
    public enum Seal {
        /** Auditors and, through a key it keeps, the broker: for search and live view. */
        ESCROWED,
        /** Holders of an auditor's key only. */
        SEALED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What holds where nothing is written. */
    public static Recording standard() {
        return new Recording(InputMode.TIMING, OnFailure.TERMINATE, Seal.ESCROWED);
    }

    /** The least that can be asked for: the neutral element of the meet. */
    public static Recording least() {
        return new Recording(InputMode.TIMING, OnFailure.CONTINUE, Seal.ESCROWED);
    }

    /** The most that can be asked for. */
    public static Recording most() {
        return new Recording(InputMode.FULL, OnFailure.TERMINATE, Seal.SEALED);
    }

    /** Whether output is recorded: always. */
    public boolean output() {
        return true;
    }

    Recording meet(Recording other) {
        return new Recording(later(input, other.input), later(onFailure, other.onFailure),
                later(seal, other.seal));
    }

    private static <E extends Enum<E>> E later(E a, E b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
