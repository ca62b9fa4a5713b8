package io.sallyport.broker.tunnel;

/**
 * One connection an agent dialled back for one session: raw bytes both ways. No call blocks; all are safe for many threads.
 */
public interface AgentTunnel {
    /** Begins delivery. Called once; nothing arrives before it. */
    void receive(Receiver receiver);

    /**
     * Sends bytes, copied before this returns. {@code written} is told once when the network has taken them, or that it
     * never will; on a thread that must not be blocked. The caller bounds what is unwritten.
     */
    void send(byte[] bytes, int offset, int length, Written written);

    /** Tells the agent, behind all that was sent, that nothing more will be; what the agent sends still arrives. */
    void finish();

    /** Stops delivery soon; what is on its way already still arrives. */
    void pause();

    /** Goes on delivering. */
    void resume();

    /** Ends both directions, after what was sent is written or a few seconds have passed. */
    void close();

    /** Takes what the agent sends. Called on a thread that must not be blocked, one call at a time. */
    interface Receiver {
        void received(TunnelBytes bytes);

        /**
         * The connection is gone. Exactly once, and the last call.
         *
         * @param cut the broker cut it: what was not delivered yet is not to be delivered any more
         */
        void closed(boolean cut);
    }

    /** Told what became of a {@link AgentTunnel#send}. */
    @FunctionalInterface
    interface Written {
        void done(boolean taken);
    }
}
