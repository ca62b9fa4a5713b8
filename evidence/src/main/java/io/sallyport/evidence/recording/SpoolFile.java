package io.sallyport.evidence.recording;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file under a writer, locked against a second one. Plain file access and not an interruptible channel: an interrupt
 * meant for a session's thread would otherwise close the file under the recorder.
 */
final class SpoolFile implements AutoCloseable {
    private final RandomAccessFile file;

    private SpoolFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Makes the file with mode 0600; it must not exist. */
    static SpoolFile create(Path path) throws IOException {
        Files.createFile(path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return open(path);
    }

    /** Opens an existing file. @throws IOException it is in use */
    static SpoolFile open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            FileLock lock = lock(file);
            if (lock == null) {
                throw new IOException("another writer has it open");
            }
            return new SpoolFile(file);
        } catch (IOException refused) {
            file.close();
            throw refused;
        }
    }

    // The lock lives as long as the file is open.
    @SuppressWarnings("resource")
    private static @Nullable FileLock lock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    void write(byte[] bytes, int length) throws IOException {
        file.write(bytes, 0, length);
    }

    int read(byte[] into) throws IOException {
        return file.read(into);
    }

    long size() throws IOException {
        return file.length();
    }

    void cut(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
    }

    /** Everything written so far is on disk when this returns. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
