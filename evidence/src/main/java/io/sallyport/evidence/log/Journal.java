package io.sallyport.evidence.log;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An append-only journal with a Merkle tree over its entries (RFC 6962) and signed checkpoints. Callers that append at the
 * same time share one write and one fsync: the first of them does it for all that wait. Format: docs/formats/journal.md.
 * Safe for many threads; one process at a time.
 */
public final class Journal implements AutoCloseable {
    /** Largest event in bytes. */
    public static final int MAX_EVENT = Block.MAX_EVENT;
    private static final long SEGMENT_BYTES = 64L * 1024 * 1024;
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    /** Held while a checkpoint is signed and kept, so that the file never goes back to an older one. */
    private final ReentrantLock signing = new ReentrantLock();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private final Path dir;
    private final JournalFiles files;
    private final LogKey signer;
    private final InstantSource time;
    private final SecureRandom random;
    private final CompactRange tree = new CompactRange();
    private final Optional<String> repaired;
    private SignedCheckpoint last;
    private boolean writing;
    private boolean closed;
    private @Nullable JournalException failure;

    private Journal(Path dir, JournalFiles files, LogKey signer, InstantSource time, SecureRandom random)
            throws IOException {
        this.dir = dir;
        this.files = files;
        this.signer = signer;
        this.time = time;
        this.random = random;
        Optional<SignedCheckpoint> checkpoint = files.checkpoints().read(signer.publicKey());
        Loaded loaded = new Loaded(tree, Optional.of(files.leaves()), checkpoint);
        this.repaired = files.load(loaded);
        files.leaves().publish();
        if (checkpoint.isPresent()) {
            last = checkpoint.get();
        } else {
            last = sign(0, Hash.ofNothing());
            files.checkpoints().writeKey(signer.publicKey());
            files.checkpoints().write(last);
        }
    }

    /** Receives entries in order. */
    public interface Reader {
        void entry(long index, byte[] event);
    }

    /**
     * Opens or creates the journal in {@code dir}: reads every entry, computes the tree anew, and compares it with the last
     * checkpoint. The unfinished last write of a process that died is cut ({@link #repaired()} says so).
     *
     * @throws JournalException it is in use, damaged in any other way, signed by another key, or the disk failed
     */
    public static Journal open(Path dir, LogKey signer, InstantSource time, SecureRandom random) {
        return open(dir, signer, time, random, SEGMENT_BYTES);
    }

    static Journal open(Path dir, LogKey signer, InstantSource time, SecureRandom random, long segmentBytes) {
        try {
            JournalFiles files = JournalFiles.lock(dir, segmentBytes);
            try {
                Journal journal = new Journal(dir, files, signer, time, random);
                Thread.ofVirtual().name("journal-checkpoints").start(journal::keepSigning);
                return journal;
            } catch (IOException | RuntimeException failed) {
                files.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new JournalException("the journal " + dir + " cannot be opened", failed);
        }
    }

    /**
     * Appends and returns the index (from 0) after the entry is on disk (fsync). Blocks; an interrupt does not end the wait.
     *
     * @throws JournalException the disk failed now or before (the journal is then closed for good), or it was closed
     * @throws IllegalArgumentException {@code event} is larger than {@link #MAX_EVENT}
     */
    public long append(byte[] event) {
        if (event.length > MAX_EVENT) {
            throw new IllegalArgumentException("an event larger than " + MAX_EVENT + " bytes");
        }
        byte[] salt = new byte[Block.SALT];
        random.nextBytes(salt);
        Pending pending = new Pending(new Block.Entry(salt, event.clone()));
        lock.lock();
        try {
            requireOpen();
            queue.add(pending);
            while (pending.index < 0) {
                if (failure != null) {
                    throw new JournalException("the journal failed", failure);
                }
                if (writing) {
                    written.awaitUninterruptibly();
                } else {
                    writeQueued();
                }
            }
            return pending.index;
        } finally {
            lock.unlock();
        }
    }

    /** Leads one write for everybody who waits. Holds the lock on entry and exit, and not while the disk works. */
    private void writeQueued() {
        List<Pending> batch = takeBatch();
        long first = tree.size();
        List<Hash> leaves = new ArrayList<>(batch.size());
        JournalException failed = null;
        writing = true;
        lock.unlock();
        try {
            files.write(first, Block.encode(first, batch.stream().map(each -> each.entry).toList()));
            for (Pending each : batch) {
                Hash leaf = each.entry.leaf();
                leaves.add(leaf);
                files.leaves().add(leaf);
            }
        } catch (IOException | RuntimeException broken) {
            failed = new JournalException("the journal cannot be written", broken);
        } finally {
            lock.lock();
            writing = false;
        }
        if (failed == null) {
            leaves.forEach(tree::append);
            for (int at = 0; at < batch.size(); at++) {
                batch.get(at).index = first + at;
            }
        } else {
            failure = failed;
        }
        written.signalAll();
    }

    private List<Pending> takeBatch() {
        List<Pending> batch = new ArrayList<>();
        int bytes = 0;
        while (!queue.isEmpty()) {
            bytes += queue.element().entry.cost();
            if (bytes > Block.MAX_BODY) {
                break;
            }
            batch.add(queue.remove());
        }
        return batch;
    }

    /** Number of entries on disk. */
    public long size() {
        lock.lock();
        try {
            return tree.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands every entry from {@code from} on, as of now, to {@code reader}, on the caller's thread and without a lock.
     *
     * @throws JournalException the files cannot be read or are damaged
     */
    public void replay(long from, Reader reader) {
        long end = size();
        try {
            List<Segments.Segment> segments = Segments.list(dir);
            for (int at = 0; at < segments.size() && segments.get(at).firstIndex() < end; at++) {
                boolean before = at + 1 < segments.size() && segments.get(at + 1).firstIndex() <= from;
                if (!before) {
                    replay(segments.get(at), from, end, reader);
                }
            }
        } catch (IOException failed) {
            throw new JournalException("the journal cannot be read", failed);
        }
    }

    private static void replay(Segments.Segment segment, long from, long end, Reader reader)
            throws IOException {
        Segments.Scan scan = Segments.scan(segment, (index, entry) -> {
            if (index >= from && index < end) {
                reader.entry(index, entry.event());
            }
            return index + 1 < end;
        });
        if (scan.fault().isPresent() && scan.nextIndex() < end) {
            throw new JournalException(
                    "the journal is damaged at entry " + scan.nextIndex() + ": " + scan.fault().get());
        }
    }

    /**
     * Signs the present size and root (or returns the last checkpoint when nothing was appended), and keeps it on disk.
     * Takes some milliseconds. @throws JournalException the disk failed
     */
    public SignedCheckpoint checkpoint() {
        signing.lock();
        try {
            long size;
            Hash root;
            lock.lock();
            try {
                requireOpen();
                if (last.size() == tree.size()) {
                    return last;
                }
                size = tree.size();
                root = tree.root();
            } finally {
                lock.unlock();
            }
            return keep(sign(size, root));
        } finally {
            signing.unlock();
        }
    }

    private SignedCheckpoint sign(long size, Hash root) {
        String origin = "sallyport/journal/" + signer.publicHex().substring(0, 16);
        return SignedCheckpoint.sign(origin, size, root, time.instant(), signer);
    }

    private SignedCheckpoint keep(SignedCheckpoint checkpoint) {
        try {
            files.checkpoints().write(checkpoint);
        } catch (IOException failed) {
            throw new JournalException("the checkpoint cannot be written", failed);
        }
        lock.lock();
        try {
            last = checkpoint;
        } finally {
            lock.unlock();
        }
        return checkpoint;
    }

    /** Proof that the entry with this index is in the tree of the first {@code size} entries. Reads all its leaves. */
    public InclusionProof inclusion(long index, long size) {
        if (index < 0 || index >= size || size > size()) {
            throw new IllegalArgumentException("no such entry in a tree of that size");
        }
        return prove(proofs -> proofs.inclusion(index, size));
    }

    /** Proof that the tree of {@code from} entries is the beginning of the tree of {@code to}. Reads all its leaves. */
    public ConsistencyProof consistency(long from, long to) {
        if (from < 0 || from > to || to > size()) {
            throw new IllegalArgumentException("no trees of these sizes");
        }
        return prove(proofs -> proofs.consistency(from, to));
    }

    private <T> T prove(Function<Proofs, T> proof) {
        try {
            flushLeaves();
            try (LeafFile.Source source = new LeafFile.Source(files.leaves())) {
                return proof.apply(new Proofs(source));
            }
        } catch (IOException failed) {
            throw new JournalException("the leaves of the journal cannot be read", failed);
        }
    }

    private void flushLeaves() throws IOException {
        lock.lock();
        try {
            while (writing) {
                written.awaitUninterruptibly();
            }
            files.leaves().flush();
        } finally {
            lock.unlock();
        }
    }

    /** What was cut when this journal was opened: the unfinished write of a process that died. */
    public Optional<String> repaired() {
        return repaired;
    }

    /** Waits for appends under way, signs a last checkpoint, and lets go of the files. Later calls do nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            while (writing || (failure == null && !queue.isEmpty())) {
                written.awaitUninterruptibly();
            }
        } finally {
            written.signalAll();
            lock.unlock();
        }
        signing.lock();
        try (JournalFiles open = files) {
            if (failure == null && last.size() != tree.size()) {
                open.checkpoints().write(sign(tree.size(), tree.root()));
            }
        } catch (IOException failed) {
            throw new JournalException("the journal cannot be closed", failed);
        } finally {
            signing.unlock();
        }
    }

    private void requireOpen() {
        if (failure != null) {
            throw new JournalException("the journal failed before", failure);
        }
        if (closed) {
            throw new JournalException("the journal is closed");
        }
    }

    /** The thread that signs what is new, at most every ten seconds. */
    private void keepSigning() {
        while (awaitUnsigned()) {
            try {
                checkpoint();
            } catch (JournalException failed) {
                lock.lock();
                try {
                    if (!closed && failure == null) {
                        failure = failed;
                        written.signalAll();
                    }
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private boolean awaitUnsigned() {
        lock.lock();
        try {
            while (!closed && failure == null && last.size() == tree.size()) {
                written.awaitUninterruptibly();
            }
            long left = CHECKPOINT_EVERY.toNanos();
            while (!closed && failure == null && left > 0) {
                left = written.awaitNanos(left);
            }
            return !closed && failure == null;
        } catch (InterruptedException ended) {
            // Nobody knows this thread to interrupt it; if somebody does, checkpoints still come on demand
            // and at the end.
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** An entry on its way to the disk; guarded by the journal's lock. */
    private static final class Pending {
        private final Block.Entry entry;
        private long index = -1;

        Pending(Block.Entry entry) {
            this.entry = entry;
        }
    }
}
