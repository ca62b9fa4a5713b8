package io.sallyport.certsdev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files and folders that only their owner may read. */
final class Files600 {
    private Files600() {}

    static void folder(Path path) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new DemoFailure("can't make the folder " + path + ": " + e.getMessage(), e);
        }
    }

    /** Complete or not there at all: written beside, then moved over. */
    static void write(Path path, String text) {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            Files.createFile(beside,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DemoFailure("can't write " + path + ": " + e.getMessage(), e);
        }
    }
}
