package io.sallyport.broker.commands;

import io.sallyport.evidence.recording.Playback;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code play}: a session again, in its own time. Ends when the viewer leaves, presses q or Ctrl-C. */
@Command(footer = {"", "Examples:", "  ssh -t gw play s-abc", "  ssh -t gw play s-abc --speed 4 --idle 1", "",
        "With -t, q or Ctrl-C stops it."})
final class PlayCommand implements GatewayCommand {
    private static final Logger LOG = Logger.getLogger(PlayCommand.class.getName());
    private static final int CTRL_C = 3;
    private static final double FASTEST = 100;
    private static final int LONGEST_IDLE = 3600;
    /** Leaves the viewer's terminal usable whatever the recorded one was doing: colours, cursor, alternate screen, mouse. */
    private static final String RESET = "\033[0m\033[?25h\033[?1049l\033[?1000l\033[?1002l\033[?1003l\033[?2004l\n";

    private final Call call;

    @Parameters(paramLabel = "SESSION", description = "a session, or the first characters of its id")
    private String id = "";
    @Option(names = "--speed", paramLabel = "N", description = "so many times as fast; 1 if not given")
    private double speed = 1;
    @Option(names = "--idle", paramLabel = "SECONDS", description = "longest pause; 2 if not given")
    private int idle = 2;

    PlayCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (!(speed > 0 && speed <= FASTEST) || idle < 0 || idle > LONGEST_IDLE) {
            return call.say().usage("--speed takes more than 0 and at most 100, --idle 0 to 3600 seconds.");
        }
        return switch (Recordings.open(call, id, "replay")) {
            case Recordings.Found.Nothing(int exit) -> exit;
            case Recordings.Found.At(var _, Path file) -> play(file);
        };
    }

    private int play(Path file) {
        Screen screen = call.say().screen();
        if (screen.terminal()) {
            Thread.ofVirtual().name("keys of a viewer").start(this::watchKeys);
        }
        try (RecordingReader reader = RecordingReader.open(file)) {
            Playback.play(reader, screen.out(),
                    new Playback.Options(speed, Optional.of(Duration.ofSeconds(idle)), OptionalInt.empty()),
                    this::pause);
            return Say.DONE;
        } catch (InterruptedException e) {
            // Not this thread's interrupt: the pause says so when the viewer left.
            return Say.DONE;
        } catch (RecordingException e) {
            LOG.log(Level.WARNING, "a recording cannot be played", e);
            return call.say().refused("This recording cannot be read. Check it: ssh gw verify " + id);
        } catch (IOException e) {
            LOG.log(Level.FINE, "the viewer is gone", e);
            return Say.DONE;
        } finally {
            reset(screen);
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        if (call.say().screen().left().await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the viewer left");
        }
    }

    private void watchKeys() {
        try {
            InputStream in = call.say().screen().in();
            for (int key = in.read(); key >= 0; key = in.read()) {
                if (key == CTRL_C || key == 'q') {
                    call.say().screen().leave();
                    return;
                }
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "the viewer is gone", e);
        }
    }

    private static void reset(Screen screen) {
        try {
            if (screen.terminal()) {
                screen.out().write(RESET.getBytes(StandardCharsets.US_ASCII));
                screen.out().flush();
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "the viewer is gone", e);
        }
    }
}
