package io.sallyport.wire.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFilesTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void aFileIsReplacedWholeAndIsOursAlone() throws IOException {
        Path file = folder.resolve("secret");
        OwnFiles.write(file, new byte[]{1});
        OwnFiles.write(file, new byte[]{2, 3});
        assertArrayEquals(new byte[]{2, 3}, OwnFiles.readSecret(file, 2));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var entries = Files.list(folder)) {
            assertEquals(1, entries.count());
        }
    }

    @Test
    void aFileOverItsLimitIsRefused() throws IOException {
        Path file = folder.resolve("large");
        OwnFiles.write(file, new byte[3]);
        assertEquals(3, OwnFiles.read(file, 3).length);
        assertThrows(IOException.class, () -> OwnFiles.read(file, 2));
    }

    @Test
    void aSecretOthersMayTouchIsRefused() throws IOException {
        Path file = folder.resolve("secret");
        OwnFiles.write(file, new byte[1]);
        for (String mode : new String[]{"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertThrows(IOException.class, () -> OwnFiles.readSecret(file, 10), mode);
        }
    }

    @Test
    void aFolderOpenToOthersIsRefused() throws IOException {
        Path own = folder.resolve("own");
        OwnFiles.requireFolder(own);
        OwnFiles.requireFolder(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-x---"));
        assertThrows(IOException.class, () -> OwnFiles.requireFolder(own));
    }
}
