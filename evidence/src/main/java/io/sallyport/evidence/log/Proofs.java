package io.sallyport.evidence.log;

import java.util.ArrayList;
import java.util.List;

/** Computes proofs (RFC 6962 §2.1.1, §2.1.2) from the hashes of the leaves: O(n) reads, no state. */
final class Proofs {
    /** Gives the hash of one leaf. */
    interface Leaves {
        Hash leaf(long index);
    }

    private final Leaves leaves;

    Proofs(Leaves leaves) {
        this.leaves = leaves;
    }

    InclusionProof inclusion(long index, long size) {
        List<Hash> path = new ArrayList<>();
        path(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    private void path(long index, long from, long to, List<Hash> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            path(index, from, middle, path);
            path.add(root(middle, to));
        } else {
            path(index, middle, to, path);
            path.add(root(from, middle));
        }
    }

    ConsistencyProof consistency(long from, long to) {
        List<Hash> path = new ArrayList<>();
        if (from > 0 && from < to) {
            subproof(from, 0, to, true, path);
        }
        return new ConsistencyProof(from, to, path);
    }

    private void subproof(long size, long from, long to, boolean known, List<Hash> path) {
        if (size == to - from) {
            if (!known) {
                path.add(root(from, to));
            }
            return;
        }
        long split = split(to - from);
        if (size <= split) {
            subproof(size, from, from + split, known, path);
            path.add(root(from + split, to));
        } else {
            subproof(size - split, from + split, to, false, path);
            path.add(root(from, from + split));
        }
    }

    private Hash root(long from, long to) {
        CompactRange range = new CompactRange();
        for (long index = from; index < to; index++) {
            range.append(leaves.leaf(index));
        }
        return range.root();
    }

    /** The largest power of two below {@code count}. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
