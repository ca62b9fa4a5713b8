package io.sallyport.policies.policy;

/**
 * Something that is known, known not to be there, or not known because nobody answered. The last two are never the same: what is absent
 * is a fact, what is unknown opens nothing and tightens everything.
 */
public sealed interface Fact<T> {
    /** It is there, and this is it. */
    record Known<T>(T value) implements Fact<T> {}

    /** It is certain that there is none. */
    record Absent<T>() implements Fact<T> {}

    /** Whoever knows it did not answer. */
    record Unknown<T>() implements Fact<T> {}

    static <T> Fact<T> known(T value) {
        return new Known<>(value);
    }

    static <T> Fact<T> absent() {
        return new Absent<>();
    }

    static <T> Fact<T> unknown() {
        return new Unknown<>();
    }
}
