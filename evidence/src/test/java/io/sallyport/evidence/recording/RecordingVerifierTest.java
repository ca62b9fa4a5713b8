package io.sallyport.evidence.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingVerifierTest {
    @TempDir
    private Path dir;

    private byte[] sample() throws IOException {
        Path file = dir.resolve("sample.rec");
        Samples.terminalSession(file);
        return Samples.bytes(file);
    }

    @Test
    void aFinishedRecordingIsWhole() throws IOException {
        Verdict.Whole whole = assertInstanceOf(Verdict.Whole.class, Samples.verify(sample()));
        assertEquals(Samples.header(), whole.header());
        assertEquals(EndReason.CLOSED, whole.end().reason());
        assertEquals(whole.totals().chunks(), whole.totals().signedChunks());
        assertTrue(whole.totals().chunks() >= 3, "several chunks: " + whole.totals());
        assertEquals(1_900_000, whole.totals().micros());
    }

    @Test
    void everyFlippedBitIsDamageInTheRecordItStandsIn() throws IOException {
        byte[] recording = sample();
        long[] chunkAt = chunkOfEachByte(recording);
        for (int at = 0; at < recording.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                recording[at] ^= (byte) (1 << bit);
                Verdict.Damaged damaged = assertInstanceOf(Verdict.Damaged.class, Samples.verify(recording),
                        "byte " + at + " bit " + bit);
                assertEquals(chunkAt[at], damaged.chunk(),
                        "byte " + at + " bit " + bit + ": " + damaged.why());
                assertTrue(damaged.offset() <= at);
                recording[at] ^= (byte) (1 << bit);
            }
        }
    }

    /** Which chunk a flip at each byte must be blamed on: a checkpoint's on the chunk before it. */
    private static long[] chunkOfEachByte(byte[] recording) {
        long[] chunks = new long[recording.length];
        int at = HeaderRecord.recordLength(recording);
        long chunk = 0;
        while (at < recording.length) {
            int length;
            if (recording[at] == ChunkHeader.TYPE) {
                chunk++;
                length = ChunkHeader.decode(Arrays.copyOfRange(recording, at, recording.length))
                        .recordLength();
            } else {
                length = CheckpointRecord.LENGTH;
            }
            Arrays.fill(chunks, at, at + length, chunk);
            // The type byte decides which of the two a record is: flipped, it is a bad next record.
            if (recording[at] == CheckpointRecord.TYPE) {
                chunks[at] = chunk;
            }
            at += length;
        }
        return chunks;
    }

    @Test
    void everyTruncationIsUnfinishedAndKeepsTheLastWholeRecord() throws IOException {
        byte[] recording = sample();
        List<Integer> ends = recordEnds(recording);
        for (int length = 0; length < recording.length; length++) {
            Verdict.Unfinished unfinished = assertInstanceOf(Verdict.Unfinished.class,
                    Samples.verify(Arrays.copyOf(recording, length)), "cut to " + length);
            int cut = length;
            int last = ends.stream().filter(end -> end <= cut).reduce(0, (_, end) -> end);
            assertEquals(last, unfinished.totals().acceptedBytes(), "cut to " + length);
        }
    }

    private static List<Integer> recordEnds(byte[] recording) {
        List<Integer> ends = new ArrayList<>();
        try (RecordingVerifier verifier = new RecordingVerifier(Optional.empty(), Optional.empty())) {
            long before = 0;
            for (int at = 0; at < recording.length; at++) {
                verifier.accept(ByteBuffer.wrap(recording, at, 1));
                if (verifier.acceptedBytes() != before) {
                    before = verifier.acceptedBytes();
                    ends.add((int) before);
                }
            }
        }
        return ends;
    }

    @Test
    void slicesOfAnySizeGiveTheSameVerdict() throws IOException {
        byte[] recording = sample();
        Verdict expected = Samples.verify(recording);
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            try (RecordingVerifier verifier = new RecordingVerifier(Optional.of(Samples.SESSION),
                    Optional.of(Samples.KEY.publicHex()))) {
                Verdict verdict = verifier.verdict();
                for (int at = 0; at < recording.length;) {
                    int length = Math.min(recording.length - at, random.nextInt(200));
                    verdict = verifier.accept(ByteBuffer.wrap(recording, at, length));
                    at += length;
                }
                assertEquals(expected, verdict);
            }
        }
    }

    @Test
    void bytesAfterTheEndAreDamage() throws IOException {
        byte[] recording = sample();
        for (int extra : new int[]{0, ChunkHeader.TYPE, CheckpointRecord.TYPE}) {
            byte[] longer = Arrays.copyOf(recording, recording.length + 1);
            longer[recording.length] = (byte) extra;
            assertInstanceOf(Verdict.Damaged.class, Samples.verify(longer));
        }
    }

    @Test
    void anotherSessionOrAnotherKeyIsRefused() throws IOException {
        byte[] recording = sample();
        try (RecordingVerifier session = new RecordingVerifier(Optional.of("s-zzz"), Optional.empty());
                RecordingVerifier key = new RecordingVerifier(Optional.empty(),
                        Optional.of("00".repeat(32)))) {
            assertEquals(0,
                    assertInstanceOf(Verdict.Damaged.class, session.accept(ByteBuffer.wrap(recording)))
                            .chunk());
            assertEquals(0,
                    assertInstanceOf(Verdict.Damaged.class, key.accept(ByteBuffer.wrap(recording))).chunk());
        }
    }

    @Test
    void aChunkTakenOutIsDamageEvenWithItsCheckpointsLeft() throws IOException {
        byte[] recording = sample();
        List<Integer> ends = recordEnds(recording);
        byte[] shorter = new byte[recording.length - (ends.get(2) - ends.get(1))];
        System.arraycopy(recording, 0, shorter, 0, ends.get(1));
        System.arraycopy(recording, ends.get(2), shorter, ends.get(1), recording.length - ends.get(2));
        assertEquals(2, assertInstanceOf(Verdict.Damaged.class, Samples.verify(shorter)).chunk());
    }

    @Test
    void randomBytesAreNeverWholeAndNeverThrow() throws IOException {
        byte[] recording = sample();
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            byte[] hostile = recording.clone();
            int from = random.nextInt(hostile.length);
            for (int at = from; at < Math.min(hostile.length, from + 1 + random.nextInt(60)); at++) {
                hostile[at] = (byte) random.nextInt();
            }
            if (!Arrays.equals(hostile, recording)) {
                assertInstanceOf(Verdict.Damaged.class, Samples.verify(hostile));
            }
        }
    }

    @Test
    void protectionOtherThanPlainIsRefusedInPlainWords() {
        byte[] record = HeaderRecord.encode(Samples.header());
        int at = new String(record, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("plain");
        record[at] = 'q';
        byte[] hash = Format.sha256().digest(Arrays.copyOf(record, record.length - Format.HASH));
        System.arraycopy(hash, 0, record, record.length - Format.HASH, Format.HASH);
        Verdict.Damaged damaged = assertInstanceOf(Verdict.Damaged.class, Samples.verify(record));
        assertTrue(damaged.why().contains("sealed"), damaged.why());
    }
}
