package io.sallyport.evidence.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.LogKey;
import io.sallyport.evidence.recording.Samples;
import io.sallyport.evidence.recording.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    private Path dir;
    private Path file = Path.of("");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void sample() {
        file = dir.resolve("a.rec");
        Samples.terminalSession(file);
    }

    private int verify(Object... args) {
        out.reset();
        err.reset();
        return new VerifyMain(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), true).run(words(args));
    }

    private int replay(Object... args) {
        out.reset();
        err.reset();
        return new ReplayMain(out, new PrintStream(err, true, StandardCharsets.UTF_8), _ -> {
        }).run(words(args));
    }

    private static String[] words(Object... args) {
        return Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aWholeRecordingIsSaidToBeWhole() {
        assertEquals(0, verify(file, "--key", Samples.KEY.publicHex()));
        assertTrue(printed().contains(": whole\n") && printed().contains("as expected"), printed());
        assertEquals(0, verify(file, "--json"));
        assertTrue(printed().contains("\"verdict\":\"whole\",\"session\":\"" + Samples.SESSION + "\""),
                printed());
        assertEquals(1, verify(file, "--key", "00".repeat(32)));
    }

    @Test
    void aFlippedBitNamesTheChunkAndACutFileIsUnfinished() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Path cut = dir.resolve("cut.rec");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1));
        bytes[bytes.length - 130] ^= 1;
        Files.write(file, bytes);
        assertEquals(1, verify(file, cut));
        assertTrue(printed().contains("DAMAGED at chunk ") && printed().contains("UNFINISHED"), printed());
        assertEquals(1, verify(file, cut, "--json"));
        assertTrue(printed().contains("\"verdict\":\"damaged\",\"chunk\":"), printed());
        assertEquals(1, replay(file, "--text"));
        assertTrue(complained().contains("DAMAGED"), complained());
    }

    @Test
    void aJournalIsChecked() throws IOException {
        LogKey key = LogKey.random(new SecureRandom());
        Path journal = dir.resolve("journal");
        TestClock clock = new TestClock();
        try (Journal open = Journal.open(journal, key, clock, new SecureRandom())) {
            open.append(new byte[]{'a'});
            open.append(new byte[]{'b'});
        }
        assertEquals(0, verify("--journal", journal, "--journal-key", key.publicHex()));
        assertTrue(printed().contains("entries  2, of which 2 signed"), printed());
        assertEquals(0, verify("--journal", journal, "--json"));
        assertEquals(1, verify("--journal", journal, "--journal-key", Samples.KEY.publicHex()));
        Path entries = journal.resolve("entries-00000000000000000000.sjl");
        byte[] bytes = Files.readAllBytes(entries);
        bytes[bytes.length - 1] ^= 1;
        Files.write(entries, bytes);
        assertEquals(1, verify("--journal", journal));
        assertTrue(printed().contains("DAMAGED at entry 1"), printed());
    }

    @Test
    void wrongUsageIsTwoAndHelpIsZero() {
        assertEquals(2, verify());
        assertEquals(2, verify("--what"));
        assertEquals(2, verify(file, "--key", "12"));
        assertEquals(2, verify(file, "--journal-key", "00".repeat(32)));
        assertEquals(2, verify(file, "--key"));
        assertEquals(0, verify("--help"));
        assertTrue(printed().contains("Examples:"));
        assertEquals(2, replay());
        assertEquals(2, replay(file, file));
        assertEquals(2, replay(file, "--speed", "0"));
        assertEquals(2, replay(file, "--cast", "--text"));
        assertEquals(0, replay("--help"));
        assertTrue(printed().contains("Examples:"));
    }

    @Test
    void whatIsNotThereOrIsNoRecordingIsSaidPlainly() throws IOException {
        assertEquals(1, verify(dir.resolve("none.rec"), dir));
        assertTrue(complained().contains("there is no such file"), complained());
        Path text = dir.resolve("text");
        Files.writeString(text, "hello, this is just some text, long enough to look at");
        assertEquals(1, verify(text));
        assertTrue(printed().contains("does not begin like a Sallyport recording"), printed());
        assertEquals(1, replay(text));
        assertEquals(1, replay(dir.resolve("none.rec")));
        assertTrue(complained().contains("there is no such file"), complained());
    }

    @Test
    void aRecordingIsPlayedAndExported() {
        assertEquals(0, replay(file, "--speed", "2", "--idle", "0.5"));
        assertTrue(printed().contains("$ ls\r\n"));
        assertEquals(0, replay(file, "--cast"));
        assertTrue(printed().startsWith("{\"version\":3"));
        assertEquals(0, replay(file, "--text"));
        assertTrue(printed().contains("] end: closed"));
    }
}
