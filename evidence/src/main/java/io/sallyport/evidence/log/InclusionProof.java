package io.sallyport.evidence.log;

import java.util.List;

/** The audit path of RFC 6962 §2.1.1 from the entry {@code index} to the root of the tree of {@code size} entries. */
public record InclusionProof(long index, long size, List<Hash> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /** True if and only if this proves that {@code leaf} stands at {@code index} under {@code root}. */
    public boolean proves(Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long at = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash step : path) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                hash = Hash.ofNode(step, hash);
                int up = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
                at >>= up;
                last >>= up;
            } else {
                hash = Hash.ofNode(hash, step);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
