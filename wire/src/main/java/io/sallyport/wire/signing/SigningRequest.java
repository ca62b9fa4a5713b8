package io.sallyport.wire.signing;

import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.Grant;
import io.sallyport.wire.Secret;
import io.sallyport.wire.cert.SshPublicKey;
import java.net.InetAddress;
import java.util.List;

/** What one may ask of the authority (docs/formats/signing.md). There is nothing else. */
public sealed interface SigningRequest {

    /** Is it sealed? */
    record Status() implements SigningRequest {}

    /** Make the CA keys usable. The passphrase is wiped once it was tried. */
    record Unseal(Secret passphrase) implements SigningRequest {}

    /** Make the CA keys unusable until the next unsealing. */
    record Seal() implements SigningRequest {}

    /** The public CA keys. */
    record TrustKeys() implements SigningRequest {}

    /** Asks for a certificate; the answer is a {@link SigningAnswer.Issuance}. */
    sealed interface Issue extends SigningRequest {}

    /** A user certificate for the key the engineer has just proven, under this grant, for use from this address. */
    record IssueUser(SshPublicKey key, CarriedGrant grant, InetAddress source) implements Issue {
        /** @throws io.sallyport.policies.grant.GrantFormatException no certificate can carry it */
        public IssueUser(SshPublicKey key, Grant grant, InetAddress source) {
            this(key, CarriedGrant.of(grant), source);
        }
    }

    /** A host certificate for exactly these names. */
    record IssueHost(SshPublicKey key, List<String> names) implements Issue {
        public IssueHost {
            names = List.copyOf(names);
        }
    }
}
