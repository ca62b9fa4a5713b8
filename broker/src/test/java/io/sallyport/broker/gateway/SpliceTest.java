package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.tunnel.AgentTunnel;
import io.sallyport.broker.tunnel.TunnelBytes;
import io.sallyport.broker.tunnel.TunnelWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The splice alone, between two ends that do exactly what they are told. */
final class SpliceTest {
    private final Tunnel tunnel = new Tunnel();
    private final Channel channel = new Channel();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Splice splice = new Splice(channel, tunnel, over::countDown);

    @Test
    void smallPiecesTravelInOnePacketAsSoonAsThereIsSpace() throws Exception {
        splice.start();
        for (int i = 0; i < 10; i++) {
            splice.received(piece(100, (byte) i));
        }
        grant(32_768);
        byte[] packet = channel.next();
        assertEquals(1000, packet.length);
        assertEquals(9, packet[999]);
    }

    @Test
    void aPieceLargerThanSpaceOrPacketIsCut() throws Exception {
        splice.start();
        byte[] bytes = new byte[100_000];
        new java.util.SplittableRandom(1).nextBytes(bytes);
        splice.received(new Piece(bytes));
        grant(10);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        assertEquals(10, add(all, channel.next()));
        grant(1_000_000);
        while (all.size() < bytes.length) {
            assertTrue(add(all, channel.next()) <= 32_768);
        }
        assertArrayEquals(bytes, all.toByteArray());
    }

    @Test
    void aFullQueuePausesTheTunnelAndAnEmptyOneResumesIt() throws Exception {
        splice.start();
        for (int queued = 0; queued < Splice.QUEUE_FULL; queued += 16_384) {
            assertEquals(0, tunnel.pauses.get());
            splice.received(piece(16_384, (byte) 1));
        }
        assertEquals(1, tunnel.pauses.get());
        assertEquals(0, tunnel.resumes.get());
        for (int sent = 0; sent < Splice.QUEUE_FULL; sent += 32_768) {
            grant(32_768);
            channel.next();
        }
        assertEquals(1, tunnel.resumes.get());
    }

    @Test
    void packetsThatTheSocketDoesNotTakeAreBounded() throws Exception {
        channel.takes = false;
        splice.start();
        grant(200 * 32_768);
        for (int i = 0; i < 200; i++) {
            splice.received(piece(32_768, (byte) 1));
        }
        for (int i = 0; i < Splice.UNWRITTEN / 32_768; i++) {
            channel.next();
        }
        assertTrue(channel.packets.isEmpty(), "no more than the bound is handed over");
        channel.untaken.removeFirst().run();
        assertEquals(32_768, channel.next().length, "room for one lets one go");
        assertTrue(channel.packets.isEmpty());
        splice.engineerClosed();
        assertTrue(over.await(10, TimeUnit.SECONDS));
    }

    @Test
    void windowIsGivenBackOnlyWhenTheNetworkTookTheBytes() {
        splice.start();
        splice.fromEngineer(new byte[5000], 0, 5000);
        assertEquals(0, channel.released.get());
        tunnel.written.getFirst().done(true);
        assertEquals(5000, channel.released.get());
    }

    @Test
    void manySmallPiecesThatWaitBecomeOneInOrder() throws Exception {
        splice.start();
        for (int i = 0; i < 5000; i++) {
            splice.fromEngineer(new byte[]{(byte) i}, 0, 1);
        }
        assertEquals(Splice.PIECES, tunnel.written.size(), "what waits is joined");
        tunnel.written.getFirst().done(true);
        TunnelWorld.await(() -> tunnel.written.size() == Splice.PIECES + 1);
        for (int i = 1; i < tunnel.written.size(); i++) {
            tunnel.written.get(i).done(true);
        }
        assertEquals(5000, channel.released.get());
        byte[] sent = tunnel.sent.toByteArray();
        for (int i = 0; i < 5000; i++) {
            assertEquals((byte) i, sent[i]);
        }
    }

    @Test
    void theLastBytesAreSentBeforeTheEndIsTold() throws Exception {
        splice.start();
        splice.received(piece(10, (byte) 1));
        splice.closed(false);
        grant(100);
        assertEquals(10, channel.next().length);
        assertTrue(over.await(10, TimeUnit.SECONDS));
        assertEquals(List.of("finish", "close"), channel.ended);
    }

    @Test
    void aCutEndsAChannelThatDoesNotRead() throws Exception {
        splice.start();
        splice.received(piece(10, (byte) 1));
        splice.closed(true);
        assertEquals(List.of("close"), channel.ended);
        splice.engineerClosed();
        assertTrue(over.await(10, TimeUnit.SECONDS));
    }

    @Test
    void bytesOfManyThreadsNeverOvertakeEachOther() throws Exception {
        splice.start();
        Thread windows = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 20_000; i++) {
                grant(3);
            }
        });
        for (int i = 0; i < 20_000; i++) {
            splice.received(new Piece(new byte[]{(byte) i, (byte) (i >> 8), 7}));
        }
        windows.join();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < 60_000) {
            add(all, channel.next());
        }
        byte[] got = all.toByteArray();
        for (int i = 0; i < 20_000; i++) {
            assertEquals((byte) i, got[3 * i]);
            assertEquals((byte) (i >> 8), got[3 * i + 1]);
        }
    }

    private void grant(int bytes) {
        channel.space.addAndGet(bytes);
        splice.windowOpened();
    }

    private static int add(ByteArrayOutputStream all, byte[] packet) {
        all.writeBytes(packet);
        return packet.length;
    }

    private static TunnelBytes piece(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return new Piece(bytes);
    }

    private static final class Piece implements TunnelBytes {
        private final byte[] bytes;

        Piece(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public void copyTo(int from, byte[] into, int at, int count) {
            System.arraycopy(bytes, from, into, at, count);
        }
    }

    private static final class Tunnel implements AgentTunnel {
        private final AtomicInteger pauses = new AtomicInteger();
        private final AtomicInteger resumes = new AtomicInteger();
        private final List<Written> written = new CopyOnWriteArrayList<>();
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

        @Override
        public void receive(Receiver receiver) {
            // The test calls the splice itself.
        }

        @Override
        public void send(byte[] bytes, int offset, int length, Written then) {
            sent.write(bytes, offset, length);
            written.add(then);
        }

        @Override
        public void finish() {
            // Nothing to see.
        }

        @Override
        public void pause() {
            pauses.incrementAndGet();
        }

        @Override
        public void resume() {
            resumes.incrementAndGet();
        }

        @Override
        public void close() {
            // Nothing to see.
        }
    }

    private static final class Channel implements ChannelEnd {
        private final AtomicLong space = new AtomicLong();
        private final Deque<Runnable> untaken = new ConcurrentLinkedDeque<>();
        private final BlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();
        private final AtomicInteger released = new AtomicInteger();
        private final List<String> ended = java.util.Collections.synchronizedList(new ArrayList<>());
        private volatile boolean takes = true;

        byte[] next() throws InterruptedException {
            byte[] packet = packets.poll(10, TimeUnit.SECONDS);
            if (packet == null) {
                throw new AssertionError("no packet came");
            }
            return packet;
        }

        @Override
        public long space() {
            return space.get();
        }

        @Override
        public int packetSize() {
            return 32_768;
        }

        @Override
        public void send(int length, Filler source, Runnable written) {
            byte[] packet = new byte[length];
            source.fill(packet, 0, length);
            space.addAndGet(-length);
            packets.add(packet);
            if (takes) {
                written.run();
            } else {
                untaken.add(written);
            }
        }

        @Override
        public void release(int length) {
            released.addAndGet(length);
        }

        @Override
        public void finish() {
            ended.add("finish");
        }

        @Override
        public void close() {
            if (!ended.contains("close")) {
                ended.add("close");
            }
        }
    }
}
