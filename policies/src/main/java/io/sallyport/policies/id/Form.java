package io.sallyport.policies.id;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** What the ids share: checking their form and drawing their letters. */
final class Form {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Form() {}

    /** The message names the length only: the value may be hostile, and may be a secret pasted by mistake. */
    static void require(Pattern form, String value, String what) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("not a " + what + " (" + value.length() + " characters)");
        }
    }

    /** Five random bits per letter (RFC 4648 §6 alphabet in lower case). */
    static String letters(RandomGenerator random, int count) {
        var letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }
}
