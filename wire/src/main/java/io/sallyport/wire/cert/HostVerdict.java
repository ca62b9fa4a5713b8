package io.sallyport.wire.cert;

/** What the verifier says of a host certificate. */
public sealed interface HostVerdict {
    /** Believed: {@code key} speaks for the name that was asked. */
    record Accepted(SshPublicKey key, long serial) implements HostVerdict {}

    /** Not believed. {@code text} is for logs and operators and quotes nothing from the certificate. */
    record Refused(RefusalReason reason, String text) implements HostVerdict {}
}
