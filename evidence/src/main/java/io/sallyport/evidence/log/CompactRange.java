package io.sallyport.evidence.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The roots of the complete subtrees a growing tree consists of, largest first: enough to append a leaf and to compute the
 * root in O(log n) (RFC 6962 §2.1). Not for many threads.
 */
final class CompactRange {
    private final List<Hash> roots = new ArrayList<>();
    private long size;

    long size() {
        return size;
    }

    void append(Hash leaf) {
        Hash hash = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = Hash.ofNode(roots.removeLast(), hash);
        }
        roots.add(hash);
        size++;
    }

    Hash root() {
        if (size == 0) {
            return Hash.ofNothing();
        }
        Hash root = roots.getLast();
        for (int at = roots.size() - 2; at >= 0; at--) {
            root = Hash.ofNode(roots.get(at), root);
        }
        return root;
    }
}
