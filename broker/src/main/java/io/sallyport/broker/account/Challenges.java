package io.sallyport.broker.account;

import io.sallyport.wire.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What browsers were asked to sign: each question is for one browser and one purpose, good once and for two minutes. Safe for many
 * threads.
 */
final class Challenges {
    static final Duration LIFE = Duration.ofMinutes(2);
    static final int BYTES = 32;
    /** Open questions; the oldest goes first. */
    private static final int OPEN = 10_000;

    /** What the signature is wanted for: an answer to one is none to the other. */
    enum Purpose {
        REGISTER, SIGN_IN, RAISE
    }

    private record Asked(Purpose purpose, Secret challenge, long at) {}

    private final SecureRandom random;
    private final LongSupplier nanos;
    // By browser. Guarded by this object's monitor.
    private final Map<String, Asked> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > OPEN;
        }
    };

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

    /** A new question for this browser, which takes the place of one that is open. {@code browser}: a secret of its own. */
    synchronized byte[] ask(String browser, Purpose purpose) {
        byte[] challenge = new byte[BYTES];
        random.nextBytes(challenge);
        open.remove(browser);
        open.put(browser, new Asked(purpose, Secret.of(challenge), nanos.getAsLong()));
        return challenge;
    }

    /** What this browser was asked; it is used up, whether the answer is good or not. */
    synchronized Optional<byte[]> take(String browser, Purpose purpose) {
        long now = nanos.getAsLong();
        return Optional.ofNullable(open.remove(browser))
                .filter(asked -> asked.purpose == purpose && now - asked.at <= LIFE.toNanos())
                .map(asked -> asked.challenge.bytes());
    }
}
