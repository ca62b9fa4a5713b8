package io.sallyport.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.wire.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramesTest {

    @Property(tries = 200)
    void framesArriveWholeHoweverTheBytesAreCut(@ForAll @Size(max = 6) List<byte[]> any,
            @ForAll @IntRange(min = 1, max = 9) int piece) throws IOException {
        List<byte[]> bodies = any.stream().filter(body -> body.length > 0).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] body : bodies) {
            Frames.write(out, body);
        }
        FrameDecoder decoder = new FrameDecoder();
        List<byte[]> decoded = new ArrayList<>();
        for (int at = 0; at < out.size(); at += piece) {
            ByteBuffer bytes = ByteBuffer
                    .wrap(Arrays.copyOfRange(out.toByteArray(), at, Math.min(out.size(), at + piece)));
            for (Optional<byte[]> body = decoder.next(bytes); body.isPresent(); body = decoder.next(bytes)) {
                decoded.add(body.get());
            }
        }
        assertTrue(decoder.betweenFrames());
        assertEquals(bodies.size(), decoded.size());
        ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
        for (int i = 0; i < bodies.size(); i++) {
            assertArrayEquals(bodies.get(i), decoded.get(i));
            assertArrayEquals(bodies.get(i), Frames.read(in).orElseThrow());
        }
        assertTrue(Frames.read(in).isEmpty());
    }

    @Test
    void aFrameHasOneByteToTheLimit() throws IOException {
        byte[] largest = Frames.encode(new byte[Limits.FRAME_BYTES]);
        assertEquals(Limits.FRAME_BYTES, Frames.read(new ByteArrayInputStream(largest)).orElseThrow().length);
        assertThrows(IllegalArgumentException.class, () -> Frames.encode(new byte[Limits.FRAME_BYTES + 1]));
        assertThrows(IllegalArgumentException.class, () -> Frames.encode(new byte[0]));
        for (int length : new int[]{0, -1, Integer.MIN_VALUE, Limits.FRAME_BYTES + 1}) {
            byte[] header = ByteBuffer.allocate(4).putInt(length).array();
            assertThrows(FrameException.class, () -> Frames.read(new ByteArrayInputStream(header)));
            assertThrows(FrameException.class, () -> new FrameDecoder().next(ByteBuffer.wrap(header)));
        }
    }

    @Test
    void anEndInsideAFrameIsRefused() {
        byte[] frame = Frames.encode(new byte[]{1, 2, 3});
        for (int length = 1; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThrows(FrameException.class, () -> Frames.read(new ByteArrayInputStream(cut)));
        }
    }
}
