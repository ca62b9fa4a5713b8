package io.sallyport.evidence.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void jsonStringsAreEscaped() {
        assertEquals("\"a\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u007f\\u2028\u00fc\"",
                JsonText.quote("a\"\\\n\r\t\u0000\u001b\u007f\u2028\u00fc"));
        assertEquals("\"\\ud800x\ud83d\ude00\\udc00\"", JsonText.quote("\ud800x\ud83d\ude00\udc00"));
    }

    @Test
    void plainTextShowsWhatWouldMoveOrHide() {
        assertEquals("a\\u{1b}[2J\\u{a}\\u{202e}\\u{9b}\\u{d800}\u00fc",
                PlainText.visible("a\u001b[2J\n\u202e\u009b\ud800\u00fc"));
    }
}
