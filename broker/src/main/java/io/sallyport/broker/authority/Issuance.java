package io.sallyport.broker.authority;

import io.sallyport.wire.cert.SshCertificate;

/** What the authority answers to a wish for a certificate. */
public sealed interface Issuance {
    record Issued(SshCertificate certificate) implements Issuance {}

    /** No, or the authority cannot be asked. {@code reason} is a stable code; {@code text} is for operators. */
    record Refused(String reason, String text) implements Issuance {}
}
