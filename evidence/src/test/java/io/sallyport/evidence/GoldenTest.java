package io.sallyport.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.evidence.log.JournalVerifier;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.Transcript;
import io.sallyport.evidence.recording.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @Test
    void recordingFormat1() throws IOException {
        Path file = GOLDEN.resolve("recording/1/terminal.rec");
        Verdict.Whole whole = assertInstanceOf(Verdict.Whole.class, RecordingVerifier.verify(file,
                Optional.of("f8dbc2d8225805e3e24c7c6142c1cd192dff5bd59741d62dd0638fe3c88d469d")));
        assertEquals("24d1d31bbd02790608bec9ad5ea6121a0666c5d3ce1751fe8d7fb5557b4e4102",
                whole.totals().hash());
        assertEquals(EndReason.CLOSED, whole.end().reason());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (RecordingReader reader = RecordingReader.open(file)) {
            Transcript.write(reader, text);
        }
        assertEquals("""
                Session s-abcdefghijklmnopqrstuvwxyz: eva as deploy on web-1, grant g-abcdefghijklmnopqrstuvwxyz, \
                started 2026-11-23T10:00:00Z
                [00:00:00.000] channel 0 opened: shell in a terminal
                [00:00:00.000] channel 0: terminal of 100 x 30
                | $ ls
                | %s
                | $ exit
                [00:00:01.900] channel 0 closed, exit status 3; 276 bytes of output, 0 of error output, 1 of input
                [00:00:01.900] end: closed
                """.formatted("file name \u00fc ".repeat(20)), text.toString(StandardCharsets.UTF_8));
    }

    @Test
    void journalFormat1() {
        var whole = assertInstanceOf(JournalVerifier.Outcome.Whole.class,
                JournalVerifier.verify(GOLDEN.resolve("journal/1"),
                        Optional.of("31bee41aee3c505a18b2edc5fe1869b69c7c2a4dc046cc9b19839454bc064db4")));
        assertEquals(3, whole.size());
        assertEquals(0, whole.unsigned());
        assertEquals("cea2e47cf76b2ba4f3e70b329a64001e733f5c8846b1eb235303429b2ac6cb9c",
                whole.checkpoint().root().hex());
    }
}
