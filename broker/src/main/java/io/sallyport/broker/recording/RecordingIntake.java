package io.sallyport.broker.recording;

import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.Totals;
import io.sallyport.evidence.recording.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One recording arriving. Every byte is verified and on disk before it is acknowledged. For one thread at a time, which
 * closes it; blocking.
 */
public final class RecordingIntake implements AutoCloseable {
    private static final int SLICE = 64 * 1024;

    /** What the vault does when a recording is through, one way or the other. */
    interface Outcome {
        void complete(long size, String rootHash);

        void damaged(long offset, String why);
    }

    private final FileChannel file;
    private final RecordingVerifier verifier;
    private final Function<RecordingHeader, Optional<String>> mismatch;
    private final Outcome outcome;
    private final Runnable release;
    private final long resume;
    private boolean headerChecked;

    /**
     * Reads and verifies what arrived earlier, and cuts what follows the last whole record.
     *
     * @param file open for reading and writing, at its beginning; belongs to this object from now on
     * @param mismatch says what in a header does not belong to the session; empty when all does
     * @param release called once by {@link #close}
     */
    RecordingIntake(FileChannel file, Supplier<RecordingVerifier> verifiers,
            Function<RecordingHeader, Optional<String>> mismatch, Outcome outcome, Runnable release)
            throws IOException {
        this.mismatch = mismatch;
        this.outcome = outcome;
        this.release = release;
        this.file = file;
        try {
            this.verifier = recover(verifiers);
            this.resume = file.position();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    // What a crash of this machine left behind the last whole record may be anything: it is cut, not
    // judged.
    private RecordingVerifier recover(Supplier<RecordingVerifier> verifiers) throws IOException {
        RecordingVerifier first = read(verifiers.get());
        if (first.acceptedBytes() == file.size()) {
            return first;
        }
        first.close();
        file.truncate(first.acceptedBytes());
        file.force(true);
        file.position(0);
        return read(verifiers.get());
    }

    private RecordingVerifier read(RecordingVerifier into) throws IOException {
        boolean done = false;
        try {
            ByteBuffer slice = ByteBuffer.allocate(SLICE);
            while (file.read(slice) >= 0) {
                into.accept(slice.flip());
                slice.clear();
            }
            done = true;
            return into;
        } finally {
            if (!done) {
                into.close();
            }
        }
    }

    /**
     * What is to be said before anything more arrives, when all of it is here already: the broker stopped after the last
     * byte was on disk and before the journal said so. Empty otherwise.
     */
    Optional<Progress> settled() {
        return verifier.verdict() instanceof Verdict.Whole whole
                ? Optional.of(progress(whole))
                : Optional.empty();
    }

    /** Send from this byte on. */
    public long resume() {
        return resume;
    }

    /**
     * Takes the next bytes, at most 64 KiB at a time; returns when they are verified and on disk.
     *
     * @throws RecordingException the disk failed
     */
    public Progress accept(ByteBuffer bytes) {
        try {
            Verdict verdict = verifier.accept(bytes.duplicate());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
            return progress(verdict);
        } catch (IOException e) {
            throw new RecordingException("a recording can't be written", e);
        }
    }

    private Progress progress(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Damaged(_, long offset, String why) -> damaged(offset, why);
            case Verdict.Unfinished(Optional<RecordingHeader> header, Totals totals, _) ->
                headerProblem(header)
                        .<Progress>map(why -> damaged(0, why))
                        .orElseGet(() -> new Progress.Acked(totals.acceptedBytes(), totals.chunks(),
                                totals.hash()));
            case Verdict.Whole(RecordingHeader header, Totals totals, _, _) ->
                headerProblem(Optional.of(header))
                        .<Progress>map(why -> damaged(0, why))
                        .orElseGet(() -> {
                            outcome.complete(totals.acceptedBytes(), totals.hash());
                            return new Progress.Complete(totals.acceptedBytes(), totals.hash());
                        });
        };
    }

    private Progress damaged(long offset, String why) {
        outcome.damaged(offset, why);
        return new Progress.Damaged(offset, why);
    }

    // Checked once: the header is in the first chunk's hash, so it can't change later.
    private Optional<String> headerProblem(Optional<RecordingHeader> header) {
        if (headerChecked || header.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> problem = mismatch.apply(header.get());
        headerChecked = problem.isEmpty();
        return problem;
    }

    @Override
    public void close() {
        release.run();
        verifier.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new RecordingException("a recording can't be closed", e);
        }
    }
}
