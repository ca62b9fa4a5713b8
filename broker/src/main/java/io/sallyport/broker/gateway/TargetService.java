package io.sallyport.broker.gateway;

import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.AbstractServerSession;
import org.apache.sshd.server.session.ServerConnectionService;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;

/** The connection protocol, with our own words for refusals and a bound on channels. */
final class TargetService extends ServerConnectionService {
    /** Channels of one connection at a time: a shared connection with a handful of sessions, not a scanner. */
    static final int CHANNELS = 10;
    /** Characters of a refusal; clients print it on one line. */
    private static final int TEXT = 500;

    // By the client's channel number. A client that reuses a number mixes up its own texts only.
    private final Map<Long, String> refusals = new ConcurrentHashMap<>();

    private TargetService(AbstractServerSession session) throws SshException {
        super(session);
    }

    static ServerConnectionServiceFactory factory() {
        return new ServerConnectionServiceFactory() {
            @Override
            public Service create(Session session) throws IOException {
                OnceOnly.start(session, TargetService.class);
                return new TargetService((AbstractServerSession) session);
            }
        };
    }

    /** The text for the channel open failure that is sent next to the client's channel {@code sender}. */
    void refusal(long sender, String text) {
        String line = Sanitize.terminal(text.replace('\n', ' '));
        refusals.put(sender, line.length() <= TEXT ? line : line.substring(0, TEXT));
    }

    @Override
    protected void channelOpen(Buffer buffer) throws Exception {
        if (getChannels().size() < CHANNELS) {
            super.channelOpen(buffer);
            return;
        }
        buffer.getString();
        long sender = buffer.getUInt();
        refusal(sender,
                "This connection has " + CHANNELS + " channels open already. Close one, or connect anew.");
        sendChannelOpenFailure(buffer, sender, SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, "", "");
    }

    @Override
    protected IoWriteFuture sendChannelOpenFailure(Buffer buffer, long sender, int reason, String message,
            String language)
            throws IOException {
        String ours = refusals.remove(sender);
        return super.sendChannelOpenFailure(buffer, sender, reason,
                ours != null ? ours : "refused by this gateway", language);
    }
}
