package io.sallyport.agent.tunnel;

import io.sallyport.agent.AgentLimits;
import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.Limits;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dials back for a session when the broker asks: one new connection each, with the token of the order. Safe for many threads. */
public final class DataDial {

    private static final Logger LOG = LoggerFactory.getLogger(DataDial.class);

    /** Who takes the tunnel. */
    public interface Server {
        void serve(ByteTunnel tunnel, SessionId session, List<SshCertificate> staples, DetachedLists lists,
                InetSocketAddress engineer)
                throws IOException;
    }

    private final BrokerDial dial;
    private final Server server;
    private final Semaphore places = new Semaphore(AgentLimits.DIALLING);

    public DataDial(BrokerDial dial, Server server) {
        this.dial = dial;
        this.server = server;
    }

    /** Returns at once; an order that cannot be followed lets its token lapse, which the broker notices. */
    public void open(ControlMessage.Open order) {
        if (!places.tryAcquire()) {
            LOG.warn("session {}: too many tunnels are being opened", order.session());
            return;
        }
        Thread.ofVirtual().name("dial-" + order.session().value()).start(() -> {
            try {
                follow(order);
            } catch (IOException | SshFormatException | IllegalArgumentException e) {
                LOG.warn("session {}: no tunnel: {}", order.session(), Sanitize.log(e.toString()));
            } finally {
                places.release();
            }
        });
    }

    private void follow(ControlMessage.Open order) throws IOException, SshFormatException {
        if (order.staples().size() > Limits.STAPLES || !order.token().matches("[0-9a-f]{32}")) {
            throw new TunnelException("an opening with a bad token or too many certificates");
        }
        List<SshCertificate> staples = new ArrayList<>();
        for (String staple : order.staples()) {
            staples.add(SshCertificate.parseBase64(staple));
        }
        // A literal address: a name would be looked up, and the broker tells no names.
        InetSocketAddress engineer = new InetSocketAddress(InetAddress.ofLiteral(order.sourceAddress()),
                order.sourcePort());
        SocketTunnel tunnel = new SocketTunnel(dial.upgrade("/agent/v1/data", "sallyport-data/1",
                Map.of("Sallyport-Token", order.token())));
        try {
            server.serve(tunnel, order.session(), staples, DetachedLists.of(order.lists()), engineer);
        } catch (IOException | RuntimeException e) {
            tunnel.close();
            throw e;
        }
    }
}
