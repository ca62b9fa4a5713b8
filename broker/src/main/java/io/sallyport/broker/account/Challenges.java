package io.sallyport.broker.account;

import io.sallyport.wire.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What browsers were asked to sign: each question is for one browser and one purpose, good once and for two minutes. Safe for many
 * threads.
 */
final class Challenges {
    static final Duration LIFE = Duration.ofMinutes(2);
    static final int BYTES = 32;
    /** Open questions of people who are signed in, and of strangers: the oldest goes first. */
    static final int OPEN = 10_000;
    /** Of strangers in one network: they push out their own. */
    static final int MOST_PER_SOURCE = 100;

    /** What the signature is wanted for: an answer to one is none to the other. */
    enum Purpose {
        REGISTER, SIGN_IN, RAISE
    }

    /** {@code source}: a stranger's network; empty: somebody who is signed in. */
    private record Asked(Purpose purpose, Secret challenge, String source, long at) {}

    private final SecureRandom random;
    private final LongSupplier nanos;
    // By browser, oldest first. Apart, so that no crowd at the door takes their questions from those
    // who
    // are in. Guarded by this object's monitor.
    private final Map<String, Asked> known = new LinkedHashMap<>();
    private final Map<String, Asked> strangers = new LinkedHashMap<>();

    Challenges(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
    }

    /** A secret for a browser that has none of its own yet: 128 random bits in hex. */
    String newBrowser() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A new question for the browser of somebody who is signed in, which takes the place of one that is open. {@code browser}: a secret of its own. */
    synchronized byte[] ask(String browser, Purpose purpose) {
        known.remove(browser);
        return asked(known, browser, purpose, "");
    }

    /** The same for a browser at the door. {@code source}: the network it is in. */
    synchronized byte[] askStranger(String browser, String source) {
        long now = nanos.getAsLong();
        strangers.values().removeIf(asked -> now - asked.at > LIFE.toNanos());
        strangers.remove(browser);
        if (strangers.values().stream().filter(asked -> asked.source.equals(source))
                .count() >= MOST_PER_SOURCE) {
            dropFirst(strangers, asked -> asked.source.equals(source));
        }
        return asked(strangers, browser, Purpose.SIGN_IN, source);
    }

    private byte[] asked(Map<String, Asked> open, String browser, Purpose purpose, String source) {
        if (open.size() >= OPEN) {
            dropFirst(open, _ -> true);
        }
        byte[] challenge = new byte[BYTES];
        random.nextBytes(challenge);
        open.put(browser, new Asked(purpose, Secret.of(challenge), source, nanos.getAsLong()));
        return challenge;
    }

    private static void dropFirst(Map<String, Asked> open, Predicate<Asked> which) {
        for (Iterator<Asked> each = open.values().iterator(); each.hasNext();) {
            if (which.test(each.next())) {
                each.remove();
                return;
            }
        }
    }

    /** What this browser was asked; it is used up, whether the answer is good or not. */
    synchronized Optional<byte[]> take(String browser, Purpose purpose) {
        long now = nanos.getAsLong();
        return Optional.ofNullable((purpose == Purpose.SIGN_IN ? strangers : known).remove(browser))
                .filter(asked -> asked.purpose == purpose && now - asked.at <= LIFE.toNanos())
                .map(asked -> asked.challenge.bytes());
    }
}
