package io.sallyport.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.authority.keys.CaKeys;
import io.sallyport.authority.keys.KeyFile;
import io.sallyport.authority.keys.KeyVault;
import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.LogKey;
import io.sallyport.wire.Secret;
import io.sallyport.wire.signing.SigningRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void everyMessageHasExactlyOneRow() {
        SecureRandom random = new SecureRandom();
        InstantSource time = InstantSource.fixed(Instant.EPOCH);
        var vault = new KeyVault(KeyFile.seal(CaKeys.generate(random, true), Secret.of(new byte[1]), random));
        try (Journal log = Journal.open(folder.resolve("issued"), LogKey.random(random), time, random)) {
            var journal = new IssuedJournal(log, time);
            var dispatch = new Dispatch(vault, journal, new CertificateIssuer(journal, time, random),
                    Rates.STANDARD,
                    new FakeNanos());
            Set<Class<?>> all = new HashSet<>(leaves(SigningRequest.class).toList());
            assertEquals(all, new HashSet<>(dispatch.messages()));
            assertEquals(all.size(), dispatch.messages().size());
        }
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(DispatchTest::leaves)
                : Stream.of(type);
    }
}
