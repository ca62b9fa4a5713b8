package io.sallyport.agent.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.agent.gate.SessionYard;
import io.sallyport.policies.grant.Rights;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Input that goes at once, and input that has to wait. */
@Timeout(60)
final class InputPumpTest {
    @TempDir
    private Path folder;
    private SessionYard yard;
    private final Program process = new Program();
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    private final AtomicInteger released = new AtomicInteger();
    private InputPump pump;
    private Thread thread;

    @BeforeEach
    void start() {
        yard = new SessionYard(folder);
        pump = new InputPump(process, recorded::writeBytes, released::addAndGet,
                yard.session(Rights.standard(), Duration.ofHours(1)));
        thread = Thread.ofVirtual().start(pump);
        awaitIdle();
    }

    @AfterEach
    void stop() throws Exception {
        process.reads.countDown();
        pump.end();
        thread.join();
        yard.close();
    }

    private void awaitIdle() {
        StockClientIT.await(() -> thread.getState() == Thread.State.WAITING);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatFindsRoomGoesAtOnce() throws Exception {
        process.room = 100;
        pump.accept(bytes("ls\n"));
        assertEquals("ls\n", process.got.toString(StandardCharsets.US_ASCII));
        assertEquals("ls\n", recorded.toString(StandardCharsets.US_ASCII));
        assertEquals(3, released.get());
    }

    @Test
    void theRestOfWhatFindsNoRoomFollowsAndIsRecordedOnce() throws Exception {
        process.room = 3;
        pump.accept(bytes("0123456789"));
        pump.accept(bytes("abc"));
        assertEquals("012", process.got.toString(StandardCharsets.US_ASCII), "nothing overtakes the rest");
        assertEquals(3, released.get());
        process.reads.countDown();
        StockClientIT.await(() -> released.get() == 13);
        assertEquals("0123456789abc", process.got.toString(StandardCharsets.US_ASCII));
        assertEquals("0123456789abc", recorded.toString(StandardCharsets.US_ASCII));
        awaitIdle();
        process.room = 100;
        pump.accept(bytes("!"));
        assertEquals("0123456789abc!", recorded.toString(StandardCharsets.US_ASCII));
    }

    /** Takes what it has room for, and the rest only once it reads. */
    private static final class Program implements InputPump.Sink {
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final CountDownLatch reads = new CountDownLatch(1);
        private int room;

        @Override
        public void write(byte[] bytes) {
            try {
                reads.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            got.writeBytes(bytes);
        }

        @Override
        public int tryWrite(byte[] bytes) {
            // On the thread of the test, which also says how much room there is.
            int taken = Math.min(room, bytes.length);
            got.write(bytes, 0, taken);
            room -= taken;
            return taken;
        }

        @Override
        public void end() {
            // Nothing to see.
        }
    }
}
