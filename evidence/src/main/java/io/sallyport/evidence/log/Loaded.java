package io.sallyport.evidence.log;

import java.io.IOException;
import java.util.Optional;

/** The tree as it is computed from the entries on disk, held against the last checkpoint. Not for many threads. */
final class Loaded {
    private final CompactRange tree;
    private final Optional<LeafFile> leaves;
    private final Optional<SignedCheckpoint> checkpoint;
    private Optional<Hash> rootAtCheckpoint;

    Loaded(CompactRange tree, Optional<LeafFile> leaves, Optional<SignedCheckpoint> checkpoint) {
        this.tree = tree;
        this.leaves = leaves;
        this.checkpoint = checkpoint;
        this.rootAtCheckpoint = tree.size() == signedSize() ? Optional.of(tree.root()) : Optional.empty();
    }

    long size() {
        return tree.size();
    }

    long signedSize() {
        return checkpoint.map(SignedCheckpoint::size).orElse(0L);
    }

    boolean add(long index, Block.Entry entry) {
        Hash leaf = entry.leaf();
        tree.append(leaf);
        if (leaves.isPresent()) {
            try {
                leaves.get().add(leaf);
            } catch (IOException failed) {
                throw new JournalException("the leaves of the journal cannot be written", failed);
            }
        }
        if (index + 1 == signedSize()) {
            rootAtCheckpoint = Optional.of(tree.root());
        }
        return true;
    }

    /** What is wrong between the entries read so far and the checkpoint, if anything. */
    Optional<String> fault() {
        if (checkpoint.isEmpty()) {
            return size() == 0
                    ? Optional.empty()
                    : Optional.of("there are entries, and no checkpoint over them");
        }
        if (rootAtCheckpoint.isEmpty()) {
            return Optional.of("entries are missing: the last checkpoint was signed over " + signedSize());
        }
        return rootAtCheckpoint.get().equals(checkpoint.get().root())
                ? Optional.empty()
                : Optional.of("one of the first " + signedSize()
                        + " entries was changed: they do not give the root the last checkpoint was signed over");
    }

    void requireSigned() {
        fault().ifPresent(why -> {
            throw new JournalException("the journal is damaged at entry " + size() + ": " + why);
        });
    }
}
