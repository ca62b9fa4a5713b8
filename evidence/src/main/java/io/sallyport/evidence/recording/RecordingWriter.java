package io.sallyport.evidence.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one recording. {@link #append} takes a frame into the open chunk in memory (64 KiB); a full chunk is handed to the
 * kernel at once, an open one by {@link #flush()} or by {@link #flushIfDue()}, which the owner calls a few times a second.
 * From {@code append} on only the death of the whole process can lose the frame, from the write on only a loss of power,
 * from {@link #syncedBytes()} on nothing: docs/formats/recording.md §7. Disk synchronisation and signatures happen on a
 * thread of the writer's own. After a failed write every further call throws. Safe for many threads.
 */
public final class RecordingWriter implements AutoCloseable {
    private static final long DUE_MICROS = TimeUnit.MILLISECONDS.toMicros(250);
    private static final Duration SYNC_EVERY = Duration.ofSeconds(1);
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(10);
    private static final long CHECKPOINT_CHUNKS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final OpenChunk chunk = new OpenChunk();
    private final ChainedFile chain;
    private final String session;
    private final RecordingKey key;
    private final LongSupplier nanos;
    private final InstantSource time;
    private final long startNanos;
    private long lastMicros;
    private long lastCheckpointNanos;
    private boolean closed;
    private @Nullable RecordingException failure;
    private volatile long synced;

    private RecordingWriter(ChainedFile chain, String session, RecordingKey key, LongSupplier nanos,
            InstantSource time) {
        this.chain = chain;
        this.session = session;
        this.key = key;
        this.nanos = nanos;
        this.time = time;
        this.startNanos = nanos.getAsLong();
        this.lastCheckpointNanos = startNanos;
        this.synced = chain.written();
    }

    /**
     * Creates the file (mode 0600; it must not exist), and has its header on disk before it returns.
     *
     * @throws RecordingException the file exists or cannot be written
     * @throws IllegalArgumentException the header names another key than {@code key}, or is larger than 64 KiB
     */
    public static RecordingWriter create(Path file, RecordingHeader header, RecordingKey key,
            LongSupplier nanos,
            InstantSource time) {
        if (!header.agentKey().equals(key.publicHex())) {
            throw new IllegalArgumentException("the header names another recording key");
        }
        byte[] record = HeaderRecord.encode(header);
        byte[] hash = new byte[Format.HASH];
        System.arraycopy(record, record.length - Format.HASH, hash, 0, Format.HASH);
        try {
            SpoolFile spool = SpoolFile.create(file);
            try {
                spool.write(record, record.length);
                spool.sync();
            } catch (IOException failed) {
                spool.close();
                throw failed;
            }
            ChainedFile chain = new ChainedFile(spool, hash, 0, 0, record.length);
            return over(chain, header.session(), key, nanos, time);
        } catch (IOException failed) {
            throw new RecordingException("cannot start the recording " + file, failed);
        }
    }

    static RecordingWriter over(ChainedFile chain, String session, RecordingKey key, LongSupplier nanos,
            InstantSource time) {
        RecordingWriter writer = new RecordingWriter(chain, session, key, nanos, time);
        Thread.ofVirtual().name("recording-" + session).start(writer::keep);
        return writer;
    }

    /**
     * Finishes a file that a killed writer left behind: cuts the torn tail (at most one record), appends a {@link Frame.Gap}
     * that says so, the end with {@code reason}, and a final checkpoint; the file is then whole and says
     * {@code crashSealed}. A file that was whole stays as it is. Returns Damaged, and changes nothing, when more than a
     * torn tail is wrong.
     *
     * @throws RecordingException the file has no whole header, is in use, belongs to another key, or the disk failed
     */
    public static Verdict recover(Path file, RecordingKey key, EndReason reason, InstantSource time) {
        return CrashSeal.seal(file, key, reason, time);
    }

    /**
     * Accepts the frame with the present time. Content that does not fit into the open chunk is split.
     *
     * @throws RecordingException the disk failed now or before, or the recording is closed: nothing may be forwarded
     */
    public void append(Frame frame) {
        lock.lock();
        try {
            requireOpen();
            accept(frame);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #append}; then hands the chunk to the kernel when it is (nearly) full or 250 ms old. */
    public void appendAndFlushIfFull(Frame frame) {
        lock.lock();
        try {
            requireOpen();
            accept(frame);
            if (chunk.roomForContent() == 0 || due()) {
                writeChunk(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Hands the open chunk to the kernel. @throws RecordingException as {@link #append} */
    public void flush() {
        lock.lock();
        try {
            requireOpen();
            writeChunk(false);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #flush()}, when the open chunk is 250 ms old. Does nothing when the recording is closed. */
    public void flushIfDue() {
        lock.lock();
        try {
            if (!closed && due()) {
                requireOpen();
                writeChunk(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Bytes handed to the kernel so far. */
    public long writtenBytes() {
        return chain.written();
    }

    /**
     * Bytes known to be on disk: what an uploader may send, for these come back after a loss of power. Follows
     * {@link #writtenBytes()} within about a second.
     */
    public long syncedBytes() {
        return synced;
    }

    /** The failure every further append will report, once there is one. */
    public Optional<RecordingException> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the end and the final checkpoint, and has them on disk before it returns. Later calls do nothing.
     *
     * @throws RecordingException the disk failed now or before; the file is released all the same, and unfinished
     */
    public void close(EndReason reason, String detail) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            work.signalAll();
            try (SpoolFile file = chain.file(); chunk) {
                if (failure != null) {
                    throw new RecordingException("the recording could not be finished", failure);
                }
                accept(new Frame.End(reason, detail));
                writeChunk(true);
                chain.writeCheckpoint(signature());
                file.sync();
                synced = chain.written();
            }
        } catch (IOException failed) {
            throw fail(failed);
        } finally {
            lock.unlock();
        }
    }

    /** As {@code close(AGENT_STOPPED, "")}, when nobody closed it with a reason. */
    @Override
    public void close() {
        close(EndReason.AGENT_STOPPED, "");
    }

    private void accept(Frame frame) {
        switch (frame) {
            case Frame.Output(int channel, Bytes bytes) ->
                acceptContent(bytes, piece -> new Frame.Output(channel, piece));
            case Frame.ErrorOutput(int channel, Bytes bytes) ->
                acceptContent(bytes, piece -> new Frame.ErrorOutput(channel, piece));
            case Frame.Input(int channel, long _, Optional<Bytes> bytes) when bytes.isPresent() ->
                acceptContent(bytes.get(), piece -> Frame.Input.withContent(channel, piece));
            case Frame.Input _,Frame.Resize _,Frame.ChannelOpened _,Frame.ChannelClosed _,Frame.FileOperation _,Frame.Notice _,Frame.Elided _,Frame.Environment _,Frame.Gap _,Frame.End _ ->
                acceptWhole(frame);
        }
    }

    private void acceptContent(Bytes bytes, Function<Bytes, Frame> frameOf) {
        int done = 0;
        while (done < bytes.length()) {
            int room = chunk.roomForContent();
            if (room == 0) {
                writeChunk(false);
                continue;
            }
            int length = Math.min(room, bytes.length() - done);
            acceptWhole(frameOf.apply(bytes.slice(done, length)));
            done += length;
        }
    }

    private void acceptWhole(Frame frame) {
        long micros = micros();
        if (!chunk.add(frame, micros)) {
            writeChunk(false);
            if (!chunk.add(frame, micros)) {
                throw new IllegalArgumentException("a frame larger than a chunk");
            }
        }
    }

    private void writeChunk(boolean end) {
        if (chunk.isEmpty()) {
            return;
        }
        try {
            chain.writeChunk(chunk, end, false);
            if (!end && chain.unsigned() >= Format.MAX_UNSIGNED - 1) {
                // The keeper cannot keep up; a verifier remembers no more chunks than this.
                chain.writeCheckpoint(signature());
            }
        } catch (IOException failed) {
            throw fail(failed);
        }
        work.signalAll();
    }

    private byte[] signature() {
        return CheckpointRecord.sign(unsignedCheckpoint(), session, key);
    }

    private byte[] unsignedCheckpoint() {
        return CheckpointRecord.unsigned(chain.sequence(), chain.hash(), time.millis(), micros());
    }

    private boolean due() {
        return !chunk.isEmpty() && micros() - chunk.firstMicros() >= DUE_MICROS;
    }

    /** Never goes back, so that the order of frames and of their times is the same. */
    private long micros() {
        lastMicros = Math.max(lastMicros, (nanos.getAsLong() - startNanos) / 1000);
        return lastMicros;
    }

    private void requireOpen() {
        if (failure != null) {
            throw new RecordingException("the recording failed before", failure);
        }
        if (closed) {
            throw new RecordingException("the recording is closed");
        }
    }

    private RecordingException fail(Exception cause) {
        RecordingException failed = new RecordingException("the recording cannot be written", cause);
        failure = failed;
        return failed;
    }

    /** The keeper's thread: at most a second after a write it is on disk, and every 64 chunks or 10 s it is signed. */
    private void keep() {
        lock.lock();
        try {
            while (awaitWork()) {
                keepOnce();
            }
        } catch (IOException | RuntimeException failed) {
            if (!closed) {
                fail(failed);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitWork() {
        try {
            while (idle() && synced == chain.written()) {
                long forever = Long.MAX_VALUE;
                work.awaitNanos(chain.unsigned() == 0 ? forever : Math.max(1, untilCheckpoint()));
            }
            long left = SYNC_EVERY.toNanos();
            while (idle() && left > 0) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException nobodyShould) {
            throw new RecordingException("the recorder was interrupted", nobodyShould);
        }
        return !closed && failure == null;
    }

    private boolean idle() {
        return !closed && failure == null && !checkpointDue();
    }

    private boolean checkpointDue() {
        return chain.unsigned() >= CHECKPOINT_CHUNKS || (chain.unsigned() > 0 && untilCheckpoint() <= 0);
    }

    private long untilCheckpoint() {
        return CHECKPOINT_EVERY.toNanos() - (nanos.getAsLong() - lastCheckpointNanos);
    }

    /** Holds the lock on entry and exit, and lets go of it while it signs and while the disk works. */
    private void keepOnce() throws IOException {
        if (checkpointDue()) {
            lastCheckpointNanos = nanos.getAsLong();
            byte[] unsigned = unsignedCheckpoint();
            byte[] record;
            lock.unlock();
            try {
                record = CheckpointRecord.sign(unsigned, session, key);
            } finally {
                lock.lock();
            }
            // Meanwhile the end, or a writer in a hurry, may have signed more than this.
            if (!closed && chain.sequence() - chain.unsigned() < CheckpointRecord.sequence(record)) {
                chain.writeCheckpoint(record);
            }
        }
        long written = chain.written();
        lock.unlock();
        try {
            chain.file().sync();
        } finally {
            lock.lock();
        }
        synced = Math.max(synced, written);
    }
}
