package io.sallyport.evidence.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of one open journal: lock, segments, leaves, checkpoint. Not for many threads. */
final class JournalFiles implements AutoCloseable {
    private final Path dir;
    private final long segmentBytes;
    private final RandomAccessFile lockFile;
    private final CheckpointFile checkpoints;
    private final LeafFile leaves;
    private @Nullable RandomAccessFile current;

    private JournalFiles(Path dir, long segmentBytes, RandomAccessFile lockFile) throws IOException {
        this.dir = dir;
        this.segmentBytes = segmentBytes;
        this.lockFile = lockFile;
        this.checkpoints = new CheckpointFile(dir);
        this.leaves = new LeafFile(dir);
    }

    /** Makes the folder (0700) when it is not there, and keeps every other process and journal out. */
    static JournalFiles lock(Path dir, long segmentBytes) throws IOException {
        Files.createDirectories(dir,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        RandomAccessFile lockFile = new RandomAccessFile(dir.resolve("lock").toFile(), "rw");
        try {
            if (tryLock(lockFile) == null) {
                throw new JournalException("the journal " + dir + " is in use by another process");
            }
            return new JournalFiles(dir, segmentBytes, lockFile);
        } catch (IOException | JournalException failed) {
            lockFile.close();
            throw failed;
        }
    }

    // The lock lives as long as the file is open.
    @SuppressWarnings("resource")
    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    CheckpointFile checkpoints() {
        return checkpoints;
    }

    LeafFile leaves() {
        return leaves;
    }

    /** Reads all entries into {@code loaded}, and cuts a torn tail; says what was cut. */
    Optional<String> load(Loaded loaded) throws IOException {
        List<Segments.Segment> segments = Segments.list(dir);
        Optional<String> repaired = Optional.empty();
        for (Segments.Segment segment : segments) {
            if (segment.firstIndex() != loaded.size()) {
                throw new JournalException(
                        "the journal is damaged at entry " + loaded.size() + ": " + segment.file()
                                + " begins with entry " + segment.firstIndex());
            }
            Segments.Scan scan = Segments.scan(segment, loaded::add);
            if (scan.fault().isPresent()) {
                boolean last = segment.equals(segments.getLast());
                if (!last || !scan.torn()) {
                    throw new JournalException(
                            "the journal is damaged at entry " + scan.nextIndex() + ": "
                                    + scan.fault().get());
                }
                loaded.requireSigned();
                repaired = Optional.of(cut(segment, scan));
            }
        }
        loaded.requireSigned();
        current = segments.isEmpty() ? segment(0) : append(segments.getLast().file());
        return repaired;
    }

    private static String cut(Segments.Segment segment, Segments.Scan scan) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.file().toFile(), "rw")) {
            long torn = file.length() - scan.validBytes();
            file.setLength(scan.validBytes());
            file.getFD().sync();
            return torn + " bytes of an unfinished write after entry " + (scan.nextIndex() - 1)
                    + " were cut ("
                    + scan.fault().orElse("") + ")";
        }
    }

    /** Writes the block and returns when it is on disk. */
    void write(long firstIndex, byte[] block) throws IOException {
        RandomAccessFile file = current;
        if (file == null || file.getFilePointer() >= segmentBytes) {
            if (file != null) {
                file.close();
            }
            file = segment(firstIndex);
            current = file;
        }
        file.write(block);
        file.getFD().sync();
    }

    private RandomAccessFile segment(long firstIndex) throws IOException {
        Path path = Segments.file(dir, firstIndex);
        Files.createFile(path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        CheckpointFile.syncDirectory(dir);
        return append(path);
    }

    private static RandomAccessFile append(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(file.length());
        return file;
    }

    @Override
    public void close() throws IOException {
        try (lockFile; leaves; RandomAccessFile last = current) {
            if (last != null) {
                last.getFD().sync();
            }
        }
    }
}
