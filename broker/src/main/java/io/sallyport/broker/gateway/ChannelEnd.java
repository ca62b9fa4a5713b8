package io.sallyport.broker.gateway;

import java.io.IOException;

/** The engineer's channel as a {@link Splice} sees it. */
interface ChannelEnd {
    /** Bytes the engineer takes now; 0 while the window is closed or the channel gone. Does not block. */
    long space();

    /** Most payload of one packet. */
    int packetSize();

    /**
     * Sends one packet of at most {@link #space}. {@code source} fills exactly {@code length} bytes in place; {@code written} runs
     * once when the network has taken or refused it. Does not block: while keys are exchanged the packet waits.
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
