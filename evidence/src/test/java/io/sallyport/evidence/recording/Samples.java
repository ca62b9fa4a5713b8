package io.sallyport.evidence.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recordings for tests. */
public final class Samples {
    public static final String SESSION = "s-abcdefghijklmnopqrstuvwxyz";
    public static final RecordingKey KEY = RecordingKey.random(new SecureRandom());

    private Samples() {}

    public static RecordingHeader header() {
        return new RecordingHeader(1, SESSION, "web-1", "deploy", "eva", "g-abcdefghijklmnopqrstuvwxyz", -7L,
                Instant.parse("2026-11-23T10:00:00Z"), "ab".repeat(32), KEY.publicHex(),
                Map.of("ticket", "CHG-7"));
    }

    public static RecordingWriter writer(Path file, TestClock clock) {
        return RecordingWriter.create(file, header(), KEY, clock, clock);
    }

    /** A small session with a terminal, over several chunks, closed. */
    public static void terminalSession(Path file) {
        TestClock clock = new TestClock();
        RecordingWriter writer = writer(file, clock);
        terminalFrames(writer, clock);
        writer.close(EndReason.CLOSED, "");
    }

    public static void terminalFrames(RecordingWriter writer, TestClock clock) {
        ChannelTape tape = new ChannelTape(writer, new Frame.ChannelOpened(0, Frame.Kind.SHELL, true, ""),
                clock);
        tape.resize(100, 30);
        clock.passMillis(300);
        output(tape, "$ ");
        tape.input(1, Optional.empty());
        writer.flushIfDue();
        clock.passMillis(300);
        output(tape, "ls\r\n" + "file name \u00fc ".repeat(20) + "\r\n$ ");
        writer.flushIfDue();
        clock.passMillis(1300);
        output(tape, "exit\r\n");
        tape.close(Optional.of(3), Optional.empty());
    }

    static void output(ChannelTape tape, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tape.output(bytes, 0, bytes.length);
    }

    public static List<TimedFrame> frames(Path file) {
        try (RecordingReader reader = RecordingReader.open(file)) {
            return rest(reader);
        }
    }

    static List<TimedFrame> rest(RecordingReader reader) {
        List<TimedFrame> frames = new ArrayList<>();
        for (Optional<TimedFrame> next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    static Verdict verify(byte[] recording) {
        try (RecordingVerifier verifier = new RecordingVerifier(Optional.empty(), Optional.empty())) {
            return verifier.accept(ByteBuffer.wrap(recording));
        }
    }

    static byte[] bytes(Path file) throws IOException {
        return java.nio.file.Files.readAllBytes(file);
    }
}
