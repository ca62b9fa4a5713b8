package io.sallyport.broker.store;

/** Ids by their beginning, as a range, so that the index is used and nothing needs escaping. */
final class Prefix {
    private Prefix() {}

    /** The first text after everything that starts with {@code prefix}; the prefix holds only a-z, 2-7 and '-'. */
    static String after(String prefix) {
        return prefix + "~";
    }
}
