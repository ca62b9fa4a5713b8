package io.sallyport.evidence.cli;

import io.sallyport.evidence.recording.Asciicast;
import io.sallyport.evidence.recording.Playback;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.Transcript;
import io.sallyport.evidence.recording.Verdict;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code replay}: plays a recording in the terminal, or exports it. */
public final class ReplayMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String HELP = """
            Plays a recording in this terminal, or exports it to standard output.

            usage: replay FILE [--speed N] [--idle SECONDS] [--channel N]
                   replay FILE --cast [--channel N]
                   replay FILE --text

              --speed N        so many times as fast (0.1, 2, 16)
              --idle SECONDS   no pause longer than this; 0 plays without pauses
              --channel N      only this channel of the session
              --cast           asciicast version 3, for asciinema and its players
              --text           plain text with every event
              --help           this text

            Only what draws is passed to the terminal: nothing that makes it answer or changes its clipboard.
            The recording is verified first; what is wrong with it is said on standard error.

            Exit code 0: done. 1: it cannot be read, or is damaged. 2: wrong usage.

            Examples:
              replay s-abc.rec --speed 4 --idle 1
              replay s-abc.rec --cast > session.cast
              replay s-abc.rec --text | less
            """;

    /** What to do with the file. */
    private enum Mode {
        PLAY, CAST, TEXT
    }

    private final OutputStream out;
    private final PrintStream err;
    private final Playback.Pause pause;
    private Optional<Path> file = Optional.empty();
    private Mode mode = Mode.PLAY;
    private double speed = 1;
    private Optional<Duration> idle = Optional.empty();
    private OptionalInt channel = OptionalInt.empty();

    ReplayMain(OutputStream out, PrintStream err, Playback.Pause pause) {
        this.out = out;
        this.err = err;
        this.pause = pause;
    }

    public static void main(String[] args) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        ReplayMain replay = new ReplayMain(out, System.err, Thread::sleep);
        Runtime.getRuntime().addShutdownHook(new Thread(replay::leaveTerminal));
        System.exit(replay.run(args));
    }

    int run(String... args) {
        try {
            if (!parse(new Arguments(args))) {
                out.write(HELP.getBytes(StandardCharsets.UTF_8));
                return DONE;
            }
        } catch (Arguments.WrongUsage wrong) {
            err.println("replay: " + wrong.getMessage());
            err.println(
                    "usage: replay FILE [--speed N] [--idle SECONDS] [--cast | --text] [--channel N]   (--help says more)");
            return USAGE;
        } catch (IOException closed) {
            return FAILED;
        }
        return replay(file.orElseThrow());
    }

    /** False: help was asked for. */
    private boolean parse(Arguments args) throws Arguments.WrongUsage {
        while (!args.isEmpty()) {
            String word = args.next();
            switch (word) {
                case "--help", "-h" -> {
                    return false;
                }
                case "--cast" -> mode = only(Mode.CAST);
                case "--text" -> mode = only(Mode.TEXT);
                case "--speed" -> speed = number(args.value(word), word, 0.001, 10_000);
                case "--idle" -> idle = Optional
                        .of(Duration.ofMillis(Math.round(1000 * number(args.value(word), word, 0, 86_400))));
                case "--channel" -> channel = OptionalInt.of((int) number(args.value(word), word, 0, 65_535));
                default -> {
                    if (word.startsWith("-") || file.isPresent()) {
                        throw new Arguments.WrongUsage(
                                word.startsWith("-") ? "unknown option " + word : "one recording at a time");
                    }
                    file = Optional.of(Path.of(word));
                }
            }
        }
        if (file.isEmpty()) {
            throw new Arguments.WrongUsage("name a recording");
        }
        return true;
    }

    private Mode only(Mode wanted) throws Arguments.WrongUsage {
        if (mode != Mode.PLAY && mode != wanted) {
            throw new Arguments.WrongUsage("--cast and --text exclude each other");
        }
        return wanted;
    }

    private static double number(String text, String option, double least, double most)
            throws Arguments.WrongUsage {
        if (text.matches("[0-9]{1,6}([.][0-9]{1,6})?")) {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new Arguments.WrongUsage(option + " wants a number from " + least + " to " + most);
    }

    private int replay(Path path) {
        try (RecordingReader reader = RecordingReader.open(path)) {
            int code = check(path, RecordingVerifier.verify(path, Optional.empty()));
            switch (mode) {
                case PLAY -> Playback.play(reader, out, new Playback.Options(speed, idle, channel), pause);
                case CAST -> Asciicast.write(reader, out, new Asciicast.Options(channel));
                case TEXT -> Transcript.write(reader, out);
            }
            return code;
        } catch (RecordingException failed) {
            err.println("replay: " + (failed.getCause() == null
                    ? failed.getMessage()
                    : path + " cannot be read: " + Report.why(failed)));
            return FAILED;
        } catch (IOException closed) {
            // Whoever read the output has seen enough (a pipe into head, a closed terminal).
            return FAILED;
        } catch (InterruptedException ended) {
            return FAILED;
        }
    }

    private int check(Path path, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Whole _ -> DONE;
            case Verdict.Unfinished _ -> warned(path, verdict, DONE);
            case Verdict.Damaged _ -> warned(path, verdict, FAILED);
        };
    }

    private int warned(Path path, Verdict verdict, int code) {
        err.println("replay: warning: " + Report.text(path, verdict, false));
        return code;
    }

    private void leaveTerminal() {
        try {
            if (mode == Mode.PLAY && file.isPresent() && Terminal.isThere()) {
                out.write(Playback.RESET.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            // The terminal is closed: nothing is left to put right.
            return;
        }
    }
}
