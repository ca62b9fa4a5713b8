package io.sallyport.broker.stepup;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/** A QR code (ISO/IEC 18004) as lines for a terminal: two rows of modules in a line of half blocks. Pure. */
public final class QrCode {
    /** Modules of light around it; the standard wants four. */
    private static final int QUIET = 4;

    private QrCode() {}

    /** Light modules are drawn and dark ones left out, as a dark terminal wants it. */
    public static List<String> lines(String text) {
        ByteMatrix code;
        try {
            // Low correction: nothing smudges a screen, and a smaller code fits more terminals.
            code = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("too much for a QR code", e);
        }
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET; y < code.getHeight() + QUIET; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = -QUIET; x < code.getWidth() + QUIET; x++) {
                line.append(half(light(code, x, y), light(code, x, y + 1)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static char half(boolean above, boolean below) {
        return above ? below ? '\u2588' : '\u2580' : below ? '\u2584' : ' ';
    }

    private static boolean light(ByteMatrix code, int x, int y) {
        return x < 0 || y < 0 || x >= code.getWidth() || y >= code.getHeight() || code.get(x, y) == 0;
    }
}
