package io.sallyport.broker.account;

import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.policies.id.PersonName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Codes that lead to one's own account page, each good once and for a short time. They live in memory: a restart voids them. Safe
 * for many threads.
 */
public final class EnrolmentLinks {
    /** For whoever proved a key, and sits before the browser already. */
    public static final Duration BY_KEY = Duration.ofMinutes(5);
    /** For the first administrator. */
    public static final Duration BY_OPERATOR = Duration.ofMinutes(30);
    private static final int BYTES = 16;
    /** Open links of one person; the oldest goes first. */
    private static final int PER_PERSON = 3;

    private record Link(String hash, Led leads, long until) {}

    /** Whom a link led in, and {@code by} which key of theirs they had obtained it; empty: from the operator. */
    public record Led(PersonName person, Optional<ShownFactor> by) {}

    private final SecureRandom random;
    private final LongSupplier nanos;
    // Guarded by this object's monitor.
    private final Deque<Link> links = new ArrayDeque<>();

    EnrolmentLinks(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
    }

    /** As below, from the operator. */
    public String make(PersonName person, Duration life) {
        return make(person, life, Optional.empty());
    }

    /** 32 lower-case hex digits: 128 random bits. {@code by}: the key that obtained it. */
    public synchronized String make(PersonName person, Duration life, Optional<ShownFactor> by) {
        long now = nanos.getAsLong();
        links.removeIf(link -> link.until - now <= 0);
        if (links.stream().filter(link -> link.leads.person.equals(person)).count() >= PER_PERSON) {
            links.stream().filter(link -> link.leads.person.equals(person)).findFirst()
                    .ifPresent(links::remove);
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String code = HexFormat.of().formatHex(bytes);
        links.addLast(new Link(hash(code), new Led(person, by), now + life.toNanos()));
        return code;
    }

    /** Whose link it is; it is used up. Empty: wrong, used or too old. Looks at every link, each in constant time. */
    public synchronized Optional<Led> redeem(String code) {
        long now = nanos.getAsLong();
        links.removeIf(link -> link.until - now <= 0);
        byte[] wanted = hash(code).getBytes(StandardCharsets.US_ASCII);
        Optional<Led> found = Optional.empty();
        for (Iterator<Link> each = links.iterator(); each.hasNext();) {
            Link link = each.next();
            if (MessageDigest.isEqual(link.hash.getBytes(StandardCharsets.US_ASCII), wanted)) {
                found = Optional.of(link.leads);
                each.remove();
            }
        }
        return found;
    }

    /** Takes back what is open for this person. */
    synchronized void drop(PersonName person) {
        links.removeIf(link -> link.leads.person.equals(person));
    }

    private static String hash(String code) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(code.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
