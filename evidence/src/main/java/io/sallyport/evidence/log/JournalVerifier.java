package io.sallyport.evidence.log;

import io.sallyport.evidence.sign.VerifyKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a journal offline: recomputes everything from its entries and compares with the last checkpoint. */
public final class JournalVerifier {
    /** A million entries; with more, a changed entry is still detected, and not named. */
    private static final long MAX_LEAVES = 32L * 1024 * 1024;

    private JournalVerifier() {}

    /** What the verifier says. */
    public sealed interface Outcome {
        /**
         * Everything fits. {@code unsigned}: entries after the last checkpoint, protected by check sums only. {@code key}: who
         * signed; worth as much as the reader's reason to trust that key.
         */
        record Whole(SignedCheckpoint checkpoint, long size, long unsigned, String key) implements Outcome {}

        /** {@code index}: the first entry that is bad, or the first that cannot be read. */
        record Damaged(long index, String why) implements Outcome {}
    }

    /**
     * Checks the journal in {@code dir} against the log's public key (64 hexadecimal digits); without one, against the key
     * the journal itself states. Changes nothing; a journal in use may show a last block that is still being written.
     *
     * @throws JournalException the files cannot be read
     */
    public static Outcome verify(Path dir, Optional<String> keyHex) {
        try {
            if (!Files.isDirectory(dir)) {
                throw new JournalException(dir + " is no folder");
            }
            CheckpointFile checkpoints = new CheckpointFile(dir);
            Optional<String> hex = keyHex.isPresent() ? keyHex : checkpoints.statedKey();
            if (hex.isEmpty()) {
                return new Outcome.Damaged(0, "it has no key.pub: is it a journal? If so, give its key");
            }
            Optional<VerifyKey> key = VerifyKey.ofHex(hex.get());
            return key.isPresent()
                    ? verify(dir, checkpoints, key.get())
                    : new Outcome.Damaged(0, "the key is no Ed25519 key");
        } catch (IOException failed) {
            throw new JournalException("the journal " + dir + " cannot be read", failed);
        }
    }

    private static Outcome verify(Path dir, CheckpointFile checkpoints, VerifyKey key) throws IOException {
        Optional<SignedCheckpoint> checkpoint;
        try {
            checkpoint = checkpoints.read(key);
        } catch (JournalException refused) {
            return new Outcome.Damaged(0, String.valueOf(refused.getMessage()));
        }
        if (checkpoint.isEmpty()) {
            return new Outcome.Damaged(0, "it has no checkpoint");
        }
        Loaded loaded = new Loaded(new CompactRange(), Optional.empty(), checkpoint);
        List<Segments.Segment> segments = Segments.list(dir);
        for (Segments.Segment segment : segments) {
            if (segment.firstIndex() != loaded.size()) {
                return new Outcome.Damaged(loaded.size(),
                        segment.file().getFileName() + " begins with entry " + segment.firstIndex());
            }
            Segments.Scan scan = Segments.scan(segment, loaded::add);
            if (scan.fault().isPresent()) {
                return new Outcome.Damaged(scan.nextIndex(), scan.fault().get());
            }
        }
        Optional<String> fault = loaded.fault();
        if (fault.isPresent()) {
            long bad = loaded.size() < loaded.signedSize()
                    ? loaded.size()
                    : firstChanged(dir, segments, checkpoint.get());
            return new Outcome.Damaged(bad, fault.get());
        }
        return new Outcome.Whole(checkpoint.get(), loaded.size(), loaded.size() - loaded.signedSize(),
                key.hex());
    }

    /**
     * The first entry that no longer gives its stored leaf, if the stored leaves still give the signed root; else 0, for then
     * nothing tells which one was changed.
     */
    private static long firstChanged(Path dir, List<Segments.Segment> segments, SignedCheckpoint checkpoint)
            throws IOException {
        List<Hash> stored = storedLeaves(dir, checkpoint);
        long[] first = {0};
        for (Segments.Segment segment : segments) {
            boolean[] found = {false};
            Segments.scan(segment, (index, entry) -> {
                boolean same = index < stored.size() && stored.get((int) index).equals(entry.leaf());
                first[0] = same ? 0 : index;
                found[0] = !same;
                return same;
            });
            if (found[0]) {
                break;
            }
        }
        return first[0];
    }

    private static List<Hash> storedLeaves(Path dir, SignedCheckpoint checkpoint) throws IOException {
        Path file = dir.resolve(LeafFile.NAME);
        long bytes = checkpoint.size() * Hash.SIZE;
        List<Hash> leaves = new ArrayList<>();
        if (!Files.isReadable(file) || Files.size(file) < bytes || bytes > MAX_LEAVES) {
            return leaves;
        }
        CompactRange tree = new CompactRange();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (long left = checkpoint.size(); left > 0; left--) {
                Hash leaf = Hash.of(in.readNBytes(Hash.SIZE));
                leaves.add(leaf);
                tree.append(leaf);
            }
        }
        return tree.root().equals(checkpoint.root()) ? leaves : List.of();
    }
}
