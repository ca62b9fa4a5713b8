package io.sallyport.broker.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/** One encrypted packet on its way out; its future tells when the socket has taken it. */
final class LoopPacket extends AbstractIoWriteFuture {
    /** Not a copy: the SSH layer hands the buffer over and does not touch it again. */
    private final ByteBuf bytes;
    private final int length;

    LoopPacket(long session, Buffer packet) {
        super(session, null);
        this.length = packet.available();
        this.bytes = Unpooled.wrappedBuffer(packet.array(), packet.rpos(), length);
    }

    ByteBuf bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void written() {
        setValue(true);
    }

    void failed(Throwable cause) {
        setValue(cause);
    }
}
