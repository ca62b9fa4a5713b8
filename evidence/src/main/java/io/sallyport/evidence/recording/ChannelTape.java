package io.sallyport.evidence.recording;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Records one channel: decides between content and {@link Frame.Elided}, counts and hashes everything that is delivered,
 * and states the totals at the end. Output of a terminal is never elided. Each method must return before the bytes go on;
 * when it throws they must not. Safe for many threads.
 *
 * @see RecordingWriter#append for the exceptions
 */
public final class ChannelTape {
    private final ReentrantLock lock = new ReentrantLock();
    private final RecordingWriter writer;
    private final int channel;
    private final boolean terminal;
    private final OutputBudget budget;
    private final Flow output = new Flow();
    private final Flow error = new Flow();
    private long inputBytes;
    private boolean closed;

    /** Appends {@code opened}. {@code nanos}: a monotonic clock for the budget. */
    public ChannelTape(RecordingWriter writer, Frame.ChannelOpened opened, LongSupplier nanos) {
        this.writer = writer;
        this.channel = opened.channel();
        this.terminal = opened.terminal();
        this.budget = new OutputBudget(nanos);
        writer.appendAndFlushIfFull(opened);
    }

    /** Standard output, before it is forwarded to the engineer. @throws IllegalStateException the tape is closed */
    public void output(byte[] source, int offset, int length) {
        lock.lock();
        try {
            requireOpen();
            output.delivered(source, offset, length);
            writer.appendAndFlushIfFull(keeps(length)
                    ? Frame.Output.of(channel, source, offset, length)
                    : new Frame.Elided(channel, Frame.Stream.OUTPUT, length, output.soFar()));
        } finally {
            lock.unlock();
        }
    }

    /** Standard error, before it is forwarded to the engineer. @throws IllegalStateException the tape is closed */
    public void error(byte[] source, int offset, int length) {
        lock.lock();
        try {
            requireOpen();
            error.delivered(source, offset, length);
            writer.appendAndFlushIfFull(keeps(length)
                    ? Frame.ErrorOutput.of(channel, source, offset, length)
                    : new Frame.Elided(channel, Frame.Stream.ERROR, length, error.soFar()));
        } finally {
            lock.unlock();
        }
    }

    /** Input, before the process gets it; with its content only when the rights say so. Nothing once the tape is closed. */
    public void input(int length, Optional<Bytes> content) {
        lock.lock();
        try {
            if (!closed && length > 0) {
                writer.appendAndFlushIfFull(new Frame.Input(channel, length, content));
                inputBytes += length;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The new size of the terminal. Nothing once the tape is closed. */
    public void resize(int columns, int rows) {
        lock.lock();
        try {
            if (!closed) {
                writer.appendAndFlushIfFull(new Frame.Resize(channel, columns, rows));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Appends ChannelClosed with the totals. Later calls do nothing. */
    public void close(Optional<Integer> exitStatus, Optional<String> exitSignal) {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                writer.appendAndFlushIfFull(
                        new Frame.ChannelClosed(channel, exitStatus, exitSignal, output.bytes,
                                output.hash(), error.bytes, error.hash(), inputBytes));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean keeps(int length) {
        return terminal || budget.take(length);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("output after the end of channel " + channel);
        }
    }

    private static final class Flow {
        private final MessageDigest digest = Format.sha256();
        private long bytes;

        void delivered(byte[] source, int offset, int length) {
            digest.update(source, offset, length);
            bytes += length;
        }

        /** Of everything up to here: each byte is hashed once, however the flood is cut into frames. */
        Bytes soFar() {
            try {
                return Bytes.owned(((MessageDigest) digest.clone()).digest());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("every JDK's SHA-256 can be copied", e);
            }
        }

        Bytes hash() {
            return Bytes.owned(digest.digest());
        }
    }
}
