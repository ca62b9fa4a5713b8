package io.sallyport.evidence.recording;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns one stream of bytes into text, also when a character is split over two frames. Ill-formed bytes become U+FFFD. */
final class Utf8Stream {
    private static final int LONGEST_CHARACTER = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = new byte[0];

    String next(Bytes bytes) {
        ByteBuffer in = ByteBuffer.allocate(rest.length + bytes.length()).put(rest).put(bytes.asBuffer())
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + LONGEST_CHARACTER);
        decoder.reset().decode(in, out, false);
        rest = new byte[in.remaining()];
        in.get(rest);
        return out.flip().toString();
    }
}
