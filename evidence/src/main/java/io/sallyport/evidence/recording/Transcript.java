package io.sallyport.evidence.recording;

import io.sallyport.evidence.text.PlainText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Exports a recording as plain text. A line that begins with {@code |} is output, with {@code !} error output, with
 * {@code >} input, each without escape sequences; a line that begins with {@code [} is an event with its time. So nothing a
 * program printed can pass for an event. For one export, one thread.
 */
public final class Transcript {
    private static final int MAX_LINE = 16 * 1024;

    private final Writer out;
    private final Map<String, Line> lines = new HashMap<>();

    private Transcript(Writer out) {
        this.out = out;
    }

    /**
     * Writes everything from the start of the recording on. Flushes, and does not close, {@code out}.
     *
     * @throws RecordingException the recording is damaged; what was read before is written
     */
    public static void write(RecordingReader reader, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 64 * 1024);
        try {
            reader.seek(0);
            RecordingHeader header = reader.header();
            text.write(PlainText
                    .visible("Session " + header.session() + ": " + header.person() + " as " + header.login()
                            + " on " + header.target() + ", grant " + header.grant() + ", started "
                            + header.startedAt())
                    + "\n");
            Transcript transcript = new Transcript(text);
            for (Optional<TimedFrame> next = reader.next(); next.isPresent(); next = reader.next()) {
                transcript.frame(next.get());
            }
            transcript.finishLines();
        } finally {
            text.flush();
        }
    }

    private void frame(TimedFrame timed) throws IOException {
        switch (timed.frame()) {
            case Frame.Output(int channel, Bytes bytes) -> line(channel, '|').add(bytes);
            case Frame.ErrorOutput(int channel, Bytes bytes) -> line(channel, '!').add(bytes);
            case Frame.Input(int channel, long _, Optional<Bytes> bytes) -> {
                if (bytes.isPresent()) {
                    line(channel, '>').add(bytes.get());
                }
            }
            case Frame.Resize(int channel, int columns, int rows) ->
                event(timed, "channel " + channel + ": terminal of " + columns + " x " + rows);
            case Frame.ChannelOpened(int channel, Frame.Kind kind, boolean terminal, String detail) ->
                event(timed, "channel " + channel + " opened: " + kind.name().toLowerCase(Locale.ROOT)
                        + (terminal ? " in a terminal" : "") + (detail.isEmpty() ? "" : ": " + detail));
            case Frame.ChannelClosed closed -> {
                finishLines();
                lines.keySet().removeIf(name -> name.startsWith(closed.channel() + " "));
                event(timed, closed(closed));
            }
            case Frame.FileOperation(int channel, String operation, String path, String detail) ->
                event(timed, "channel " + channel + ": " + operation + " " + path
                        + (detail.isEmpty() ? "" : " " + detail));
            case Frame.Notice(String text) -> event(timed, "notice: " + text);
            case Frame.Elided(int channel, Frame.Stream stream, long bytes, Bytes sha256) -> event(timed,
                    "channel " + channel + ": " + bytes + " bytes of "
                            + stream.name().toLowerCase(Locale.ROOT)
                            + " not kept, SHA-256 " + sha256.hex());
            case Frame.Environment(String name, String value) ->
                event(timed, "environment: " + name + "=" + value);
            case Frame.Gap(String reason) -> event(timed, "GAP: " + reason);
            case Frame.End(EndReason reason, String detail) ->
                event(timed, "end: " + reason.code() + (detail.isEmpty() ? "" : ": " + detail));
        }
    }

    private static String closed(Frame.ChannelClosed closed) {
        String how = closed.exitStatus().map(status -> ", exit status " + Integer.toUnsignedString(status))
                .orElse("")
                + closed.exitSignal().map(signal -> ", signal " + signal).orElse("");
        return "channel " + closed.channel() + " closed" + how + "; " + closed.outputBytes()
                + " bytes of output, "
                + closed.errorBytes() + " of error output, " + closed.inputBytes() + " of input";
    }

    private void event(TimedFrame timed, String text) throws IOException {
        finishLines();
        long millis = timed.micros() / 1000;
        out.write(String.format("[%02d:%02d:%02d.%03d] ", millis / 3_600_000, millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000) + PlainText.visible(text) + "\n");
    }

    private Line line(int channel, char mark) {
        return lines.computeIfAbsent(channel + " " + mark, _ -> new Line(mark));
    }

    private void finishLines() throws IOException {
        for (Line line : lines.values()) {
            if (!line.text.isEmpty()) {
                line.finish();
            }
        }
    }

    /** The line of one stream that is not finished yet. */
    private final class Line {
        private final char mark;
        private final Utf8Stream utf8 = new Utf8Stream();
        private final TerminalFilter filter = new TerminalFilter(TerminalFilter.Keep.TEXT);
        private final StringBuilder text = new StringBuilder();
        private boolean afterReturn;

        Line(char mark) {
            this.mark = mark;
        }

        void add(Bytes bytes) throws IOException {
            String plain = filter.next(utf8.next(bytes));
            for (int at = 0; at < plain.length(); at++) {
                add(plain.charAt(at));
            }
        }

        private void add(char c) throws IOException {
            boolean secondOfPair = c == '\n' && afterReturn;
            afterReturn = c == '\r';
            switch (c) {
                case '\n', '\r' -> {
                    if (!secondOfPair) {
                        finish();
                    }
                }
                case '\b' -> text.setLength(Math.max(0, text.length() - 1));
                default -> {
                    text.append(c);
                    if (text.length() >= MAX_LINE && !Character.isHighSurrogate(c)) {
                        finish();
                    }
                }
            }
        }

        private void finish() throws IOException {
            out.append(mark).append(' ').append(text).append('\n');
            text.setLength(0);
        }
    }
}
