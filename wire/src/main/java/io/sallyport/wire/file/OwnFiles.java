package io.sallyport.wire.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Reads and writes small files of our own. Blocking; safe for many threads as far as the file system is. */
public final class OwnFiles {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE));
    private static final FileAttribute<?> FILE_MODE = mode("rw-------");
    private static final FileAttribute<?> FOLDER_MODE = mode("rwx------");

    private OwnFiles() {}

    /**
     * Puts {@code content} in place with mode 0600: a reader sees the old file or the new one, also after a power cut
     * (temporary file, fsync, rename, fsync of the folder).
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = folderOf(file);
        Path temporary = Files.createTempFile(folder, "." + file.getFileName() + ".", ".new", FILE_MODE);
        try {
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    /** The whole content. @throws IOException missing, unreadable, or more than {@code most} bytes */
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException(file + " has more than " + most + " bytes");
            }
            return content;
        }
    }

    /** As {@link #read}, and refuses a file that group or others may touch, because its secret is then none. */
    public static byte[] readSecret(Path file, int most) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new IOException(file + " may be read or changed by others (mode "
                    + PosixFilePermissions.toString(permissions) + "); do: chmod 600 " + file);
        }
        return read(file, most);
    }

    /** Makes the folder with mode 0700 if it is missing, and refuses one that group or others may touch. */
    public static void requireFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder, FOLDER_MODE);
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is not a folder");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new IOException(
                    folder + " is open to others (mode " + PosixFilePermissions.toString(permissions)
                            + "); do: chmod 700 " + folder);
        }
    }

    private static FileAttribute<?> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("a file needs a folder");
        }
        return folder;
    }
}
