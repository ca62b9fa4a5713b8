package io.sallyport.broker.account;

import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which passwords may be chosen: long ones, that are not on everybody's list and not one's own name. There is no rule about
 * digits and capitals, and none expires: such rules make passwords worse (NIST 800-63B §3.1.1.2). Stateless.
 */
final class PasswordRules {
    /** Characters (code points) at least. */
    static final int LEAST = 12;
    /** Bytes of UTF-8 at most: nobody types more, and hashing must stay cheap to refuse. */
    static final int MOST_BYTES = 256;
    /** A shorter name is part of many a word. */
    private static final int NAME = 4;
    private static final Set<String> WORST = worst();

    private PasswordRules() {}

    /** Why not, in words for the person who chooses; empty: it will do. Never repeats the password. */
    static Optional<String> refusal(String chosen, PersonName person, String fullName) {
        String password = Passwords.normal(chosen);
        if (password.codePointCount(0, password.length()) < LEAST) {
            return Optional
                    .of("A password has at least " + LEAST + " characters. A few words together do well.");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.of("A password has at most " + MOST_BYTES + " bytes.");
        }
        if (password.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("A password has no control characters in it.");
        }
        String plain = password.toLowerCase(Locale.ROOT);
        if (password.codePoints().distinct().count() < NAME || WORST.contains(plain)) {
            return Optional.of("This password is among the first that everybody tries.");
        }
        if (names(person, fullName).anyMatch(plain::contains)) {
            return Optional.of("A password must not hold your own name or the name of this service.");
        }
        return Optional.empty();
    }

    private static Stream<String> names(PersonName person, String fullName) {
        return Stream
                .concat(Stream.of("sallyport", person.value()),
                        List.of(fullName.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")).stream())
                .filter(name -> name.length() >= NAME);
    }

    private static Set<String> worst() {
        try (InputStream in = PasswordRules.class.getResourceAsStream("worst-passwords.txt")) {
            if (in == null) {
                throw new IllegalStateException("the list of the worst passwords is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
                    .filter(line -> !line.isEmpty()).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
