package io.sallyport.broker.gateway;

import java.io.IOException;

/** The engineer's channel as a {@link Splice} sees it. */
interface ChannelEnd {
    /**
     * Blocks until the engineer takes at least one byte; says how many.
     *
     * @throws IOException the channel is closed
     */
    long awaitSpace() throws IOException, InterruptedException;

    /** Most payload of one packet. */
    int packetSize();

    /**
     * Sends one packet. {@code source} fills exactly {@code length} bytes in place; {@code written} runs once when the
     * network has taken or refused it. May block while keys are exchanged.
     */
    void send(int length, Filler source, Runnable written) throws IOException;

    /** Gives window back to the engineer: {@code length} received bytes are out of this process. Does not block. */
    void release(int length);

    /** Nothing more will be sent. */
    void finish() throws IOException;

    /** Ends the channel, after what was sent. */
    void close();

    /** Puts payload into a packet. */
    @FunctionalInterface
    interface Filler {
        void fill(byte[] packet, int at, int length);
    }
}
