package io.sallyport.broker.identity;

import java.util.regex.Pattern;

/** Mail addresses as people have them. Whether somebody reads one, only a message can tell. Stateless. */
public final class Mail {
    // RFC 5321 §4.1.2 without quoted names and address literals; the lengths are of §4.5.3.1.
    private static final Pattern FORM = Pattern
            .compile("[a-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}@[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){1,8}");

    private Mail() {}

    /**
     * True when a message could be sent there.
     *
     * @param text in lower case
     */
    public static boolean plausible(String text) {
        return text.length() <= 254 && FORM.matcher(text).matches();
    }
}
