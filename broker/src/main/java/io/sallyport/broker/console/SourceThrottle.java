package io.sallyport.broker.console;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down whoever tries codes, by source, so that one guesser can't use up everyone's tries (AUTH-7). An IPv6 source
 * counts by its /64, which one customer owns. Safe for many threads.
 */
final class SourceThrottle {
    /** Wrong codes of one source within the window. */
    static final int WRONG = 5;
    static final Duration WINDOW = Duration.ofMinutes(1);
    /** Sources remembered; the longest quiet one is forgotten first. */
    private static final int SOURCES = 10_000;
    private final LongSupplier nanos;
    // Guarded by this object's monitor.
    private final Map<String, Deque<Long>> wrong = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
            return size() > SOURCES;
        }
    };

    SourceThrottle(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized boolean mayTry(String source) {
        Deque<Long> tries = wrong.get(block(source));
        if (tries == null) {
            return true;
        }
        long now = nanos.getAsLong();
        tries.removeIf(at -> now - at > WINDOW.toNanos());
        return tries.size() < WRONG;
    }

    synchronized void failed(String source) {
        wrong.computeIfAbsent(block(source), _ -> new ArrayDeque<>()).addLast(nanos.getAsLong());
    }

    static String block(String source) {
        byte[] address = InetAddress.ofLiteral(source).getAddress();
        return HexFormat.of().formatHex(address, 0, address.length == 4 ? 4 : 8);
    }
}
