package io.sallyport.wire.signing;

import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.TrustBundle;

/** What the authority answers (docs/formats/signing.md). */
public sealed interface SigningAnswer {

    /** Answers {@link SigningRequest.Issue}. */
    sealed interface Issuance extends SigningAnswer {}

    /** How it stands. Answers status, unseal and seal. {@code demo}: the keys were made for a demonstration. */
    record Standing(boolean sealed, boolean demo) implements SigningAnswer {}

    /** The public CA keys. */
    record Trust(TrustBundle bundle) implements SigningAnswer {}

    /** Signed, and already in the authority's journal. */
    record Issued(SshCertificate certificate) implements Issuance {
        /** Random, unique, unsigned. */
        public long serial() {
            return certificate.serial();
        }
    }

    /** No. {@code text} says which rule, for operators; it quotes nothing of the request. */
    record Refused(SigningRefusal reason, String text) implements Issuance {}
}
