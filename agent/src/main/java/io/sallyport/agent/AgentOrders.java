package io.sallyport.agent;

import io.sallyport.agent.gate.LiveSessions;
import io.sallyport.agent.host.Host;
import io.sallyport.agent.record.Spool;
import io.sallyport.agent.tunnel.BrokerTunnel;
import io.sallyport.agent.tunnel.DataDial;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.control.ControlCodec;
import io.sallyport.wire.control.ControlMessage;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the control connection asks of the rest of the agent. */
final class AgentOrders implements BrokerTunnel.Orders {

    /** As many as a control message may list. */
    private static final int SESSIONS_TOLD = 1000;

    private final AgentConfig config;
    private final SshPublicKey hostKey;
    private final CeilingInForce ceiling;
    private final Host host;
    private final LiveSessions sessions;
    private final Spool spool;
    private final HostCertificateFile certificate;
    private final InstantSource time;
    private volatile @Nullable DataDial dial;

    AgentOrders(AgentConfig config, SshPublicKey hostKey, CeilingInForce ceiling, Host host,
            LiveSessions sessions,
            Spool spool, HostCertificateFile certificate, InstantSource time) {
        this.config = config;
        this.hostKey = hostKey;
        this.ceiling = ceiling;
        this.host = host;
        this.sessions = sessions;
        this.spool = spool;
        this.certificate = certificate;
        this.time = time;
    }

    /** The server needs the tunnel and the tunnel the server: this closes the circle, before anything starts. */
    void serveWith(DataDial data) {
        dial = data;
    }

    @Override
    public ControlMessage.Hello hello() {
        HostCeiling limit = ceiling.current();
        List<SessionId> live = sessions.ids();
        List<SessionId> spooled = spool.waiting();
        return new ControlMessage.Hello(ControlCodec.PROTOCOL, config.target(), AgentVersion.text(),
                hostKey.line(),
                limit.hash(), limit.told(), time.instant(), host.servesOnlyItself(), live,
                spooled.subList(0, Math.min(spooled.size(), SESSIONS_TOLD)));
    }

    @Override
    public void open(ControlMessage.Open order) {
        DataDial data = dial;
        if (data != null) {
            data.open(order);
        }
    }

    @Override
    public void hostCertificate(String line) {
        certificate.renew(line);
    }
}
