package io.sallyport.agent.ssh;

import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.cert.SshCertificate;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.apache.sshd.server.session.ServerSession;

/** What the broker told about a tunnel when it asked for it: whose it is, the certificates stapled to it and the lists beside them (unverified). */
record TunnelContext(SessionId session, List<SshCertificate> certificates, DetachedLists lists,
        InetSocketAddress engineer) {

    private static final Object KEY = TunnelContext.class;

    TunnelContext {
        certificates = List.copyOf(certificates);
    }

    Map<Object, Object> asAttributes() {
        return Map.of(KEY, this);
    }

    static TunnelContext of(ServerSession session) {
        if (session.getIoSession().getAttribute(KEY) instanceof TunnelContext context) {
            return context;
        }
        throw new IllegalStateException("a connection that did not come through a tunnel");
    }
}
