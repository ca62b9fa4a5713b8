package io.sallyport.evidence.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one recording in order, with bounded memory; the file may still grow. A reader checks form, not
 * signatures: {@link RecordingVerifier} first, where it matters. For one thread.
 */
public final class RecordingReader implements AutoCloseable {
    /** Before this many chunks a seek reads on instead of back; also how many chunks share an entry of the index. */
    private static final int INDEX_STEP = 16;

    private final RandomAccessFile file;
    private final Inflation inflation = new Inflation();
    private final RecordingHeader header;
    private final long firstRecord;
    private byte[] record = new byte[4096];
    private long position;
    private @Nullable ChunkFrames frames;
    private @Nullable TimedFrame ahead;
    private @Nullable Index index;

    private RecordingReader(RandomAccessFile file) throws IOException {
        this.file = file;
        if (!read(0, HeaderRecord.PREFIX)) {
            throw new Malformed("the header is not complete");
        }
        int length = HeaderRecord.recordLength(record);
        if (!read(0, length)) {
            throw new Malformed("the header is not complete");
        }
        this.header = HeaderRecord.decode(record, length);
        this.firstRecord = length;
        this.position = length;
    }

    /**
     * Opens a recording, finished or not, and reads its header.
     *
     * @throws RecordingException the file cannot be read, or is no recording of a known format
     */
    public static RecordingReader open(Path path) {
        try {
            if (Files.notExists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
            try {
                return new RecordingReader(file);
            } catch (IOException | Malformed failed) {
                file.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new RecordingException("cannot read " + path, failed);
        } catch (Malformed refused) {
            throw new RecordingException(path + " is no recording that can be read: " + refused.getMessage());
        }
    }

    public RecordingHeader header() {
        return header;
    }

    /**
     * The next frame; empty at the end of what is there (a torn tail counts as not there; a later call may find more).
     *
     * @throws RecordingException the file cannot be read or is damaged here; the text names the byte
     */
    public Optional<TimedFrame> next() {
        if (ahead != null) {
            TimedFrame kept = ahead;
            ahead = null;
            return Optional.of(kept);
        }
        try {
            while (true) {
                if (frames != null) {
                    Optional<TimedFrame> next = frames.next();
                    if (next.isPresent()) {
                        return next;
                    }
                    frames = null;
                }
                if (!openChunk()) {
                    return Optional.empty();
                }
            }
        } catch (Malformed refused) {
            throw damagedHere(refused);
        }
    }

    /** Goes on with the first frame at or after {@code micros}; past the end there is none. */
    public void seek(long micros) {
        Index known = index();
        position = known.offsetBefore(micros);
        frames = null;
        ahead = null;
        try {
            for (Optional<ChunkHeader> chunk = peekChunk(); chunk.isPresent()
                    && chunk.get().lastMicros() < micros; chunk = peekChunk()) {
                position += chunk.get().recordLength();
            }
        } catch (Malformed refused) {
            throw damagedHere(refused);
        }
        for (Optional<TimedFrame> next = next(); next.isPresent(); next = next()) {
            if (next.get().micros() >= micros) {
                ahead = next.get();
                return;
            }
        }
    }

    /** Time of the last frame that is in the file now. */
    public long lastMicros() {
        return index().lastMicros;
    }

    private RecordingException damagedHere(Malformed refused) {
        return new RecordingException(
                "the recording is damaged near byte " + position + ": " + refused.getMessage());
    }

    private boolean openChunk() {
        Optional<ChunkHeader> chunk = peekChunk();
        if (chunk.isEmpty() || !readHere(chunk.get().recordLength())) {
            return false;
        }
        frames = new ChunkFrames(chunk.get(), inflation.raw(chunk.get(), record, ChunkHeader.LENGTH));
        position += chunk.get().recordLength();
        return true;
    }

    /** The header of the next chunk, standing at {@code position} afterwards; checkpoints before it are passed over. */
    private Optional<ChunkHeader> peekChunk() {
        while (readHere(1)) {
            switch (record[0]) {
                case CheckpointRecord.TYPE -> position += CheckpointRecord.LENGTH;
                case ChunkHeader.TYPE -> {
                    return readHere(ChunkHeader.LENGTH)
                            ? Optional.of(ChunkHeader.decode(record))
                            : Optional.empty();
                }
                default -> throw new Malformed("a record of an unknown type");
            }
        }
        return Optional.empty();
    }

    private boolean readHere(int length) {
        try {
            return read(position, length);
        } catch (IOException failed) {
            throw new RecordingException("the recording cannot be read", failed);
        }
    }

    private boolean read(long from, int length) throws IOException {
        if (record.length < length) {
            record = new byte[length];
        }
        file.seek(from);
        try {
            file.readFully(record, 0, length);
            return true;
        } catch (EOFException notThere) {
            return false;
        }
    }

    /** Where every sixteenth chunk stands; goes on where it stopped when the file has grown. */
    private Index index() {
        Index known = index == null ? new Index(firstRecord) : index;
        index = known;
        long kept = position;
        position = known.scanned;
        try {
            for (Optional<ChunkHeader> chunk = peekChunk(); chunk.isPresent(); chunk = peekChunk()) {
                int length = chunk.get().recordLength();
                if (position + length > file.length()) {
                    break;
                }
                known.add(position, chunk.get());
                position += length;
                known.scanned = position;
            }
            return known;
        } catch (IOException failed) {
            throw new RecordingException("the recording cannot be read", failed);
        } catch (Malformed refused) {
            throw damagedHere(refused);
        } finally {
            position = kept;
        }
    }

    @Override
    public void close() {
        inflation.close();
        try {
            file.close();
        } catch (IOException failed) {
            throw new RecordingException("the recording cannot be closed", failed);
        }
    }

    /** Start and time of every {@link #INDEX_STEP}th chunk: 16 bytes each, so 100 KB for a day of typing. */
    private static final class Index {
        private long[] offsets = new long[64];
        private long[] times = new long[64];
        private int size;
        private long chunks;
        private long scanned;
        private long lastMicros;

        Index(long firstRecord) {
            scanned = firstRecord;
            offsets[0] = firstRecord;
        }

        void add(long offset, ChunkHeader chunk) {
            lastMicros = chunk.lastMicros();
            if (chunks++ % INDEX_STEP != 0) {
                return;
            }
            if (size == offsets.length) {
                offsets = Arrays.copyOf(offsets, size * 2);
                times = Arrays.copyOf(times, size * 2);
            }
            offsets[size] = offset;
            times[size++] = chunk.firstMicros();
        }

        /** The last known chunk that begins before {@code micros}, so that no frame of that very time is passed over. */
        long offsetBefore(long micros) {
            int at = Arrays.binarySearch(times, 0, size, micros);
            int before = at < 0 ? -at - 2 : at - 1;
            while (before > 0 && times[before] >= micros) {
                before--;
            }
            return offsets[Math.max(before, 0)];
        }
    }
}
