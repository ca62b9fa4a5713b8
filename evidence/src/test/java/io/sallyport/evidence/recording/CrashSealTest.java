package io.sallyport.evidence.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashSealTest {
    @TempDir
    private Path dir;
    private final TestClock clock = new TestClock();

    private Verdict recover(byte[] left) throws IOException {
        Path file = dir.resolve("left.rec");
        Files.write(file, left);
        return RecordingWriter.recover(file, Samples.KEY, EndReason.AGENT_STOPPED, clock);
    }

    private byte[] finished() throws IOException {
        Path file = dir.resolve("finished.rec");
        Files.deleteIfExists(file);
        Samples.terminalSession(file);
        return Samples.bytes(file);
    }

    @Test
    void aFileCutAnywhereAfterItsHeaderBecomesWholeAndSaysSo() throws IOException {
        byte[] finished = finished();
        int header = HeaderRecord.recordLength(finished);
        // Every byte of the last records, and a sample of the others: each round waits for the disk.
        for (int length = header; length < finished.length; length += length < finished.length - 200
                ? 11
                : 1) {
            Verdict.Whole whole = assertInstanceOf(Verdict.Whole.class,
                    recover(Arrays.copyOf(finished, length)),
                    "cut to " + length);
            // Cut inside the last checkpoint, the end itself is still there: nothing is missing but the
            // signature.
            boolean endThere = length >= finished.length - CheckpointRecord.LENGTH;
            assertEquals(!endThere, whole.crashSealed(), "cut to " + length);
            List<TimedFrame> frames = Samples.frames(dir.resolve("left.rec"));
            assertEquals(endThere ? EndReason.CLOSED : EndReason.AGENT_STOPPED,
                    assertInstanceOf(Frame.End.class, frames.getLast().frame()).reason());
            assertEquals(endThere ? 0 : 1, whole.totals().gaps());
        }
    }

    @Test
    void garbageAtTheEndIsCutLikeATornRecord() throws IOException {
        byte[] finished = finished();
        int cut = finished.length - CheckpointRecord.LENGTH - 20;
        byte[] left = Arrays.copyOf(finished, cut + 4096);
        Arrays.fill(left, cut, left.length, (byte) 0);
        assertTrue(assertInstanceOf(Verdict.Whole.class, recover(left)).crashSealed());
    }

    @Test
    void aWholeFileStaysAsItIs() throws IOException {
        byte[] finished = finished();
        assertFalse(assertInstanceOf(Verdict.Whole.class, recover(finished)).crashSealed());
        assertArrayEquals(finished, Samples.bytes(dir.resolve("left.rec")));
    }

    @Test
    void damageFarFromTheEndIsNotCutAway() throws IOException {
        Path file = dir.resolve("long.rec");
        RecordingWriter writer = Samples.writer(file, clock);
        byte[] noise = new byte[300_000];
        new java.util.Random(5).nextBytes(noise);
        ChannelTape tape = new ChannelTape(writer, new Frame.ChannelOpened(0, Frame.Kind.SHELL, true, ""),
                clock);
        tape.output(noise, 0, noise.length);
        writer.close(EndReason.CLOSED, "");
        byte[] damaged = Samples.bytes(file);
        damaged[100_000] ^= 1;
        assertEquals(2, assertInstanceOf(Verdict.Damaged.class, recover(damaged)).chunk());
        assertArrayEquals(damaged, Samples.bytes(dir.resolve("left.rec")));
    }

    @Test
    void withoutAHeaderOrWithAnotherKeyItIsRefused() throws IOException {
        byte[] finished = finished();
        assertThrows(RecordingException.class, () -> recover(Arrays.copyOf(finished, 40)));
        assertThrows(RecordingException.class, () -> recover(new byte[0]));
        Path file = dir.resolve("finished.rec");
        RecordingKey other = RecordingKey.random(new SecureRandom());
        assertInstanceOf(Verdict.Damaged.class,
                RecordingWriter.recover(file, other, EndReason.AGENT_STOPPED, clock));
    }
}
