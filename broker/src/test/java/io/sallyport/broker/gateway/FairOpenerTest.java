package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.cert.Ed25519Key;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One person cannot use up what is there for all. */
final class FairOpenerTest {
    private static final TargetName TARGET = new TargetName("web-1");
    private static final InetSocketAddress SOURCE = new InetSocketAddress(InetAddress.getLoopbackAddress(),
            1);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private int nested;
    private final FairOpener opener = new FairOpener(this::opened, nanos::get);

    private static Proven person(String name) {
        return new Proven(new PersonName(name), new KeyFingerprint("SHA256:" + "A".repeat(43)),
                Ed25519Key.generate(new SecureRandom()).publicKey());
    }

    private Opener.Opening opened(Proven who, TargetName target, InetSocketAddress source) {
        asked.incrementAndGet();
        if (nested > 0) {
            nested--;
            opener.open(who, target, source);
        }
        return new Opener.Opening.Refused("no");
    }

    @Test
    void soManyAMinuteForEachPerson() {
        Proven eva = person("eva");
        for (int i = 0; i < 1000; i++) {
            opener.open(eva, TARGET, SOURCE);
        }
        assertEquals(FairOpener.A_MINUTE, asked.get());
        opener.open(person("ada"), TARGET, SOURCE);
        assertEquals(FairOpener.A_MINUTE + 1, asked.get());
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        opener.open(eva, TARGET, SOURCE);
        assertEquals(FairOpener.A_MINUTE + 2, asked.get());
    }

    @Test
    void soManyAtOnceForEachPerson() {
        nested = 100;
        opener.open(person("eva"), TARGET, SOURCE);
        assertEquals(FairOpener.AT_ONCE, asked.get());
    }
}
