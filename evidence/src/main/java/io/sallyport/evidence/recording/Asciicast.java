package io.sallyport.evidence.recording;

import io.sallyport.evidence.text.JsonText;
import io.sallyport.evidence.text.PlainText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Exports what was on the screen as asciicast version 3 (docs.asciinema.org/manual/asciicast/v3), made harmless as
 * {@link Playback} does. For one export, one thread.
 */
public final class Asciicast {
    private final RecordingHeader header;
    private final Screens screens;
    private final Writer out;
    private int columns = 80;
    private int rows = 24;
    private boolean begun;
    private long lastMicros;

    private Asciicast(RecordingHeader header, Screens screens, Writer out) {
        this.header = header;
        this.screens = screens;
        this.out = out;
    }

    /** Which channel; without one: every channel that has a terminal, or every command when none has. */
    public record Options(OptionalInt channel) {
        public static Options all() {
            return new Options(OptionalInt.empty());
        }
    }

    /**
     * Writes everything from the start of the recording on. Flushes, and does not close, {@code out}.
     *
     * @throws RecordingException the recording is damaged; what was read before is written
     */
    public static void write(RecordingReader reader, OutputStream out, Options options) throws IOException {
        reader.seek(0);
        Screens screens = Screens.of(reader, options.channel());
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 64 * 1024);
        Asciicast cast = new Asciicast(reader.header(), screens, text);
        try {
            for (Optional<TimedFrame> next = reader.next(); next.isPresent(); next = reader.next()) {
                cast.frame(next.get());
            }
            cast.begin();
        } finally {
            text.flush();
        }
    }

    private void frame(TimedFrame timed) throws IOException {
        Frame frame = timed.frame();
        String drawing = screens.drawing(frame);
        if (!drawing.isEmpty()) {
            event(timed.micros(), 'o', drawing);
        }
        switch (frame) {
            case Frame.Resize(int channel, int wide, int high) when screens.shows(channel) ->
                resize(timed.micros(), wide, high);
            case Frame.Elided(int channel, Frame.Stream _, long bytes, Bytes _) when screens.shows(channel) ->
                event(timed.micros(), 'm', bytes + " bytes not kept");
            case Frame.Notice(String text) -> event(timed.micros(), 'm', PlainText.visible(text));
            case Frame.Gap(String reason) -> event(timed.micros(), 'm', "gap: " + PlainText.visible(reason));
            case Frame.ChannelClosed closed when screens.shows(closed.channel())
                    && closed.exitStatus().isPresent() ->
                event(timed.micros(), 'x', Integer.toUnsignedString(closed.exitStatus().get()));
            case Frame.Output _,Frame.ErrorOutput _,Frame.Input _,Frame.Resize _,Frame.ChannelOpened _,Frame.ChannelClosed _,Frame.FileOperation _,Frame.Elided _,Frame.Environment _,Frame.End _ ->
                {
                }
        }
        screens.see(frame);
    }

    /** The size before anything was drawn stands in the first line, every other one is an event. */
    private void resize(long micros, int wide, int high) throws IOException {
        columns = wide;
        rows = high;
        if (begun) {
            event(micros, 'r', wide + "x" + high);
        }
    }

    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        String title = header.person() + " as " + header.login() + " on " + header.target() + ", "
                + header.session();
        out.write("{\"version\":3,\"term\":{\"cols\":" + columns + ",\"rows\":" + rows + "},\"timestamp\":"
                + header.startedAt().getEpochSecond() + ",\"title\":"
                + JsonText.quote(PlainText.visible(title))
                + "}\n");
    }

    private void event(long micros, char code, String data) throws IOException {
        begin();
        long interval = micros - lastMicros;
        lastMicros = micros;
        out.write("[" + interval / 1_000_000 + "." + String.format("%06d", interval % 1_000_000) + ",\""
                + code + "\","
                + JsonText.quote(data) + "]\n");
    }
}
