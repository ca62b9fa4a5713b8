package io.sallyport.authority;

import io.sallyport.wire.Limits;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Random serials of 64 bits, never 0, and never one that a certificate still alive may have. Random, so that nobody
 * learns from a serial how many were issued, or can guess the next. Safe for many threads.
 */
final class Serials {
    private final SecureRandom random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Long> recent = new HashSet<>();
    private final Queue<Long> order = new ArrayDeque<>();

    Serials(SecureRandom random) {
        this.random = random;
    }

    long next() {
        lock.lock();
        try {
            long serial = random.nextLong();
            while (serial == 0 || !recent.add(serial)) {
                serial = random.nextLong();
            }
            order.add(serial);
            if (order.size() > Limits.SERIALS_REMEMBERED) {
                recent.remove(order.remove());
            }
            return serial;
        } finally {
            lock.unlock();
        }
    }
}
