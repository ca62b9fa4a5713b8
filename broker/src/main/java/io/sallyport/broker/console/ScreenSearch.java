package io.sallyport.broker.console;

import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.TimedFrame;
import io.sallyport.wire.text.Sanitize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds text in what a session showed, and when it was there. Lines are put together per channel, without escape
 * sequences; memory holds one line per channel. For one thread, for one search.
 */
final class ScreenSearch {
    /** More than anyone reads. */
    static final int MAX_HITS = 200;
    /** A line longer than this is searched in pieces. */
    private static final int MAX_LINE = 4096;
    private static final int AROUND = 60;
    private final String query;
    private final String wanted;
    private final Map<Integer, Line> lines = new HashMap<>();
    private final List<Hit> hits = new ArrayList<>();
    private boolean more;

    private static final class Line {
        private final PlainText plain = new PlainText();
        private final StringBuilder text = new StringBuilder();
        private long micros;
    }

    ScreenSearch(String query) {
        this.query = query;
        this.wanted = query.toLowerCase(Locale.ROOT);
    }

    static SearchView in(RecordingReader reader, String query) {
        return new ScreenSearch(query).run(reader::next);
    }

    /** @param frames the next frame, empty at the end */
    SearchView run(Supplier<Optional<TimedFrame>> frames) {
        for (Optional<TimedFrame> next = frames.get(); next.isPresent() && !more; next = frames.get()) {
            TimedFrame timed = next.get();
            if (timed.frame() instanceof Frame.Output output) {
                take(output.channel(), timed.micros(), output.bytes().toArray());
            } else if (timed.frame() instanceof Frame.ErrorOutput error) {
                take(error.channel(), timed.micros(), error.bytes().toArray());
            }
        }
        lines.values().forEach(this::finish);
        return new SearchView(query, hits, more);
    }

    private void take(int channel, long micros, byte[] bytes) {
        Line line = lines.computeIfAbsent(channel, _ -> new Line());
        // Bytes are put in as Latin-1 and decoded per line, because a frame may end inside a UTF-8
        // character.
        for (byte each : bytes) {
            int shown = line.plain.accept(each & 0xff);
            if (shown == '\n' || line.text.length() >= MAX_LINE) {
                finish(line);
            } else if (shown >= 0) {
                if (line.text.isEmpty()) {
                    line.micros = micros;
                }
                line.text.append((char) shown);
            }
        }
    }

    private void finish(Line line) {
        String text = Sanitize.terminal(
                new String(line.text.toString().getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8));
        line.text.setLength(0);
        int at = text.toLowerCase(Locale.ROOT).indexOf(wanted);
        // Lower case may change the length of a few letters; then the place is not sure and the whole line
        // is the match.
        boolean sure = text.toLowerCase(Locale.ROOT).length() == text.length();
        if (at < 0 || more) {
            return;
        }
        if (hits.size() == MAX_HITS) {
            more = true;
            return;
        }
        double seconds = line.micros / 1e6;
        int end = sure ? at + wanted.length() : text.length();
        int start = sure ? at : 0;
        hits.add(new Hit(seconds, Moment.clock(seconds), text.substring(Math.max(0, start - AROUND), start),
                text.substring(start, end), text.substring(end, Math.min(text.length(), end + AROUND))));
    }
}
