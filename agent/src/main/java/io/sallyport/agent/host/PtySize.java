package io.sallyport.agent.host;

/** Size of a terminal window: characters first, then pixels (0 when unknown); each 0 to 65 535. */
public record PtySize(int columns, int rows, int widthPixels, int heightPixels) {
    private static final int MAX = 0xffff;

    public PtySize {
        if (((columns | rows | widthPixels | heightPixels) & ~MAX) != 0) {
            throw new IllegalArgumentException("terminal size outside 0 to " + MAX);
        }
    }

    /** The nearest size that a terminal can have: what an engineer's client sends may be anything. */
    public static PtySize clamped(long columns, long rows, long widthPixels, long heightPixels) {
        return new PtySize(clamp(columns), clamp(rows), clamp(widthPixels), clamp(heightPixels));
    }

    private static int clamp(long value) {
        return Math.clamp(value, 0, MAX);
    }
}
