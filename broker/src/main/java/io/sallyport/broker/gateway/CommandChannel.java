package io.sallyport.broker.gateway;

import java.io.IOException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * A {@code session} channel of the gateway itself: commands only. Agent and X11 forwarding and subsystems are refused, and
 * so is an environment larger than a person needs.
 */
final class CommandChannel extends ChannelSession {
    /** Bytes of a command line. */
    static final int COMMAND = 32 * 1024;
    private static final int VARIABLES = 32;
    private static final int VARIABLE = 1024;

    private int variables;

    static ChannelFactory factory() {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "session";
            }

            @Override
            public Channel createChannel(Session session) {
                return new CommandChannel();
            }
        };
    }

    // Accepted, so that clients that send LANG do not complain, and then forgotten: nothing here reads
    // it.
    @Override
    protected Result handleEnv(Buffer buffer, boolean wantReply) {
        variables++;
        return variables <= VARIABLES && buffer.available() <= VARIABLE
                ? Result.ReplySuccess
                : Result.ReplyFailure;
    }

    @Override
    protected Result handleExec(String request, Buffer buffer, boolean wantReply) throws IOException {
        return buffer.available() <= COMMAND + Integer.BYTES
                ? super.handleExec(request, buffer, wantReply)
                : Result.ReplyFailure;
    }

    @Override
    protected Result handleSubsystem(String request, Buffer buffer, boolean wantReply) {
        return Result.ReplyFailure;
    }

    @Override
    protected Result handleAgentForwarding(String request, Buffer buffer, boolean wantReply) {
        return Result.ReplyFailure;
    }

    @Override
    protected Result handleX11Forwarding(String request, Buffer buffer, boolean wantReply) {
        return Result.ReplyFailure;
    }
}
