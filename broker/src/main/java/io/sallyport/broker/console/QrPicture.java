package io.sallyport.broker.console;

import io.sallyport.broker.stepup.QrCode;
import java.util.List;

/**
 * A QR code as an SVG path of its dark modules, one unit each, with the light margin the standard wants.
 *
 * @param size width and height
 */
record QrPicture(int size, String path) {
    static QrPicture of(String text) {
        List<String> lines = QrCode.lines(text);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < lines.size(); y++) {
            String line = lines.get(y);
            for (int x = 0; x < line.length(); x++) {
                char half = line.charAt(x);
                if (half == ' ' || half == '\u2584') {
                    path.append("M%d %dh1v1h-1z".formatted(x, 2 * y));
                }
                if (half == ' ' || half == '\u2580') {
                    path.append("M%d %dh1v1h-1z".formatted(x, 2 * y + 1));
                }
            }
        }
        return new QrPicture(lines.getFirst().length(), path.toString());
    }
}
