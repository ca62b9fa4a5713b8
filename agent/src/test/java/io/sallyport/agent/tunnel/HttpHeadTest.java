package io.sallyport.agent.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpHeadTest {

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void notOneByteBehindTheHeadIsTaken() throws IOException {
        var in = bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: sallyport-data/1\r\n\r\nSSH-2.0");
        HttpHead head = HttpHead.read(in);
        assertEquals(101, head.status());
        assertEquals(Optional.of("sallyport-data/1"), head.field("upgrade"));
        assertEquals("SSH-2.0", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }

    @Test
    void whatIsNoHttpIsRefused() {
        assertThrows(TunnelException.class, () -> HttpHead.read(bytes("SSH-2.0-OpenSSH\r\n\r\n")));
        assertThrows(TunnelException.class, () -> HttpHead.read(bytes("HTTP/1.1 200 OK\r\n")));
        assertThrows(TunnelException.class,
                () -> HttpHead.read(bytes("HTTP/1.1 200 OK\r\nA: " + "x".repeat(20_000))));
    }

    @Test
    void bodyIsBounded() throws IOException {
        HttpHead longer = HttpHead.read(bytes("HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"));
        assertThrows(TunnelException.class, () -> longer.body(bytes("")));
        HttpHead chunked = HttpHead.read(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
        assertThrows(TunnelException.class, () -> chunked.body(bytes("")));
    }
}
