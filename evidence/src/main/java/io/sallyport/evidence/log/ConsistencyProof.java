package io.sallyport.evidence.log;

import java.util.List;

/** The proof of RFC 6962 §2.1.2 that the tree of {@code from} entries is the beginning of the tree of {@code to}. */
public record ConsistencyProof(long from, long to, List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /** True if and only if this proves that {@code newRoot} continues {@code oldRoot}. */
    public boolean proves(Hash oldRoot, Hash newRoot) {
        if (from < 0 || from > to) {
            return false;
        }
        if (from == to) {
            return path.isEmpty() && oldRoot.equals(newRoot);
        }
        if (from == 0) {
            return path.isEmpty() && oldRoot.equals(Hash.ofNothing());
        }
        boolean power = (from & (from - 1)) == 0;
        if (path.isEmpty() && !power) {
            return false;
        }
        return climb(power, oldRoot, newRoot);
    }

    private boolean climb(boolean power, Hash oldRoot, Hash newRoot) {
        int skip = Long.numberOfTrailingZeros(from);
        long at = (from - 1) >> skip;
        long last = (to - 1) >> skip;
        Hash oldHash = power ? oldRoot : path.getFirst();
        Hash newHash = oldHash;
        for (Hash step : power ? path : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                oldHash = Hash.ofNode(step, oldHash);
                newHash = Hash.ofNode(step, newHash);
                int up = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
                at >>= up;
                last >>= up;
            } else {
                newHash = Hash.ofNode(newHash, step);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
    }
}
