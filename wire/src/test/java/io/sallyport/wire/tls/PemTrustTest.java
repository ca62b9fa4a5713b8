package io.sallyport.wire.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTrustTest {
    @TempDir
    Path folder = Path.of("");

    private String certificate(String name) throws IOException {
        Path file = folder.resolve(name + ".crt");
        TlsIdentity.create(name, List.of("localhost"), new SecureRandom(), InstantSource.system())
                .write(folder.resolve(name + ".key"), file);
        return Files.readString(file);
    }

    @Test
    void everyCertificateOfTheFileIsTrusted() throws IOException, KeyStoreException {
        Path both = Files.writeString(folder.resolve("both.pem"), certificate("a") + certificate("b"));
        assertEquals(2, PemTrust.store(both).size());
    }

    @Test
    void aFileWithoutACertificateIsRefusedAndNotTakenForNobody() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThrows(IOException.class, () -> PemTrust.store(empty));
        Path words = Files.writeString(folder.resolve("words.pem"), "trust me");
        assertThrows(IOException.class, () -> PemTrust.store(words));
    }

    @Test
    void aCertificateCutShortIsRefused() throws IOException {
        String whole = certificate("a");
        Path cut = Files.writeString(folder.resolve("cut.pem"), whole.substring(0, whole.length() / 2));
        assertThrows(IOException.class, () -> PemTrust.store(cut));
    }
}
