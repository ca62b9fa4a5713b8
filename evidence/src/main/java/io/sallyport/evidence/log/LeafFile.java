package io.sallyport.evidence.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * The hashes of all leaves, 32 bytes each, from which proofs are computed. Derived from the entries and made anew at each
 * opening, so it need not survive a crash.
 */
final class LeafFile implements AutoCloseable {
    private static final int READ_LEAVES = 2048;

    static final String NAME = "leaves";

    private final Path file;
    private final Path fresh;
    private final OutputStream out;

    LeafFile(Path dir) throws IOException {
        file = dir.resolve(NAME);
        fresh = dir.resolve(NAME + ".new");
        out = new BufferedOutputStream(Files.newOutputStream(fresh), 64 * 1024);
    }

    /** Puts the new file in the place of the old one, which until then shows a verifier what the leaves were before. */
    void publish() throws IOException {
        out.flush();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void add(Hash leaf) throws IOException {
        out.write(leaf.toArray());
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Reads single leaves, fast when they are asked for in order. For one thread. */
    static final class Source implements Proofs.Leaves, AutoCloseable {
        private final RandomAccessFile in;
        private final byte[] window = new byte[READ_LEAVES * Hash.SIZE];
        private long windowFrom = -1;

        Source(LeafFile leaves) throws IOException {
            in = new RandomAccessFile(leaves.file.toFile(), "r");
        }

        @Override
        public Hash leaf(long index) {
            long from = index - index % READ_LEAVES;
            try {
                // The last window may grow between two proofs, never within one: a source lives for one
                // proof.
                if (from != windowFrom) {
                    in.seek(from * Hash.SIZE);
                    int count = Math.toIntExact(Math.min(window.length, in.length() - from * Hash.SIZE));
                    in.readFully(window, 0, count);
                    windowFrom = from;
                }
            } catch (IOException failed) {
                throw new JournalException("the leaves of the journal cannot be read", failed);
            }
            int at = (int) (index - from) * Hash.SIZE;
            return Hash.of(Arrays.copyOfRange(window, at, at + Hash.SIZE));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
