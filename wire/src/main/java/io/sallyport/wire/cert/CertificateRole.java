package io.sallyport.wire.cert;

/** Whom a certificate speaks for (PROTOCOL.certkeys). A CA of one role is never a CA of the other. */
public enum CertificateRole {
    /** A person: code 1 on the wire. */
    USER(1),
    /** A host: code 2 on the wire. */
    HOST(2);

    final int code;

    CertificateRole(int code) {
        this.code = code;
    }

    static CertificateRole of(int code) throws SshFormatException {
        return switch (code) {
            case 1 -> USER;
            case 2 -> HOST;
            default -> throw new SshFormatException(RefusalReason.WRONG_ROLE,
                    "neither a user nor a host certificate");
        };
    }
}
