package io.sallyport.broker.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Makes and compares password hashes, a few at a time: each takes much memory on purpose, and a crowd at the door must not
 * take all of it. Some wait for their turn; who comes beyond that is told so at once, or the crowd would hold every call that the
 * console can work on. Blocking; safe for many threads.
 */
final class Passwords {
    /** What came of comparing. {@code BUSY}: it was not looked at. */
    enum Answer {
        RIGHT, WRONG, BUSY
    }

    /** How many hashes are made at one time. */
    static final int AT_ONCE = 4;
    /** How many wait for their turn or have it. */
    static final int PLACES = 32;
    /** How long one waits for its turn. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SecureRandom random;
    private final PasswordHash.Cost cost;
    private final Semaphore places = new Semaphore(PLACES);
    private final Semaphore turns;
    private final Duration patience;
    // Nobody's password: compared when there is none, so that an unknown name takes as long as a known
    // one.
    private final PasswordHash nobodys;

    Passwords(SecureRandom random, PasswordHash.Cost cost) {
        this(random, cost, new Semaphore(AT_ONCE, true), PATIENCE);
    }

    Passwords(SecureRandom random, PasswordHash.Cost cost, Semaphore turns, Duration patience) {
        this.random = random;
        this.cost = cost;
        this.turns = turns;
        this.patience = patience;
        this.nobodys = PasswordHash.of(bytes(32), bytes(PasswordHash.SALT_BYTES), cost);
    }

    /** A hash of the password in its normal form; empty: too many at once. */
    Optional<PasswordHash> hash(String password) {
        return inTurn(password, bytes -> PasswordHash.of(bytes, bytes(PasswordHash.SALT_BYTES), cost));
    }

    /** Compares; takes the same time when {@code kept} is empty, and then says no. */
    Answer compare(String password, Optional<PasswordHash> kept) {
        return inTurn(password, bytes -> kept.orElse(nobodys).matches(bytes) && kept.isPresent())
                .map(right -> right ? Answer.RIGHT : Answer.WRONG).orElse(Answer.BUSY);
    }

    /** True when the hash was made at another cost than hashes are made at now. */
    boolean outdated(PasswordHash kept) {
        return !kept.cost().equals(cost);
    }

    /** What is hashed: Unicode's NFC, so that two keyboards make one password of the same letters (NIST 800-63B §3.1.1.2). */
    static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private <T> Optional<T> inTurn(String password, Function<byte[], T> work) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        byte[] bytes = normal(password).getBytes(StandardCharsets.UTF_8);
        try {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.apply(bytes));
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
            places.release();
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
