package io.sallyport.broker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TypedLineTest {
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    private String read(String keys, boolean terminal) throws IOException {
        return TypedLine.read(new Screen(new ByteArrayInputStream(keys.getBytes(StandardCharsets.ISO_8859_1)),
                seen, seen, terminal, 80), "? ");
    }

    @Test
    void whatIsTypedIsShownAndCanBeTakenBack() throws IOException {
        assertEquals("1x4", read("123\u007f\bx\u001b4\r", true));
        assertEquals("? 123\b \b\b \bx4\r\n", seen.toString(StandardCharsets.UTF_8));
    }

    @Test
    void withoutATerminalNothingIsEchoed() throws IOException {
        assertEquals("qr", read("qr\nmore", false));
        assertEquals("? ", seen.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whoLeavesOrInterruptsAnswersNothing() {
        assertThrows(EOFException.class, () -> read("12", true));
        assertThrows(EOFException.class, () -> read("12\u0003", true));
        assertThrows(EOFException.class, () -> read("\u0004", true));
    }

    @Test
    void anEndlessLineIsCut() throws IOException {
        assertEquals("9".repeat(TypedLine.MOST), read("9".repeat(10_000) + "\r", true));
    }
}
