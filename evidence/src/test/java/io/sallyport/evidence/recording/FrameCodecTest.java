package io.sallyport.evidence.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static byte[] encode(Frame frame) {
        FieldWriter out = new FieldWriter(4);
        FrameCodec.payload(frame, out);
        return out.toArray();
    }

    private static Frame decode(int type, byte[] payload) {
        return FrameCodec.decode(type, new FieldReader(payload, 0, payload.length));
    }

    @Property
    void everyFrameComesBack(@ForAll("frames") Frame frame) {
        assertEquals(frame, decode(FrameCodec.type(frame), encode(frame)));
    }

    @Property(tries = 5000)
    void arbitraryBytesAreAFrameOrMalformed(@ForAll byte[] payload, @ForAll int type) {
        try {
            Frame frame = decode(type & 15, payload);
            // What is accepted has one spelling only.
            assertEquals(Bytes.of(payload), Bytes.of(encode(frame)));
        } catch (Malformed refused) {
            return;
        }
    }

    @Test
    void textsAndChannelsHaveLimits() {
        new Frame.Notice("x".repeat(Frame.MAX_TEXT));
        assertThrows(IllegalArgumentException.class, () -> new Frame.Notice("x".repeat(Frame.MAX_TEXT + 1)));
        assertThrows(IllegalArgumentException.class,
                () -> new Frame.Notice("\u00fc".repeat(Frame.MAX_TEXT / 2 + 1)));
        assertThrows(IllegalArgumentException.class, () -> new Frame.Resize(Frame.MAX_CHANNEL + 1, 1, 1));
        assertThrows(IllegalArgumentException.class,
                () -> new Frame.Environment("x".repeat(Frame.MAX_NAME + 1), ""));
        assertThrows(IllegalArgumentException.class,
                () -> new Frame.FileOperation(0, "open", "x".repeat(Frame.MAX_PATH + 1), ""));
    }

    @Provide
    Arbitrary<Frame> frames() {
        Arbitrary<Integer> channel = Arbitraries.integers().between(0, Frame.MAX_CHANNEL);
        Arbitrary<Long> count = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<String> text = Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(40);
        Arbitrary<Bytes> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(100).map(Bytes::of);
        Arbitrary<Bytes> hash = Arbitraries.bytes().array(byte[].class).ofSize(32).map(Bytes::of);
        return Arbitraries.oneOf(Combinators.combine(channel, bytes).as(Frame.Output::new),
                Combinators.combine(channel, bytes).as(Frame.ErrorOutput::new),
                Combinators.combine(channel, bytes).as(Frame.Input::withContent),
                Combinators.combine(channel, count).as(Frame.Input::withoutContent),
                Combinators.combine(channel, channel, channel).as(Frame.Resize::new),
                Combinators
                        .combine(channel, Arbitraries.of(Frame.Kind.class), Arbitraries.of(true, false), text)
                        .as(Frame.ChannelOpened::new),
                Combinators
                        .combine(channel, Arbitraries.integers().optional(), text.optional(), count, hash,
                                hash)
                        .as((number, status, signal, total, out, error) -> new Frame.ChannelClosed(number,
                                status, signal, total, out, total, error, total)),
                Combinators.combine(channel, text, text, text).as(Frame.FileOperation::new),
                text.map(Frame.Notice::new),
                Combinators.combine(channel, Arbitraries.of(Frame.Stream.class), count, hash)
                        .as(Frame.Elided::new),
                Combinators.combine(text, text).as(Frame.Environment::new), text.map(Frame.Gap::new),
                Combinators.combine(Arbitraries.of(EndReason.class), text).as(Frame.End::new));
    }
}
