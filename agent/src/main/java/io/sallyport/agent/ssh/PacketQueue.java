package io.sallyport.agent.ssh;

import java.io.EOFException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Packets waiting for the tunnel. Adding never blocks, because the SSH layer adds under its own locks; instead whoever
 * makes packets asks for {@link #awaitRoom} first. Safe for many adders and one taker.
 */
final class PacketQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<OutgoingPacket> waiting = new ArrayDeque<>();
    private final long room;
    private long bytes;
    private boolean closed;

    PacketQueue(long room) {
        this.room = room;
    }

    /** Adds one packet, and wakes whoever waits for one; after {@link #close} the packet fails at once. */
    void add(OutgoingPacket packet) {
        add(packet, true);
    }

    /** As {@link #add}, by somebody who will {@link #poll} right afterwards: nobody is woken. */
    void addQuietly(OutgoingPacket packet) {
        add(packet, false);
    }

    private void add(OutgoingPacket packet, boolean wake) {
        lock.lock();
        try {
            if (!closed) {
                waiting.add(packet);
                bytes += packet.bytes().remaining();
                if (wake) {
                    changed.signalAll();
                }
                return;
            }
        } finally {
            lock.unlock();
        }
        packet.failed(new EOFException("the tunnel is closed"));
    }

    /** Blocks until a packet waits. False when the queue was closed and none is left. */
    boolean awaitPackets() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes every waiting packet up to {@code most} bytes, at least one if there is one. */
    List<OutgoingPacket> poll(int most) {
        lock.lock();
        try {
            List<OutgoingPacket> batch = new ArrayList<>();
            long taken = 0;
            while (!waiting.isEmpty()
                    && (batch.isEmpty() || taken + waiting.element().bytes().remaining() <= most)) {
                OutgoingPacket packet = waiting.remove();
                taken += packet.bytes().remaining();
                batch.add(packet);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Says that so many bytes have left. */
    void sent(long count) {
        lock.lock();
        try {
            bytes -= count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks while more than the room is waiting; returns at once when closed. A peer that asks but never reads waits here. */
    void awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            while (bytes > room && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** No packet is added any more; what is waiting may still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Fails what is still waiting. */
    void abandon(Throwable cause) {
        List<OutgoingPacket> left;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(packet -> packet.failed(cause));
    }
}
