package io.sallyport.broker.stepup;

import io.sallyport.policies.id.PersonName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The confirmations that connections wait for: few, in memory, each for three minutes. Safe for many threads. */
final class Attempts {
    /** Of one person at a time. */
    static final int PER_PERSON = 3;
    /** In all: each is a connection that waits. */
    static final int MOST = 200;
    /** No vowels, so that no word comes out; nothing that looks like something else. */
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LETTERS_OF_CODE = 8;

    private final SecureRandom random;
    private final LongSupplier nanos;
    // Guarded by the monitor of this object.
    private final List<Attempt> open = new ArrayList<>();

    /** @param nanos monotonic */
    Attempts(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
    }

    /** A new one; empty when too many wait already. */
    synchronized Optional<Attempt> begin(KeyHolder holder, Need need) {
        // Whoever waits drops what is over and says so; what is left then was forgotten by a waiter.
        open.removeIf(each -> age(each) >= 2 * Attempt.LIFE.toNanos());
        if (open.size() >= MOST || open.stream()
                .filter(each -> each.holder().person().equals(holder.person()) && good(each))
                .count() >= PER_PERSON) {
            return Optional.empty();
        }
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        Attempt made = new Attempt(holder, need, HexFormat.of().formatHex(secret), code(),
                nanos.getAsLong());
        open.add(made);
        return Optional.of(made);
    }

    /** The one of this person that a link or a code, as typed, names. Nobody finds anybody else's. */
    synchronized Optional<Attempt> find(PersonName person, String tokenOrCode) {
        String typed = tokenOrCode.strip();
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return open.stream().filter(each -> each.holder().person().equals(person) && good(each))
                .filter(each -> same(each.token(), typed) || same(each.code().replace("-", ""), letters))
                .findFirst();
    }

    /** From here on nobody else finds or ends it. True for the first who asks, if it is not over: that one finishes it. */
    synchronized boolean claim(Attempt attempt) {
        return good(attempt) && open.remove(attempt);
    }

    /** The same, over or not: for who gives it up. */
    synchronized boolean drop(Attempt attempt) {
        return open.remove(attempt);
    }

    /** All of this person, from here on found and ended by nobody else. */
    synchronized List<Attempt> takeAll(PersonName person) {
        List<Attempt> all = open.stream().filter(each -> each.holder().person().equals(person)).toList();
        open.removeAll(all);
        return all;
    }

    private boolean good(Attempt attempt) {
        return age(attempt) < Attempt.LIFE.toNanos();
    }

    private long age(Attempt attempt) {
        return nanos.getAsLong() - attempt.begunAt();
    }

    private String code() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LETTERS_OF_CODE; i++) {
            code.append(i == LETTERS_OF_CODE / 2 ? "-" : "")
                    .append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8),
                other.getBytes(StandardCharsets.UTF_8));
    }
}
