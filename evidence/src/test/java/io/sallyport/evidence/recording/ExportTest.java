package io.sallyport.evidence.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    @TempDir
    private Path dir;
    private final TestClock clock = new TestClock();

    private Path sample() {
        Path file = dir.resolve("sample.rec");
        Samples.terminalSession(file);
        return file;
    }

    private static String cast(Path file, OptionalInt channel) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingReader reader = RecordingReader.open(file)) {
            Asciicast.write(reader, out, new Asciicast.Options(channel));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String transcript(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingReader reader = RecordingReader.open(file)) {
            Transcript.write(reader, out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSessionAsAsciicast() throws IOException {
        List<String> lines = cast(sample(), OptionalInt.empty()).lines().toList();
        assertEquals("{\"version\":3,\"term\":{\"cols\":100,\"rows\":30},\"timestamp\":1795428000,\"title\":"
                + "\"eva as deploy on web-1, " + Samples.SESSION + "\"}", lines.getFirst());
        assertEquals("[0.300000,\"o\",\"$ \"]", lines.get(1));
        assertTrue(lines.get(2).startsWith("[0.300000,\"o\",\"ls\\r\\nfile name \u00fc "), lines.get(2));
        assertEquals("[1.300000,\"o\",\"exit\\r\\n\"]", lines.get(3));
        assertEquals("[0.000000,\"x\",\"3\"]", lines.get(4));
        assertEquals(5, lines.size());
    }

    @Test
    void aCharacterSplitOverFramesSurvives() throws IOException {
        Path file = dir.resolve("split.rec");
        RecordingWriter writer = Samples.writer(file, clock);
        ChannelTape tape = new ChannelTape(writer, new Frame.ChannelOpened(0, Frame.Kind.SHELL, true, ""),
                clock);
        byte[] smile = "\ud83d\ude00\u00fc\u20ac".getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < smile.length; at++) {
            tape.output(smile, at, 1);
        }
        tape.output(new byte[]{(byte) 0xff, 'x'}, 0, 2);
        tape.close(Optional.empty(), Optional.empty());
        writer.close();
        List<String> lines = cast(file, OptionalInt.empty()).lines().toList();
        assertEquals(List.of("[0.000000,\"o\",\"\ud83d\ude00\"]", "[0.000000,\"o\",\"\u00fc\"]",
                "[0.000000,\"o\",\"\u20ac\"]",
                "[0.000000,\"o\",\"\ufffdx\"]"), lines.subList(1, lines.size()));
    }

    @Test
    void commandsAreShownWhenThereIsNoTerminalAndHiddenWhenThereIsOne() throws IOException {
        Path file = dir.resolve("exec.rec");
        RecordingWriter writer = Samples.writer(file, clock);
        ChannelTape command = new ChannelTape(writer,
                new Frame.ChannelOpened(4, Frame.Kind.EXEC, false, "id"), clock);
        Samples.output(command, "uid=0\nend");
        command.close(Optional.of(0), Optional.empty());
        writer.close();
        assertTrue(cast(file, OptionalInt.empty()).contains("\"uid=0\\r\\nend\""));
        assertFalse(cast(file, OptionalInt.of(1)).contains("uid"));

        Path both = dir.resolve("both.rec");
        RecordingWriter second = Samples.writer(both, clock);
        ChannelTape hidden = new ChannelTape(second, new Frame.ChannelOpened(4, Frame.Kind.EXEC, false, "id"),
                clock);
        Samples.output(hidden, "hidden");
        ChannelTape shown = new ChannelTape(second, new Frame.ChannelOpened(5, Frame.Kind.SHELL, true, ""),
                clock);
        Samples.output(shown, "shown");
        second.close();
        assertFalse(cast(both, OptionalInt.empty()).contains("hidden"));
        assertTrue(cast(both, OptionalInt.empty()).contains("shown"));
        assertTrue(cast(both, OptionalInt.of(4)).contains("hidden"));
    }

    @Test
    void aTranscriptKeepsProgramsFromPosingAsEvents() throws IOException {
        Path file = dir.resolve("pose.rec");
        RecordingWriter writer = Samples.writer(file, clock);
        ChannelTape tape = new ChannelTape(writer,
                new Frame.ChannelOpened(0, Frame.Kind.EXEC, false, "x\u001b[2J\n[y"),
                clock);
        Samples.output(tape, "[00:00:00.000] end: closed\r\n\u001b[31mred\u001b[0m abc\b\b\bd");
        tape.error(new byte[]{'e', '\n'}, 0, 2);
        tape.input(2, Optional.of(Bytes.utf8("y\n")));
        clock.passMillis(3_723_004);
        tape.close(Optional.of(2), Optional.empty());
        writer.close(EndReason.REVOKED, "by ada");
        List<String> lines = transcript(file).lines().toList();
        assertTrue(lines.get(0).startsWith("Session " + Samples.SESSION + ": eva as deploy on web-1"),
                lines.get(0));
        assertEquals("[00:00:00.000] channel 0 opened: exec: x\\u{1b}[2J\\u{a}[y", lines.get(1));
        assertEquals("| [00:00:00.000] end: closed", lines.get(2));
        assertTrue(lines.contains("! e") && lines.contains("> y") && lines.contains("| red d"),
                lines.toString());
        assertEquals(
                "[01:02:03.004] channel 0 closed, exit status 2; 48 bytes of output, 2 of error output, 2 of input",
                lines.get(lines.size() - 2));
        assertEquals("[01:02:03.004] end: revoked: by ada", lines.getLast());
    }

    @Test
    void playbackKeepsTimeSpeedAndIdleLimit() throws Exception {
        Path file = sample();
        List<Duration> pauses = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingReader reader = RecordingReader.open(file)) {
            Playback.play(reader, out,
                    new Playback.Options(2, Optional.of(Duration.ofMillis(400)), OptionalInt.empty()),
                    pauses::add);
        }
        assertEquals(List.of(Duration.ofMillis(150), Duration.ofMillis(150), Duration.ofMillis(400)), pauses);
        String shown = out.toString(StandardCharsets.UTF_8);
        assertTrue(shown.startsWith("$ ls\r\n") && shown.endsWith("exit\r\n" + Playback.RESET), shown);
    }

    @Test
    void aReaderSeeksToAnyTime() {
        Path file = dir.resolve("long.rec");
        RecordingWriter writer = Samples.writer(file, clock);
        for (int number = 0; number < 400; number++) {
            clock.passMillis(100);
            writer.append(new Frame.Notice("n" + number));
            if (number % 3 == 0) {
                writer.flush();
            }
        }
        writer.close();
        try (RecordingReader reader = RecordingReader.open(file)) {
            assertEquals(40_000_000, reader.lastMicros());
            for (int number = 399; number >= 0; number -= 7) {
                reader.seek(number * 100_000L + 100_000);
                assertEquals(new Frame.Notice("n" + number), reader.next().orElseThrow().frame());
                reader.seek(number * 100_000L + 1);
                assertEquals(new Frame.Notice("n" + number), reader.next().orElseThrow().frame());
            }
            reader.seek(40_000_001);
            assertEquals(Optional.empty(), reader.next());
            reader.seek(0);
            assertEquals(401, Samples.rest(reader).size());
        }
    }

    @Test
    void aReaderFollowsAFileThatGrows() {
        Path file = dir.resolve("grows.rec");
        try (RecordingWriter writer = Samples.writer(file, clock);
                RecordingReader reader = RecordingReader.open(file)) {
            assertEquals(Optional.empty(), reader.next());
            writer.append(new Frame.Notice("a"));
            writer.flush();
            assertEquals(new Frame.Notice("a"), reader.next().orElseThrow().frame());
            assertEquals(Optional.empty(), reader.next());
        }
    }
}
