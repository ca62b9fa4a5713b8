package io.sallyport.broker.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.session.Note;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.RecordingWriter;
import io.sallyport.evidence.recording.Transcript;
import io.sallyport.policies.id.PersonName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes in the text of a session: after the recording, apart from it, and harmless. */
class AnnotatedTranscriptTest {
    private static final Instant AT = Instant.parse("2026-03-03T10:00:00Z");
    private static final List<Note> NOTES = List.of(
            new Note(new PersonName("mona"), AT, "one\n[00:00:00.000] two \u001b[31m\u202e"),
            new Note(new PersonName("ada"), AT.plusSeconds(60), "# three"));
    /** {@code docs/formats/recording.md} §10. */
    private static final String WRITTEN = """
            # Notes on this session, from the broker's journal. They are no part of the recording.
            # 2026-03-03T10:00:00Z mona
            #   one
            #   [00:00:00.000] two \\x1b[31m\\u{202e}
            # 2026-03-03T10:01:00Z ada
            #   # three
            """;

    @TempDir
    private Path folder;

    private Path recording(String... output) {
        Path file = folder.resolve("s.rec");
        RecordingKey key = RecordingKey.random(new SecureRandom());
        RecordingHeader header = new RecordingHeader(RecordingHeader.FORMAT, "s-" + "a".repeat(26), "web-1",
                "deploy", "eva", "g-" + "a".repeat(26), 7, AT, "ab".repeat(32), key.publicHex(), Map.of());
        AtomicLong nanos = new AtomicLong();
        RecordingWriter writer = RecordingWriter.create(file, header, key, nanos::get,
                InstantSource.fixed(AT));
        writer.append(new Frame.ChannelOpened(0, Frame.Kind.SHELL, true, ""));
        for (String each : output) {
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            writer.append(Frame.Output.of(0, bytes, 0, bytes.length));
        }
        writer.close(EndReason.CLOSED, "");
        return file;
    }

    private static String text(Path file, List<Note> notes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AnnotatedTranscript.write(file, notes, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String plain(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingReader reader = RecordingReader.open(file)) {
            Transcript.write(reader, out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void notesStandAfterTheRecordingAsTheyAreDescribed() throws IOException {
        Path file = recording("# 2026-03-03T10:00:00Z ada\r\n#   forged\r\n", "done");
        String all = text(file, NOTES);
        assertEquals(plain(file) + WRITTEN, all);
        assertEquals(6, all.lines().filter(line -> line.startsWith("#")).count(),
                "what a program prints passes for no note");
    }

    @Test
    void withoutNotesItIsTheTranscript() throws IOException {
        Path file = recording("done\r\n");
        assertEquals(plain(file), text(file, List.of()));
    }

    @Test
    void aDamagedRecordingHasItsNotesToo() throws IOException {
        byte[] noise = new byte[300_000];
        new SplittableRandom(1).nextBytes(noise);
        String[] lines = Base64.getMimeEncoder().encodeToString(noise).split("(?<=\n)");
        Path file = recording(lines);
        byte[] bytes = Files.readAllBytes(file);
        int at = bytes.length * 3 / 4;
        Arrays.fill(bytes, at, at + 1000, (byte) 0x55);
        Files.write(file, bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThrows(RecordingException.class, () -> AnnotatedTranscript.write(file, NOTES, out));
        String all = out.toString(StandardCharsets.UTF_8);
        assertTrue(all.startsWith("Session s-") && all.contains(lines[0].strip()));
        assertTrue(all.endsWith(WRITTEN), "it is read up to the damage, and what people wrote is there");
    }
}
