package io.sallyport.policies.grant;

import java.util.Locale;

/**
 * What SFTP may do. Paths say nothing when there is no SFTP at all, and are then dropped.
 *
 * @param paths which files; met by "every list must match"
 */
public record Sftp(Mode mode, Paths paths) {

    /** Tightest first. */
    public enum Mode {
        NONE, READ, READ_WRITE;

        /** As written in files: {@code none}, {@code read}, {@code read-write}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Sftp {
        if (mode == Mode.NONE) {
            paths = Paths.any();
        }
    }

    public static Sftp none() {
        return new Sftp(Mode.NONE, Paths.any());
    }

    /** Every file in this mode, as far as the login itself may. */
    public static Sftp everywhere(Mode mode) {
        return new Sftp(mode, Paths.any());
    }

    Sftp meet(Sftp other) {
        Mode lower = mode.compareTo(other.mode) <= 0 ? mode : other.mode;
        return new Sftp(lower, paths.meet(other.paths));
    }
}
