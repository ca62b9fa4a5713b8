package io.sallyport.broker.gateway;

import io.sallyport.broker.gateway.Opener.Opening;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * A {@code direct-tcpip} channel whose destination is a target's name. Opening it blocks for policy, journal, authority and
 * agent, so it happens on a virtual thread of its own; that thread is never interrupted, because it writes the journal.
 */
final class TargetChannel extends AbstractServerChannel implements ChannelEnd {
    private static final Logger LOG = Logger.getLogger(TargetChannel.class.getName());
    /** Payload of one packet: what every client takes, whatever more it offers. */
    private static final int PACKET = 32 * 1024;
    /** Recipient channel and length before the payload (RFC 4254 §5.2). */
    private static final int DATA_HEADER = 2 * Integer.BYTES;

    private final Opener opener;
    private volatile @Nullable Splice splice;

    private TargetChannel(Opener opener) {
        super("", List.of(), null);
        this.opener = opener;
    }

    /** Makes these channels. */
    static ChannelFactory factory(Opener opener) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "direct-tcpip";
            }

            @Override
            public Channel createChannel(Session session) {
                return new TargetChannel(opener);
            }
        };
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        OpenFuture opening = new DefaultOpenFuture(this, futureLock);
        switch (TargetAddress.of(buffer.getString(), buffer.getInt())) {
            case TargetAddress.NotATarget(String text) -> refuse(opening, text);
            case TargetAddress.Named(var target) ->
                Thread.ofVirtual().name("open " + target).start(() -> {
                    Opening result;
                    try {
                        result = opener.open(Proven.of(getSession()), target, source());
                    } catch (RuntimeException | Error e) {
                        LOG.log(Level.SEVERE, "cannot open a tunnel to " + target, e);
                        result = new Opening.Refused(
                                "The gateway met an error of its own. Try again, or tell its administrator.");
                    }
                    opened(opening, result);
                });
        }
        return opening;
    }

    private void opened(OpenFuture opening, Opening result) {
        switch (result) {
            case Opening.Refused(String text) -> refuse(opening, text);
            case Opening.Opened(var tunnel, Runnable over) -> {
                Splice begun = new Splice(this, tunnel, over);
                splice = begun;
                if (isClosing()) {
                    begun.engineerClosed();
                } else {
                    // Writes the confirmation, which must go before the first byte.
                    signalChannelOpenSuccess();
                    opening.setOpened();
                }
                begun.start();
            }
        }
    }

    private void refuse(OpenFuture opening, String text) {
        ((TargetService) service).refusal(getRecipient(), text);
        opening.setException(new SshChannelOpenException(getChannelId(),
                SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "refused"));
        // Without this the refused channel would stay registered for as long as the connection lives.
        close(true);
    }

    private InetSocketAddress source() {
        if (getSession().getIoSession().getRemoteAddress() instanceof InetSocketAddress address) {
            return address;
        }
        throw new IllegalStateException("a connection without an internet address");
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        Splice open = splice;
        if (open == null) {
            throw new IOException("data on a channel that is not open");
        }
        open.fromEngineer(data, offset, (int) length);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        throw new IOException("extended data on a forwarded connection");
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        Splice open = splice;
        if (open != null) {
            open.engineerFinished();
        }
    }

    @Override
    protected void preClose() {
        Splice open = splice;
        if (open != null) {
            open.engineerClosed();
        }
        super.preClose();
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        Splice open = splice;
        if (open != null) {
            open.windowOpened();
        }
    }

    @Override
    public long space() {
        return getRemoteWindow().getSize();
    }

    @Override
    public int packetSize() {
        return (int) Math.min(PACKET, getRemoteWindow().getPacketSize());
    }

    @Override
    public void send(int length, Filler source, Runnable written) throws IOException {
        getRemoteWindow().consume(length);
        Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, DATA_HEADER + length);
        packet.putUInt(getRecipient());
        packet.putUInt(length);
        int at = packet.wpos();
        packet.ensureCapacity(length);
        source.fill(packet.array(), at, length);
        packet.wpos(at + length);
        // MINA blocks other threads than its own while keys are exchanged; what is unwritten is bounded by
        // the caller.
        ThreadUtils.runAsInternal(packet, this::writePacket).addListener(_ -> written.run());
    }

    @Override
    public void release(int length) {
        try {
            getLocalWindow().release(length);
        } catch (IOException | IllegalStateException e) {
            // The engineer is gone, and the window with them.
            LOG.log(Level.FINE, "no window to give back", e);
        }
    }

    @Override
    public void finish() throws IOException {
        sendEof();
    }

    @Override
    public void close() {
        close(false);
    }
}
