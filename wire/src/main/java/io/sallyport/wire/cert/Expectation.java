package io.sallyport.wire.cert;

import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What a user certificate must fit.
 * @param target the target that asks
 * @param login  the login that is asked for; empty when it is not known yet, and then the certificate says it
 * @param source where the engineer comes from, as the broker saw it
 * @param now    the verifier's clock
 * @param lists  what came beside the certificate, for a grant that names its lists by hash
 */
public record Expectation(TargetName target, Optional<LoginName> login, InetAddress source, Instant now,
        DetachedLists lists) {

    /** Where nothing came beside the certificate. */
    public Expectation(TargetName target, Optional<LoginName> login, InetAddress source, Instant now) {
        this(target, login, source, now, DetachedLists.none());
    }
}
