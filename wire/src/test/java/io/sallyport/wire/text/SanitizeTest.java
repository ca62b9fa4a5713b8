package io.sallyport.wire.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.wire.Limits;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SanitizeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
            "plain text, 100 %|plain text, 100 %",
            "Gr\u00fc\u00dfe \u4f60\u597d|Gr\u00fc\u00dfe \u4f60\u597d",
            "\u001b[2J|\\x1b[2J", "\u001b]52;c;eA==\u0007|\\x1b]52;c;eA==\\x07",
            "a\tb|a\\tb", "\u0000|\\x00", "\u007f|\\x7f", "\u009b31m|\\x9b31m", "\u0085|\\x85",
            "\u202eexe.txt|\\u{202e}exe.txt", "\u2066x\u2069|\\u{2066}x\\u{2069}", "\u2028|\\u{2028}",
            "\u2029|\\u{2029}", "\u200b|\\u{200b}", "\ufeff|\\u{feff}", "\ue000|\\u{e000}",
            "\ud83d|\\u{d83d}",
            "\udb40\udc41|\\u{e0041}", "\ufffe|\\u{fffe}", "\u3164|\\u{3164}", "\u061c|\\u{061c}"})
    void whatCouldDeceiveIsShown(String text, String shown) {
        assertEquals(shown, Sanitize.terminal(text));
    }

    @Test
    void lineBreaksAreShown() {
        assertEquals("a\\nb\\r\\n\\r", Sanitize.terminal("a\nb\r\n\r"));
    }

    @Test
    void bytesThatAreNotUtf8AreShownOneByOne() {
        assertEquals("a\\xff\\xfeb", Sanitize.terminal(new byte[]{'a', (byte) 0xff, (byte) 0xfe, 'b'}));
        assertEquals("\\xc3", Sanitize.terminal(new byte[]{(byte) 0xc3}));
        assertEquals("\\xed\\xb2\\x80", Sanitize.terminal(new byte[]{(byte) 0xed, (byte) 0xb2, (byte) 0x80}));
        assertEquals("\\xc0\\xaf", Sanitize.terminal(new byte[]{(byte) 0xc0, (byte) 0xaf}));
        assertEquals("\u00e9", Sanitize.terminal(new byte[]{(byte) 0xc3, (byte) 0xa9}));
    }

    @Property
    void nothingDangerousSurvives(@ForAll String text) {
        assertTrue(Sanitize.isPlain(Sanitize.terminal(text)));
        assertEquals(Sanitize.terminal(text), Sanitize.terminal(Sanitize.terminal(text)));
    }

    @Property
    void noBytesSurviveAsControls(@ForAll byte[] bytes) {
        assertTrue(Sanitize.isPlain(Sanitize.terminal(bytes)));
    }

    @Test
    void htmlKeepsNoMarkupAndNoControls() {
        assertEquals("&lt;a href=&#39;x&#39; title=&quot;&amp;&quot;&gt;\n\\x1b\\u{202e}",
                Sanitize.html("<a href='x' title=\"&\">\n\u001b\u202e"));
    }

    @Test
    void aLogTextIsCutAtItsLimit() {
        assertEquals(Limits.LOG_TEXT, Sanitize.log("x".repeat(Limits.LOG_TEXT)).length());
        assertTrue(Sanitize.log("x".repeat(Limits.LOG_TEXT + 1)).endsWith("(cut)"));
    }

    @Test
    void oneEventIsOneLineOfJson() {
        LogRecord record = new LogRecord(Level.WARNING, "key id \"{0}\"\n\"at\":1");
        record.setParameters(new Object[]{"a\u001b\nb\\"});
        record.setThrown(new IllegalStateException("broken\nline"));
        String line = new OneLineFormatter().format(record);
        assertEquals(line.length() - 1, line.indexOf('\n'));
        var json = (io.sallyport.policies.json.Json.Obj) io.sallyport.policies.json.JsonParser
                .parse(line.strip(), 100_000, 3);
        assertEquals("WARNING", json.string("level"));
        assertEquals("key id \"a\\x1b\\nb\\\"\\n\"at\":1", json.string("message"));
        assertTrue(json.string("error").contains("broken\\nline"));
    }
}
