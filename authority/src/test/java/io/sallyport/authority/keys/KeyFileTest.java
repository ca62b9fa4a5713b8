package io.sallyport.authority.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.wire.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyDerivation QUICK = new KeyDerivation(8 * 1024, 1, 1);
    private static final CaKeys KEYS = CaKeys.generate(RANDOM, false);

    @TempDir
    private Path folder = Path.of(".");

    private static Secret passphrase(String text) {
        return Secret.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path written() throws IOException {
        Path file = folder.resolve("authority.keys");
        KeyFile.seal(KEYS, passphrase("right"), QUICK, RANDOM).write(file);
        return file;
    }

    @Test
    void onlyTheRightPassphraseGivesTheKeys() throws IOException {
        KeyFile file = KeyFile.read(written());
        assertEquals(Optional.of(KEYS), file.unseal(passphrase("right")));
        assertTrue(file.unseal(passphrase("wrong")).isEmpty());
    }

    @Test
    void noPartOfTheFileCanBeChanged() throws IOException {
        Path path = written();
        String text = Files.readString(path);
        String hostLine = KEYS.host().publicKey().line();
        String userLine = KEYS.user().publicKey().line();
        for (String changed : List.of(text.replace("\"demo\":false", "\"demo\":true"),
                text.replace("\"passes\":1", "\"passes\":2"), text.replace(userLine, hostLine),
                text.replaceFirst("\"sealed\":\"..", "\"sealed\":\"AA"))) {
            assertFalse(changed.equals(text));
            Files.writeString(path, changed);
            assertTrue(KeyFile.read(path).unseal(passphrase("right")).isEmpty());
        }
    }

    @Test
    void aFileThatBreaksItsFormatIsRefused() throws IOException {
        Path path = written();
        String text = Files.readString(path);
        for (String changed : List.of("{}", text.replace("keys/1", "keys/2"),
                text.replace("argon2id", "argon2i"),
                text.replace("8192", "99999999"), text.replace("8192", "1"),
                text.replaceFirst("\\{", "{\"x\":1,"))) {
            Files.writeString(path, changed);
            assertThrows(IOException.class, () -> KeyFile.read(path));
        }
    }

    @Test
    void theFileIsOursAlone() throws IOException {
        Path path = written();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(IOException.class, () -> KeyFile.read(path));
    }
}
