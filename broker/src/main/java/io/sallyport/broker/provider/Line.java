package io.sallyport.broker.provider;

/** One line of text by a stranger. */
final class Line {
    private Line() {}

    /** Something is on it, no control characters are in it, and it is not longer than {@code most} characters. */
    static boolean good(String text, int most) {
        return !text.isBlank() && text.strip().length() <= most
                && text.strip().chars().noneMatch(Character::isISOControl);
    }
}
