package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a page draws, a scanner reads. */
final class QrPictureTest {
    private static final int SCALE = 6;
    private static final Pattern DARK = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");

    @Test
    void aScannerReadsWhatWasWritten() throws ReaderException {
        String uri = "otpauth://totp/Sallyport%20gw:eva?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Sallyport%20gw&algorithm=SHA1&digits=6&period=30";
        QrPicture picture = QrPicture.of(uri);
        assertTrue(picture.path().matches("(M\\d+ \\d+h1v1h-1z)+"), "only squares");
        assertEquals(uri, new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(drawn(picture))))
                .getText());
    }

    private static LuminanceSource drawn(QrPicture picture) {
        int side = picture.size() * SCALE;
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, 0xffffff);
        Matcher dark = DARK.matcher(picture.path());
        while (dark.find()) {
            int left = Integer.parseInt(dark.group(1)) * SCALE;
            int top = Integer.parseInt(dark.group(2)) * SCALE;
            for (int y = top; y < top + SCALE; y++) {
                Arrays.fill(pixels, y * side + left, y * side + left + SCALE, 0);
            }
        }
        return new RGBLuminanceSource(side, side, pixels);
    }
}
