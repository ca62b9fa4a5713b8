package io.sallyport.wire.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 without losing a wrong byte: each becomes a lone low surrogate U+DC80..U+DCFF, which no valid
 * UTF-8 can produce, so that the reader of the text can show the byte itself.
 */
final class Utf8 {
    private static final int MARK = 0xdc00;

    private Utf8() {}

    static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (MARK | (in.get() & 0xff)));
            }
            decoder.reset();
        }
    }

    static boolean isMark(int c) {
        return c >= MARK + 0x80 && c <= MARK + 0xff;
    }

    static int byteOf(int mark) {
        return mark & 0xff;
    }
}
