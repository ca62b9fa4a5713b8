package io.sallyport.wire.cert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustBundleTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void aFileGivesBackWhatWasWritten() throws IOException {
        Path file = folder.resolve("trust.json");
        Samples.BUNDLE.write(file);
        assertEquals(Samples.BUNDLE, TrustBundle.read(file));
    }

    @Test
    void aKeyWithBothRolesIsRefused() {
        List<SshPublicKey> one = List.of(Samples.USER_CA.publicKey());
        assertThrows(IllegalArgumentException.class, () -> new TrustBundle(1, one, one, false));
    }

    @Test
    void noneDoubleOrTooManyKeysAreRefused() {
        List<SshPublicKey> host = List.of(Samples.HOST_CA.publicKey());
        List<SshPublicKey> five = Stream.generate(() -> Ed25519Key.generate(Samples.RANDOM).publicKey())
                .limit(5).toList();
        for (List<SshPublicKey> user : List.of(List.<SshPublicKey>of(),
                Collections.nCopies(2, Samples.USER_CA.publicKey()), five)) {
            assertThrows(IllegalArgumentException.class, () -> new TrustBundle(1, user, host, false));
        }
        new TrustBundle(1, five.subList(0, 4), host, false);
    }

    @Test
    void anUnknownFieldIsRefused() throws IOException {
        Path file = folder.resolve("trust.json");
        Files.writeString(file, Samples.BUNDLE.json().text().replaceFirst("\\{", "{\"extra\":1,"));
        assertThrows(IOException.class, () -> TrustBundle.read(file));
    }
}
