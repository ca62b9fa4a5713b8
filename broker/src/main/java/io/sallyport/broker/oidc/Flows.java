package io.sallyport.broker.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who is on the way to the provider. A flow belongs to the browser that began it: it is found by that browser's cookie and by nothing
 * else, and once. Kept in memory; safe for many threads.
 */
final class Flows {
    /** From the click to the way back; somebody may have to look for a phone. */
    static final Duration LIFE = Duration.ofMinutes(10);
    /** All flows together, and those of one source: a stranger can begin as many as they like, and pushes out only their own. */
    static final int MOST = 10_000;
    static final int MOST_PER_SOURCE = 100;
    private static final int SECRET_BYTES = 32;

    /** A flow and the value of the cookie that finds it. */
    static final class Begun {
        private final String cookie;
        private final Flow flow;

        private Begun(String cookie, Flow flow) {
            this.cookie = cookie;
            this.flow = flow;
        }

        String cookie() {
            return cookie;
        }

        Flow flow() {
            return flow;
        }
    }

    private final SecureRandom random;
    private final LongSupplier nanos;
    // By the cookie's hash, oldest first. Guarded by this object's monitor.
    private final Map<String, Flow> open = new LinkedHashMap<>();

    /** @param nanos monotonic, in nanoseconds */
    Flows(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
    }

    /** @param source the network of who begins it */
    synchronized Begun begin(Wanted wanted, String source) {
        long now = nanos.getAsLong();
        open.values().removeIf(flow -> now - flow.begunAt() > LIFE.toNanos());
        makeRoom(source);
        Flow flow = new Flow(wanted, source, secret(), secret(), secret(), now);
        String cookie = secret();
        open.put(key(cookie), flow);
        return new Begun(cookie, flow);
    }

    /** The flow of that browser, which is over with this. */
    synchronized Optional<Flow> take(String cookie) {
        return Optional.ofNullable(open.remove(key(cookie)))
                .filter(flow -> nanos.getAsLong() - flow.begunAt() <= LIFE.toNanos());
    }

    private void makeRoom(String source) {
        if (open.values().stream().filter(flow -> flow.source().equals(source)).count() >= MOST_PER_SOURCE) {
            dropFirst(source);
        }
        if (open.size() >= MOST) {
            Iterator<Flow> oldest = open.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private void dropFirst(String source) {
        Iterator<Flow> each = open.values().iterator();
        while (each.hasNext()) {
            if (each.next().source().equals(source)) {
                each.remove();
                return;
            }
        }
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // By hash: a map looks keys up byte by byte, and an early mismatch must not tell anything.
    private static String key(String cookie) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(cookie.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
