package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.gate.EngineerLine;
import io.sallyport.agent.gate.LiveSession;
import io.sallyport.agent.gate.ProvenLogin;
import io.sallyport.agent.gate.SessionGate;
import io.sallyport.evidence.recording.EndReason;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One engineer's SSH connection. It asks the gate for its session right after the key was proven, before any channel is answered. */
final class HostServerSession extends ServerSessionImpl implements EngineerLine {

    private static final Logger LOG = LoggerFactory.getLogger(HostServerSession.class);

    private final SessionGate gate;
    /** Bytes of output handed to the tunnel and not yet taken by it; fair, so that a flood cannot starve another channel. */
    private final Semaphore outputRoom = new Semaphore(AgentLimits.OUTPUT_IN_FLIGHT, true);
    private volatile SessionGate.@Nullable Opening opening;
    private volatile boolean saidGoodbye;
    /** Touched by the tunnel's own reader thread only. */
    private final Set<String> services = new HashSet<>();

    HostServerSession(ServerFactoryManager server, IoSession io, SessionGate gate) throws Exception {
        super(server, io);
        this.gate = gate;
    }

    /** Runs on the tunnel's own reader thread, which may block while the broker journals the beginning. */
    @Override
    public IoWriteFuture signalAuthenticationSuccess(String username, String service, Buffer buffer)
            throws Exception {
        IoWriteFuture answered = super.signalAuthenticationSuccess(username, service, buffer);
        ProvenLogin proven = getAttribute(CertificateAuth.PROVEN);
        if (proven == null) {
            throw new IllegalStateException("authenticated without a proven login");
        }
        TunnelContext context = TunnelContext.of(this);
        opening = gate.open(context.session(), proven, context.engineer(), this);
        if (isClosing()) {
            // The tunnel went away while the gate was asked; nobody else would end what it has just opened.
            endWithTunnel();
        }
        return answered;
    }

    /** The SSH layer would start a service as often as a client asks, even for another login, and count from zero each time. */
    @Override
    public void startService(String name, Buffer buffer) throws Exception {
        if (!services.add(name)) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "the service runs already");
        }
        super.startService(name, buffer);
    }

    /** What the gate said; empty before the key was proven. */
    Optional<SessionGate.Opening> opening() {
        return Optional.ofNullable(opening);
    }

    Semaphore outputRoom() {
        return outputRoom;
    }

    @Override
    protected void handleDisconnect(int code, String message, String lang, Buffer buffer) throws Exception {
        saidGoodbye = true;
        super.handleDisconnect(code, message, lang, buffer);
    }

    @Override
    protected void preClose() {
        endWithTunnel();
        super.preClose();
    }

    private void endWithTunnel() {
        if (opening instanceof SessionGate.Opening.Opened(LiveSession live)) {
            boolean quiet = saidGoodbye || live.usedAndQuiet();
            live.end(quiet ? EndReason.CLOSED : EndReason.TUNNEL_LOST, "");
        }
    }

    @Override
    public void farewell(String text) {
        try {
            disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, text);
        } catch (IOException e) {
            LOG.debug("no farewell: {}", e.toString());
        }
    }

    @Override
    public void cut() {
        getIoSession().close(true);
    }
}
