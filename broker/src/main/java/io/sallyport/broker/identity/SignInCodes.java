package io.sallyport.broker.identity;

import io.sallyport.policies.id.PersonName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Codes that open one browser session each. For one thread at a time. */
final class SignInCodes {
    /** Codes of one person that may be open at a time; the oldest goes first. */
    static final int PER_PERSON = 3;
    private static final int BYTES = 16;

    /** {@code by}: the key that obtained it. */
    record Code(String hash, PersonName person, Optional<ShownFactor> by, long madeAt) {}

    private final SecureRandom random;
    private final LongSupplier nanos;
    private final Deque<Code> codes = new ArrayDeque<>();

    /** @param nanos monotonic, in nanoseconds */
    SignInCodes(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
    }

    /** As {@link SignIn#codeFor(Person, Optional)} says. */
    String make(PersonName person, Optional<ShownFactor> by) {
        long now = nanos.getAsLong();
        dropOld(now);
        if (codes.stream().filter(code -> code.person.equals(person)).count() >= PER_PERSON) {
            codes.stream().filter(code -> code.person.equals(person)).findFirst().ifPresent(codes::remove);
        }
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String code = HexFormat.of().formatHex(secret);
        codes.addLast(new Code(IdHash.of(code), person, by, now));
        return code;
    }

    /** Uses a code up. Looks at every one, always in full, so that the time it takes tells nothing about which one matched. */
    Optional<Code> take(String code) {
        dropOld(nanos.getAsLong());
        byte[] hash = bytes(IdHash.of(code));
        Optional<Code> match = Optional.empty();
        Iterator<Code> each = codes.iterator();
        while (each.hasNext()) {
            Code open = each.next();
            if (MessageDigest.isEqual(bytes(open.hash), hash)) {
                match = Optional.of(open);
                each.remove();
            }
        }
        return match;
    }

    void dropIf(Predicate<Code> which) {
        codes.removeIf(which);
    }

    private void dropOld(long now) {
        codes.removeIf(code -> now - code.madeAt > SignIn.CODE_LIFE.toNanos());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
