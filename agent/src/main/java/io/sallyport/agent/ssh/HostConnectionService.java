package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.gate.SessionGate;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerConnectionService;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;

/**
 * Answers what a proven engineer asks of the connection: channels of type {@code session} and nothing else. Every global request
 * but the harmless two is refused, forwards among them.
 */
final class HostConnectionService extends ServerConnectionService {

    private final HostServerSession session;

    private HostConnectionService(HostServerSession session) throws IOException {
        super(session);
        this.session = session;
    }

    static ServerConnectionServiceFactory factory() {
        return new ServerConnectionServiceFactory() {
            @Override
            public Service create(Session session) throws IOException {
                return new HostConnectionService((HostServerSession) session);
            }
        };
    }

    @Override
    protected void channelOpen(Buffer buffer) throws Exception {
        int start = buffer.rpos();
        String type = buffer.getString();
        long sender = buffer.getUInt();
        buffer.rpos(start);
        SessionGate.Opening opening = session.opening().orElseThrow(
                () -> new IllegalStateException("a channel before the gate has spoken"));
        switch (opening) {
            case SessionGate.Opening.Refused(String reason, String text) -> {
                sendChannelOpenFailure(buffer, sender, SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                        text, "");
                session.farewell("[sallyport] " + reason);
            }
            case SessionGate.Opening.Opened(var live) -> {
                String refusal = refusal(type);
                if (!live.alive()) {
                    sendChannelOpenFailure(buffer, sender, SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                            "This session is over.", "");
                } else if (!refusal.isEmpty()) {
                    live.note(new Frame.Notice("refused: channel " + Sanitize.terminal(cut(type))));
                    sendChannelOpenFailure(buffer, sender, SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                            refusal,
                            "");
                } else {
                    super.channelOpen(buffer);
                }
            }
        }
    }

    private String refusal(String type) {
        if (!HostChannel.TYPE.equals(type)) {
            return "Forwarding is not part of this grant; only shells, commands and files are.";
        }
        if (getChannels().size() >= AgentLimits.CHANNELS) {
            return "This session has " + AgentLimits.CHANNELS + " channels already; close one first.";
        }
        return "";
    }

    private static String cut(String text) {
        return text.length() > 64 ? text.substring(0, 64) : text;
    }

    @Override
    protected IoWriteFuture handleUnknownRequest(Buffer buffer, String request, boolean wantReply)
            throws IOException {
        if (session.opening().orElse(null) instanceof SessionGate.Opening.Opened(var live)) {
            live.note(new Frame.Notice("refused: global request " + Sanitize.terminal(cut(request))));
        }
        return super.handleUnknownRequest(buffer, request, wantReply);
    }
}
