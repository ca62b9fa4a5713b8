package io.sallyport.agent.tunnel;

import io.sallyport.agent.AgentLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to the broker as a tunnel. */
final class SocketTunnel implements ByteTunnel {

    private static final Logger LOG = LoggerFactory.getLogger(SocketTunnel.class);

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    SocketTunnel(Socket socket) throws IOException {
        this.socket = socket;
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void finishOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            // Without this, closing waits for a writer that is stuck on a peer that reads nothing.
            socket.setSoTimeout(AgentLimits.GOODBYE_MILLIS);
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a tunnel: {}", e.toString());
        }
    }
}
