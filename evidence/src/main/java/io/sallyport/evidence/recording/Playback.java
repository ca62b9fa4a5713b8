package io.sallyport.evidence.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Plays a recording to a terminal in its own time. Only sequences that draw are passed on: nothing that makes the viewer's
 * terminal answer, and nothing that changes its clipboard.
 */
public final class Playback {
    /** Soft reset and plain colours: what a viewer's terminal needs when a playback stops at any point. */
    public static final String RESET = "\u001b[!p\u001b[0m\u001b[?25h";
    private static final String LEAVE_ALTERNATE_SCREEN = "\u001b[?1049l";

    private Playback() {}

    /** Waits for a time. */
    public interface Pause {
        void await(Duration duration) throws InterruptedException;
    }

    /** {@code speed} is above 0; pauses longer than {@code idle} are cut to it; {@code channel} as in {@link Asciicast}. */
    public record Options(double speed, Optional<Duration> idle, OptionalInt channel) {
        public Options {
            if (!(speed > 0) || speed > 10_000) {
                throw new IllegalArgumentException("the speed must be above 0 and at most 10000");
            }
        }
    }

    /**
     * Plays from the start to the end. {@code out} is flushed after each frame and not closed; the terminal's size is not
     * changed.
     *
     * @throws RecordingException the recording is damaged; everything before was played
     */
    public static void play(RecordingReader reader, OutputStream out, Options options, Pause pause)
            throws IOException, InterruptedException {
        reader.seek(0);
        Screens screens = Screens.of(reader, options.channel());
        long shownAt = 0;
        try {
            for (Optional<TimedFrame> next = reader.next(); next.isPresent(); next = reader.next()) {
                Frame frame = next.get().frame();
                String drawing = screens.drawing(frame);
                if (!drawing.isEmpty()) {
                    pause(next.get().micros() - shownAt, options, pause);
                    shownAt = next.get().micros();
                    write(out, drawing);
                }
                if (frame instanceof Frame.ChannelClosed && screens.onAlternateScreen()) {
                    write(out, LEAVE_ALTERNATE_SCREEN);
                }
                screens.see(frame);
            }
        } finally {
            write(out, (screens.onAlternateScreen() ? LEAVE_ALTERNATE_SCREEN : "") + RESET);
        }
    }

    private static void pause(long micros, Options options, Pause pause) throws InterruptedException {
        Duration wait = Duration.of((long) (micros / options.speed()), ChronoUnit.MICROS);
        if (options.idle().isPresent() && wait.compareTo(options.idle().get()) > 0) {
            wait = options.idle().get();
        }
        if (wait.isPositive()) {
            pause.await(wait);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
