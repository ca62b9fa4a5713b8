package io.sallyport.evidence.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/** Finishes recordings whose writer died: docs/formats/recording.md §8. */
final class CrashSeal {
    /** A write that did not finish leaves at most one record's worth of bytes. */
    private static final int LONGEST_TAIL = ChunkHeader.LENGTH + Format.MAX_CHUNK + Format.HASH;

    private CrashSeal() {}

    static Verdict seal(Path path, RecordingKey key, EndReason reason, InstantSource time) {
        try (SpoolFile file = SpoolFile.open(path)) {
            RecordingVerifier verifier = new RecordingVerifier(Optional.empty(),
                    Optional.of(key.publicHex()));
            try (verifier) {
                Verdict found = readAll(file, verifier);
                return switch (found) {
                    case Verdict.Whole whole -> whole;
                    case Verdict.Unfinished(Optional<RecordingHeader> header, Totals totals, String why) -> {
                        RecordingHeader known = header
                                .orElseThrow(
                                        () -> new RecordingException(path + " has no whole header: " + why));
                        finish(file, verifier, known, totals, key, reason, time);
                        yield RecordingVerifier.verify(path, Optional.of(key.publicHex()));
                    }
                    case Verdict.Damaged damaged -> {
                        boolean torn = verifier.header().isPresent()
                                && file.size() - verifier.acceptedBytes() <= LONGEST_TAIL;
                        if (!torn) {
                            yield damaged;
                        }
                        finish(file, verifier, verifier.header().orElseThrow(), verifier.totals(), key,
                                reason, time);
                        yield RecordingVerifier.verify(path, Optional.of(key.publicHex()));
                    }
                };
            }
        } catch (IOException failed) {
            throw new RecordingException("cannot seal " + path, failed);
        }
    }

    private static Verdict readAll(SpoolFile file, RecordingVerifier verifier) throws IOException {
        byte[] buffer = new byte[Format.MAX_CHUNK];
        Verdict verdict = verifier.verdict();
        for (int count = file.read(buffer); count >= 0; count = file.read(buffer)) {
            verdict = verifier.accept(ByteBuffer.wrap(buffer, 0, count));
        }
        return verdict;
    }

    private static void finish(SpoolFile file, RecordingVerifier verifier, RecordingHeader header,
            Totals totals,
            RecordingKey key, EndReason reason, InstantSource time) throws IOException {
        long torn = file.size() - totals.acceptedBytes();
        file.cut(totals.acceptedBytes());
        ChainedFile chain = new ChainedFile(file, HexFormat.of().parseHex(totals.hash()), totals.chunks(),
                totals.signedChunks(), totals.acceptedBytes());
        if (!verifier.endSeen()) {
            try (OpenChunk chunk = new OpenChunk()) {
                chunk.add(new Frame.Gap("the recorder died; what it had not written yet is lost"
                        + (torn == 0 ? "" : "; " + torn + " bytes of an unfinished record were cut")),
                        totals.micros());
                chunk.add(new Frame.End(reason, "sealed after the recorder died"), totals.micros());
                chain.writeChunk(chunk, true, true);
            }
        }
        byte[] unsigned = CheckpointRecord.unsigned(chain.sequence(), chain.hash(), time.millis(),
                totals.micros());
        chain.writeCheckpoint(CheckpointRecord.sign(unsigned, header.session(), key));
        file.sync();
    }
}
