package io.sallyport.evidence.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingWriterTest {
    @TempDir
    private Path dir;
    private final TestClock clock = new TestClock();

    private Path file() {
        return dir.resolve("a.rec");
    }

    private static Verdict.Whole whole(Path file) {
        return assertInstanceOf(Verdict.Whole.class,
                RecordingVerifier.verify(file, Optional.of(Samples.KEY.publicHex())));
    }

    @Test
    void everyKindOfFrameComesBackAsItWasWithItsTime() {
        List<Frame> frames = List.of(new Frame.ChannelOpened(0, Frame.Kind.EXEC, false, "ls -l"),
                new Frame.Environment("LANG", "de_DE.UTF-8"),
                Frame.Output.of(0, new byte[]{0, 1, (byte) 0xff}, 0, 3),
                Frame.ErrorOutput.of(0, new byte[]{9}, 0, 1), Frame.Input.withoutContent(0, 1L << 40),
                Frame.Input.withContent(0, Bytes.utf8("y\n")), new Frame.Resize(0, 120, 40),
                new Frame.Notice("half an hour"),
                new Frame.FileOperation(0, "open", "/etc/passwd", "read"),
                new Frame.Elided(0, Frame.Stream.OUTPUT, 77, Bytes.of(new byte[32])), new Frame.Gap("x"),
                new Frame.ChannelClosed(0, Optional.of(-1), Optional.of("SEGV"), 80, Bytes.of(new byte[32]),
                        1,
                        Bytes.of(new byte[32]), 2));
        RecordingWriter writer = Samples.writer(file(), clock);
        for (Frame frame : frames) {
            clock.passMillis(7);
            writer.append(frame);
        }
        writer.close(EndReason.REVOKED, "by ada");
        List<TimedFrame> read = Samples.frames(file());
        assertEquals(frames, read.stream().map(TimedFrame::frame).limit(frames.size()).toList());
        assertEquals(new TimedFrame(84_000, new Frame.End(EndReason.REVOKED, "by ada")), read.getLast());
        assertEquals(7_000, read.getFirst().micros());
        assertEquals(1, whole(file()).totals().gaps());
    }

    @Test
    void contentLargerThanAChunkIsSplitAndComesBackWhole() {
        byte[] content = new byte[1_000_003];
        new Random(3).nextBytes(content);
        java.util.Arrays.fill(content, 300_000, 700_000, (byte) 'x');
        RecordingWriter writer = Samples.writer(file(), clock);
        ChannelTape tape = new ChannelTape(writer, new Frame.ChannelOpened(0, Frame.Kind.SHELL, true, ""),
                clock);
        tape.output(content, 0, content.length);
        tape.close(Optional.of(0), Optional.empty());
        writer.close(EndReason.CLOSED, "");
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (TimedFrame timed : Samples.frames(file())) {
            if (timed.frame() instanceof Frame.Output output) {
                read.writeBytes(output.bytes().toArray());
            }
        }
        assertEquals(Bytes.of(content), Bytes.of(read.toByteArray()));
        assertTrue(whole(file()).totals().chunks() > 15);
    }

    @Test
    void anIdleChunkReachesTheKernelWhenItIsDueAndNotBefore() {
        try (RecordingWriter writer = Samples.writer(file(), clock)) {
            long header = writer.writtenBytes();
            writer.append(new Frame.Notice("a"));
            clock.passMillis(249);
            writer.flushIfDue();
            assertEquals(header, writer.writtenBytes());
            clock.passMillis(1);
            writer.flushIfDue();
            assertTrue(writer.writtenBytes() > header);
            long after = writer.writtenBytes();
            writer.flush();
            assertEquals(after, writer.writtenBytes(), "an empty chunk is not written");
        }
    }

    @Test
    void whatIsWrittenIsSyncedAndSignedWithoutBeingAskedFor() {
        try (RecordingWriter writer = Samples.writer(file(), clock)) {
            for (int chunk = 0; chunk < 70; chunk++) {
                writer.append(new Frame.Notice("a"));
                writer.flush();
            }
            await(() -> writer.syncedBytes() == writer.writtenBytes() && signed() >= 64);
        }
    }

    private long signed() {
        return assertInstanceOf(Verdict.Unfinished.class, RecordingVerifier.verify(file(), Optional.empty()))
                .totals()
                .signedChunks();
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void manyThreadsLoseNothing() {
        RecordingWriter writer = Samples.writer(file(), clock);
        byte[] line = "0123456789".repeat(200).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int channel = 0; channel < 20; channel++) {
                int number = channel;
                threads.execute(() -> {
                    ChannelTape tape = new ChannelTape(writer,
                            new Frame.ChannelOpened(number, Frame.Kind.SHELL, true, ""), clock);
                    for (int round = 0; round < 100; round++) {
                        tape.output(line, 0, line.length);
                        tape.error(line, 0, round);
                    }
                    tape.close(Optional.of(0), Optional.empty());
                });
            }
        }
        writer.close(EndReason.CLOSED, "");
        Totals totals = whole(file()).totals();
        assertTrue(totals.frames() >= 20 * 201 + 1);
    }

    @Test
    void afterTheEndNothingIsAccepted() {
        RecordingWriter writer = Samples.writer(file(), clock);
        writer.close(EndReason.IDLE, "");
        writer.close(EndReason.CLOSED, "");
        writer.flushIfDue();
        assertThrows(RecordingException.class, () -> writer.append(new Frame.Notice("late")));
        assertEquals(EndReason.IDLE, whole(file()).end().reason());
    }

    @Test
    void anInterruptedThreadDoesNotBreakTheRecording() {
        RecordingWriter writer = Samples.writer(file(), clock);
        Thread.currentThread().interrupt();
        writer.append(new Frame.Notice("a"));
        writer.flush();
        writer.append(new Frame.Notice("b"));
        writer.close(EndReason.CLOSED, "");
        assertTrue(Thread.interrupted());
        assertEquals(3, whole(file()).totals().frames());
    }

    @Test
    void theFileIsPrivateNewAndLocked() throws IOException {
        RecordingWriter writer = Samples.writer(file(), clock);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertThrows(RecordingException.class, () -> Samples.writer(file(), clock));
        assertThrows(RecordingException.class,
                () -> RecordingWriter.recover(file(), Samples.KEY, EndReason.AGENT_STOPPED, clock));
        writer.close();
    }

    @Test
    void aFailedDiskMakesTheNextAppendThrow() throws IOException {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
        SpoolFile spool = SpoolFile.open(full);
        ChainedFile chain = new ChainedFile(spool, new byte[32], 0, 0, 0);
        RecordingWriter writer = RecordingWriter.over(chain, "s", Samples.KEY, clock, clock);
        writer.append(new Frame.Notice("a"));
        assertThrows(RecordingException.class, writer::flush);
        assertThrows(RecordingException.class, () -> writer.append(new Frame.Notice("b")));
        assertTrue(writer.failure().isPresent());
        assertThrows(RecordingException.class, writer::close);
    }

    @Test
    void aHeaderWithAnotherKeyIsRefused() {
        RecordingKey other = RecordingKey.random(new java.security.SecureRandom());
        assertThrows(IllegalArgumentException.class,
                () -> RecordingWriter.create(file(), Samples.header(), other, clock, clock));
    }

    @Test
    void typingCostsLittle() {
        RecordingWriter writer = Samples.writer(file(), clock);
        ChannelTape tape = new ChannelTape(writer, new Frame.ChannelOpened(0, Frame.Kind.SHELL, true, ""),
                clock);
        long start = writer.writtenBytes();
        for (int stroke = 0; stroke < 100; stroke++) {
            clock.passMillis(250);
            Samples.output(tape, "a");
            tape.input(1, Optional.empty());
            writer.flushIfDue();
        }
        writer.flush();
        assertTrue(writer.writtenBytes() - start <= 100 * 100 + 240,
                "bytes: " + (writer.writtenBytes() - start));
        writer.close();
    }
}
