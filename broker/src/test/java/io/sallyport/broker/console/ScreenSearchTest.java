package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.evidence.recording.Bytes;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.TimedFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searching what was on the screen. */
final class ScreenSearchTest {
    private static SearchView search(String query, byte[]... shown) {
        Deque<TimedFrame> frames = new ArrayDeque<>();
        Arrays.stream(shown).forEach(bytes -> frames
                .add(new TimedFrame(frames.size() * 1_000_000L, new Frame.Output(0, Bytes.of(bytes)))));
        return new ScreenSearch(query).run(() -> Optional.ofNullable(frames.poll()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aWordSplitOverFramesAndColouredIsFoundWhereItsLineBegan() {
        SearchView found = search("failed", utf8("first\r\n"), utf8("Active: \u001b[1;31mfa"),
                utf8("iled\u001b[0m now\r\n"));
        assertEquals(1, found.hits().size());
        Hit hit = found.hits().getFirst();
        assertEquals(1.0, hit.seconds());
        assertEquals("Active: |failed| now", hit.before() + "|" + hit.match() + "|" + hit.after());
    }

    @Test
    void aLetterSplitOverFramesIsWhole() {
        byte[] word = utf8("grün\n");
        assertEquals("grün",
                search("grün", Arrays.copyOf(word, 3), Arrays.copyOfRange(word, 3, word.length)).hits()
                        .getFirst().match());
    }

    @Test
    void titlesAndClipboardSequencesAreNotOnTheScreen() {
        assertTrue(search("secret",
                utf8("\u001b]0;secret\u0007a\n\u001b]52;c;secret\u001b\\b\n\u001bPsecret\u001b\\c\n"))
                .hits().isEmpty());
    }

    @Test
    void hitsAreBounded() {
        byte[][] many = IntStream.range(0, ScreenSearch.MAX_HITS + 1).mapToObj(_ -> utf8("x\n"))
                .toArray(byte[][]::new);
        SearchView found = search("x", many);
        assertEquals(ScreenSearch.MAX_HITS, found.hits().size());
        assertTrue(found.more());
    }
}
