package io.sallyport.agent.ssh;

import java.nio.ByteBuffer;
import org.apache.sshd.common.io.AbstractIoWriteFuture;

/** One encrypted packet on its way out; its future tells when the tunnel has taken it. */
final class OutgoingPacket extends AbstractIoWriteFuture {

    /** Not a copy: the SSH layer hands the buffer over and does not touch it again. */
    private final ByteBuffer bytes;

    OutgoingPacket(long session, ByteBuffer bytes) {
        super(session, null);
        this.bytes = bytes;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    void written() {
        setValue(true);
    }

    void failed(Throwable cause) {
        setValue(cause);
    }
}
