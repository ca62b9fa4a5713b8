package io.sallyport.broker.tunnel;

/** A piece of what an agent sent. Owned by whoever was given it; read by one thread at a time. */
public interface TunnelBytes {
    /** Bytes in this piece. */
    int length();

    /** Copies {@code count} bytes, beginning at {@code from}, into {@code into} at {@code at}. */
    void copyTo(int from, byte[] into, int at, int count);
}
