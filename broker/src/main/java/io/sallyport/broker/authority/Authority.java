package io.sallyport.broker.authority;

import io.sallyport.policies.grant.Grant;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.cert.TrustBundle;
import io.sallyport.wire.signing.AuthorityException;
import java.net.InetAddress;
import java.util.List;

/**
 * The authority as the broker sees it: it may ask, and it may be told no. Blocking with a deadline; safe for many threads.
 */
public interface Authority {
    /** Whether certificates can be had now. */
    enum State {
        READY, SEALED, UNREACHABLE
    }

    State state();

    /**
     * The CA keys everyone should trust; known while it is sealed, too.
     *
     * @throws AuthorityException it cannot be asked
     */
    TrustBundle trust();

    /** A user certificate for exactly this key under this grant, usable from {@code source} only. */
    Issuance issueUser(SshPublicKey key, Grant grant, InetAddress source);

    /** A host certificate for an agent's (or the gateway's) SSH host key. */
    Issuance issueHost(SshPublicKey key, List<String> names);
}
