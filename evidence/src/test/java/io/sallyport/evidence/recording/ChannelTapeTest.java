package io.sallyport.evidence.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelTapeTest {
    @TempDir
    private Path dir;
    private final TestClock clock = new TestClock();

    @Test
    void aBudgetLetsTheBurstThroughAndThenItsRate() {
        OutputBudget budget = new OutputBudget(clock);
        assertTrue(budget.take((int) OutputBudget.BURST));
        assertFalse(budget.take(1));
        clock.passMillis(1000);
        assertTrue(budget.take((int) OutputBudget.PER_SECOND));
        assertFalse(budget.take(1));
        clock.passMillis(1_000_000_000);
        assertTrue(budget.take((int) OutputBudget.BURST));
        assertFalse(budget.take(1));
    }

    @Test
    void aFloodIsElidedAndItsTotalsStillProveWhatWasDelivered() throws Exception {
        Path file = dir.resolve("flood.rec");
        RecordingWriter writer = Samples.writer(file, clock);
        ChannelTape tape = new ChannelTape(writer, new Frame.ChannelOpened(0, Frame.Kind.EXEC, false, "cat"),
                clock);
        MessageDigest client = Format.sha256();
        Random random = new Random(1);
        byte[] packet = new byte[32 * 1024];
        long total = 0;
        for (int round = 0; round < 400; round++) {
            random.nextBytes(packet);
            tape.output(packet, 0, packet.length);
            client.update(packet);
            total += packet.length;
        }
        tape.close(Optional.of(0), Optional.empty());
        writer.close(EndReason.CLOSED, "");
        Verdict.Whole whole = assertInstanceOf(Verdict.Whole.class,
                RecordingVerifier.verify(file, Optional.empty()));
        assertEquals(total - OutputBudget.BURST, whole.totals().elidedBytes());
        assertTrue(Files.size(file) < OutputBudget.BURST + 100_000);
        Frame.ChannelClosed closed = Samples.frames(file).stream().map(TimedFrame::frame)
                .filter(Frame.ChannelClosed.class::isInstance).map(Frame.ChannelClosed.class::cast)
                .findFirst().orElseThrow();
        assertEquals(total, closed.outputBytes());
        Bytes received = Bytes.of(client.digest());
        assertEquals(received, closed.outputSha256());
        Frame.Elided last = Samples.frames(file).stream().map(TimedFrame::frame)
                .filter(Frame.Elided.class::isInstance)
                .map(Frame.Elided.class::cast).reduce((_, later) -> later).orElseThrow();
        assertEquals(received, last.sha256());
    }

    @Test
    void aTerminalIsNeverElided() {
        Path file = dir.resolve("terminal.rec");
        RecordingWriter writer = Samples.writer(file, clock);
        ChannelTape tape = new ChannelTape(writer, new Frame.ChannelOpened(0, Frame.Kind.EXEC, true, "top"),
                clock);
        byte[] piece = new byte[1024 * 1024];
        for (int round = 0; round < 10; round++) {
            tape.output(piece, 0, piece.length);
        }
        tape.close(Optional.empty(), Optional.of("KILL"));
        writer.close(EndReason.CLOSED, "");
        Verdict.Whole whole = assertInstanceOf(Verdict.Whole.class,
                RecordingVerifier.verify(file, Optional.empty()));
        assertEquals(0, whole.totals().elidedBytes());
    }

    @Test
    void outputAfterTheEndIsRefusedAndInputIgnored() {
        RecordingWriter writer = Samples.writer(dir.resolve("end.rec"), clock);
        ChannelTape tape = new ChannelTape(writer, new Frame.ChannelOpened(0, Frame.Kind.EXEC, false, "true"),
                clock);
        tape.close(Optional.of(0), Optional.empty());
        tape.close(Optional.of(1), Optional.empty());
        tape.input(5, Optional.empty());
        assertThrows(IllegalStateException.class, () -> tape.output(new byte[1], 0, 1));
        writer.close();
    }

    @Test
    void aRecorderThatLostAByteIsFoundOut() {
        for (Frame recorded : List.of(Frame.Output.of(0, new byte[9], 0, 9),
                Frame.Output.of(0, new byte[10], 0, 10))) {
            Path file = dir.resolve(recorded.hashCode() + ".rec");
            RecordingWriter writer = Samples.writer(file, clock);
            writer.append(new Frame.ChannelOpened(0, Frame.Kind.EXEC, false, "x"));
            writer.append(recorded);
            Bytes nothing = Bytes.of(Format.sha256().digest());
            writer.append(
                    new Frame.ChannelClosed(0, Optional.of(0), Optional.empty(), 10, nothing, 0, nothing, 0));
            writer.close();
            assertInstanceOf(Verdict.Damaged.class, RecordingVerifier.verify(file, Optional.empty()));
        }
    }
}
