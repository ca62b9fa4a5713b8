package io.sallyport.agent.tunnel;

import io.sallyport.agent.AgentLimits;
import io.sallyport.wire.Limits;
import io.sallyport.wire.control.ControlCodec;
import io.sallyport.wire.control.ControlFormatException;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.frame.Frames;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One control connection to the broker. One thread receives, any thread sends. */
final class ControlLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLink.class);

    private final Socket socket;
    private final ReentrantLock sending = new ReentrantLock();

    /** @param socket upgraded, without a deadline */
    ControlLink(Socket socket) throws IOException {
        this.socket = socket;
        // The broker pings; silence means that the connection is dead though nobody said so.
        socket.setSoTimeout(Math.toIntExact(AgentLimits.CONTROL_SILENCE.toMillis()));
    }

    void send(ControlMessage.FromAgent message) throws IOException {
        byte[] body = ControlCodec.encode(message);
        sending.lock();
        try {
            Frames.write(socket.getOutputStream(), body);
        } finally {
            sending.unlock();
        }
    }

    /** Blocks; empty when the broker closed. @throws IOException the connection is dead or the broker spoke nonsense */
    Optional<ControlMessage.FromBroker> receive() throws IOException {
        Optional<byte[]> body = Frames.read(socket.getInputStream(), Limits.OPENING_BYTES);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ControlCodec.fromBroker(body.get()));
        } catch (ControlFormatException e) {
            throw new TunnelException("a control message that cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            socket.setSoTimeout(AgentLimits.GOODBYE_MILLIS);
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing the control connection: {}", e.toString());
        }
    }
}
