package io.sallyport.evidence.text;

/** Makes text from a recording harmless for a terminal and for one line. */
public final class PlainText {
    private PlainText() {}

    /** The text with control, format (bidirectional and invisible) and ill-formed characters written as {@code \\u{..}}. */
    public static String visible(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (printable(point)) {
                plain.appendCodePoint(point);
            } else {
                plain.append("\\u{").append(Integer.toHexString(point)).append('}');
            }
        });
        return plain.toString();
    }

    /** Is this a character that shows as itself and moves nothing else? */
    public static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
