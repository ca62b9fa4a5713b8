package io.sallyport.agent.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InputQueueTest {

    private final InputQueue queue = new InputQueue();

    @Test
    void aWindowFullOfSingleBytesIsKeptInFewPiecesAndInOrder() throws Exception {
        int bytes = 100_000;
        for (int i = 0; i < bytes; i++) {
            queue.add(new byte[]{(byte) i});
        }
        queue.end();
        int pieces = 0;
        int next = 0;
        for (byte[] piece = queue.take(); piece.length > 0; piece = queue.take()) {
            pieces++;
            for (byte one : piece) {
                assertEquals((byte) next++, one);
            }
        }
        assertEquals(bytes, next);
        assertEquals(InputQueue.PIECES + 1, pieces);
    }

    @Test
    void whatIsTypedStaysInItsPieces() throws Exception {
        queue.add(new byte[]{'a'});
        queue.add(new byte[]{'b', 'c'});
        queue.end();
        assertEquals("[97]", Arrays.toString(queue.take()));
        assertEquals("[98, 99]", Arrays.toString(queue.take()));
        assertEquals(0, queue.take().length);
        assertEquals(0, queue.take().length);
    }
}
