package io.sallyport.broker.gateway;

/**
 * Counts what waits for one peer, and says when to stop reading from it and when to go on. Splices and channels bound what
 * they let wait, but answers are made for whoever asks: a peer that asks and never reads is not read either. Safe for many
 * threads.
 */
final class Backlog {
    /** Bytes that may wait for a peer who has proved nothing: key exchange and authentication fit many times. */
    static final long STRANGERS_ROOM = 128 * 1024;
    /** Bytes that may wait for others: more than all channels of a connection together let wait. */
    static final long ROOM = (TargetService.CHANNELS + 6L) * Splice.UNWRITTEN;
    /** What a waiting packet costs beside its bytes. */
    static final int OVERHEAD = 256;

    /** The reading side of the connection. Called under the backlog's monitor, so that the last call is the one in force. */
    interface Reading {
        void stop();

        void goOn();
    }

    private final Reading reading;
    // All guarded by this object's monitor.
    private long room = STRANGERS_ROOM;
    private long waiting;
    private boolean stopped;

    Backlog(Reading reading) {
        this.reading = reading;
    }

    /** The peer has proved who they are. */
    synchronized void proved() {
        room = ROOM;
        regulate();
    }

    /** A packet of so many bytes waits. */
    synchronized void added(int bytes) {
        waiting += bytes + OVERHEAD;
        regulate();
    }

    /** A packet of so many bytes has left. */
    synchronized void left(int bytes) {
        waiting -= bytes + OVERHEAD;
        regulate();
    }

    private void regulate() {
        if (!stopped && waiting > room) {
            stopped = true;
            reading.stop();
        } else if (stopped && waiting <= room / 2) {
            stopped = false;
            // Not on this thread, which may be the one MINA takes for its reader, and then it would not read
            // on.
            Thread.ofVirtual().start(this::goOn);
        }
    }

    private synchronized void goOn() {
        if (!stopped) {
            reading.goOn();
        }
    }
}
