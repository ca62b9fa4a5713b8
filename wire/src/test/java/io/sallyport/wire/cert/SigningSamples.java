package io.sallyport.wire.cert;

import io.sallyport.wire.signing.SigningRequest;

/** The samples other packages' tests need. */
public final class SigningSamples {
    private SigningSamples() {}

    public static SigningRequest.IssueUser user() {
        return new SigningRequest.IssueUser(Samples.ENGINEER.publicKey(), Samples.grant(), Samples.SOURCE);
    }

    /** Under a grant whose lists do not fit its certificate. */
    public static SigningRequest.IssueUser detached() {
        return new SigningRequest.IssueUser(Samples.ENGINEER.publicKey(), DetachedGrantTest.grant("run"),
                Samples.SOURCE);
    }

    public static TrustBundle bundle() {
        return Samples.BUNDLE;
    }

    public static SshCertificate certificate() {
        return Samples.certificate();
    }
}
