package io.sallyport.wire.cert;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;

/** What the verifier says of a user certificate. */
public sealed interface CertificateVerdict {
    /**
     * Believed, and {@code grant} is whole: whoever proves possession of {@code key} may act as {@code login} under {@code grant}. The serial is
     * unsigned and names this certificate for ever.
     */
    record Accepted(Grant grant, LoginName login, long serial,
            SshPublicKey key) implements CertificateVerdict {}

    /** Not believed. {@code text} is for logs and operators and quotes nothing from the certificate. */
    record Refused(RefusalReason reason, String text) implements CertificateVerdict {}
}
