package io.sallyport.evidence.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TerminalFilterTest {
    private static final String E = "\u001b";
    private static final String BEL = "\u0007";

    private static String drawing(String text) {
        return new TerminalFilter(TerminalFilter.Keep.DRAWING).next(text);
    }

    @Test
    void whatDrawsPasses() {
        for (String text : List.of("plain \u00fc \ud83d\ude00\r\n", E + "[1;31mred" + E + "[0m",
                E + "[?1049h", E + "[2J" + E + "[H",
                E + "[10;20H", E + "[?25l", E + "(0lqk" + E + "(B", E + "7" + E + "8", E + "[38:2:1:2:3m",
                E + "[4 q", E + "[!p",
                E + "]0;title" + BEL, E + "[s" + E + "[u", E + "=" + E + ">", E + "#8")) {
            assertEquals(text, drawing(text));
        }
    }

    @Test
    void whatMakesATerminalAnswerOrListenOrCopyIsTakenOut() {
        for (String evil : List.of(E + "]52;c;cm0gLXJmIC8=" + BEL, E + "]52;c;?" + E + "\\",
                E + "P$qm" + E + "\\", E + "P+q544e" + E + "\\",
                E + "[c", E + "[>c", E + "[=c", E + "[0c", E + "[5n", E + "[6n", E + "[?6n", E + "[21t",
                E + "[20t", E + "[18t",
                E + "[1;1;1;1;1;1*y", E + "[x", E + "Z", "\u0005", E + "]10;?" + BEL, E + "]4;1;?" + E + "\\",
                E + "]50;?" + BEL,
                E + "]8;;http://evil" + E + "\\", E + "_Gi=1;AAAA" + E + "\\", E + "^pm" + E + "\\",
                E + "Xsos" + E + "\\",
                E + "[?1000h", E + "[?1003;1006h", E + "[?2004h", E + "[?1004h", E + "[>4;2m", E + "[>q",
                E + "[?u", E + "[?2026$p",
                "\u009b6n", "\u009d52;c;AAAA\u009c", "\u0090$qm\u009c", E + "[1" + "0".repeat(5000) + "m",
                "\u0000\u007f",
                E + "]0;" + "x".repeat(5000) + BEL)) {
            assertEquals("ab", drawing("a" + evil + "b"), evil.replace(E, "ESC"));
        }
    }

    @Test
    void aSequenceSplitOverFramesIsStillFound() {
        String evil = "a" + E + "]52;c;AAAA" + E + "\\b" + E + "[6nc" + E + "[1md";
        for (int cut = 0; cut <= evil.length(); cut++) {
            TerminalFilter filter = new TerminalFilter(TerminalFilter.Keep.DRAWING);
            assertEquals("abc" + E + "[1md",
                    filter.next(evil.substring(0, cut)) + filter.next(evil.substring(cut)));
        }
    }

    @Test
    void textKeepsOnlyText() {
        TerminalFilter filter = new TerminalFilter(TerminalFilter.Keep.TEXT);
        assertEquals("a\tb\r\nred!\b",
                filter.next("a\tb\r\n" + E + "[31mred" + E + "[0m!\b" + BEL + "\u202e" + E + "]0;t" + BEL));
    }

    @Property(tries = 3000)
    void filteringTwiceChangesNothing(@ForAll String text) {
        String once = drawing(text.replace('q', '\u001b').replace('p', '['));
        assertEquals(once, drawing(once));
    }
}
