package io.sallyport.evidence.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    @TempDir
    private Path dir;

    @Test
    void aKeyIsMadeOnceAndIsTheSameAfterwards() throws IOException {
        Path file = dir.resolve("log.key");
        SigningKey made = SigningKey.loadOrCreate(file, new SecureRandom());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        SigningKey read = SigningKey.loadOrCreate(file, new SecureRandom());
        assertEquals(made.publicKey(), read.publicKey());
        byte[] message = {1, 2, 3, 4};
        assertTrue(
                VerifyKey.ofHex(made.publicKey().hex()).orElseThrow().verifies(message, read.sign(message)));
        assertFalse(made.publicKey().verifies(new byte[]{1}, read.sign(message)));
        assertFalse(made.publicKey().verifies(message, new byte[64]));
        assertFalse(made.publicKey().verifies(message, new byte[3]));
        assertEquals("(secret)", made.toString());
    }

    @Test
    void aFileOthersCanReadOrThatIsNoKeyIsRefused() throws IOException {
        Path file = dir.resolve("open.key");
        SigningKey.loadOrCreate(file, new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThrows(IOException.class, () -> SigningKey.loadOrCreate(file, new SecureRandom()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        for (String content : new String[]{"", "x",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "x".repeat(5000)}) {
            Files.writeString(file, content);
            assertThrows(IOException.class, () -> SigningKey.loadOrCreate(file, new SecureRandom()));
        }
    }

    @Test
    void aPublicKeyMustBe64Digits() {
        assertTrue(VerifyKey.ofHex("00").isEmpty());
        assertTrue(VerifyKey.ofRaw(new byte[31]).isEmpty());
    }
}
