package io.sallyport.wire.cert;

import io.sallyport.wire.Limits;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The key types we can read, each with the shape of its fields (RFC 4253 §6.6, RFC 5656, RFC 8709, PROTOCOL.u2f). */
enum KeyType {
    ED25519("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com"), SK_ED25519("sk-ssh-ed25519@openssh.com",
            "sk-ssh-ed25519-cert-v01@openssh.com"), ECDSA_256("ecdsa-sha2-nistp256",
                    "ecdsa-sha2-nistp256-cert-v01@openssh.com"), ECDSA_384("ecdsa-sha2-nistp384",
                            "ecdsa-sha2-nistp384-cert-v01@openssh.com"), ECDSA_521("ecdsa-sha2-nistp521",
                                    "ecdsa-sha2-nistp521-cert-v01@openssh.com"), RSA("ssh-rsa",
                                            "ssh-rsa-cert-v01@openssh.com");

    private static final int APPLICATION_BYTES = 255;

    final String plain;
    final String certificate;

    KeyType(String plain, String certificate) {
        this.plain = plain;
        this.certificate = certificate;
    }

    static KeyType ofPlain(String name) throws SshFormatException {
        for (KeyType type : values()) {
            if (type.plain.equals(name)) {
                return type;
            }
            if (type.certificate.equals(name)) {
                throw new SshFormatException(RefusalReason.NESTED, "a certificate where a plain key belongs");
            }
        }
        throw unknown(name);
    }

    static KeyType ofCertificate(String name) throws SshFormatException {
        for (KeyType type : values()) {
            if (type.certificate.equals(name)) {
                return type;
            }
        }
        throw unknown(name);
    }

    private static SshFormatException unknown(String name) {
        return name.contains("-cert-v")
                ? new SshFormatException(RefusalReason.NESTED, "a certificate of a kind not known here")
                : new SshFormatException(RefusalReason.KEY_TYPE, "a key type not known here");
    }

    /** Reads the fields after the type name, checks them, and gives the plain key. */
    SshPublicKey read(SshReader in) throws SshFormatException {
        SshWriter out = new SshWriter().string(plain);
        switch (this) {
            case ED25519 -> out.string(ed25519(in.string()));
            case SK_ED25519 -> out.string(ed25519(in.string())).string(application(in.string()));
            case ECDSA_256 -> point(in, out, "nistp256", "secp256r1");
            case ECDSA_384 -> point(in, out, "nistp384", "secp384r1");
            case ECDSA_521 -> point(in, out, "nistp521", "secp521r1");
            case RSA -> rsa(in, out);
        }
        return new SshPublicKey(this, out.bytes());
    }

    /** Why people may not use such a key, or empty. */
    Optional<String> refusalForPeople(byte[] blob) {
        return switch (this) {
            case ED25519, SK_ED25519, ECDSA_256, ECDSA_384 -> Optional.empty();
            // Clients with a biased nonce gave away P-521 keys (CVE-2024-31497).
            case ECDSA_521 -> Optional.of("ecdsa-sha2-nistp521 keys are not admitted");
            case RSA -> SshPublicKey.modulusBits(blob) >= Limits.RSA_BITS
                    ? Optional.empty()
                    : Optional.of("RSA keys need at least " + Limits.RSA_BITS + " bits");
        };
    }

    private static byte[] ed25519(byte[] key) throws SshFormatException {
        // The full check also turns away points of small order, under which one signature fits any message.
        if (key.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(key, 0)) {
            throw new SshFormatException("not an Ed25519 key");
        }
        return key;
    }

    private static byte[] application(byte[] name) throws SshFormatException {
        if (name.length > APPLICATION_BYTES) {
            throw new SshFormatException("the application name of a security key is too long");
        }
        return name;
    }

    private static void point(SshReader in, SshWriter out, String curve, String standardName)
            throws SshFormatException {
        if (!in.text().equals(curve)) {
            throw new SshFormatException("the curve is not the one of the key type");
        }
        byte[] point = in.string();
        X9ECParameters parameters = CustomNamedCurves.getByName(standardName);
        int coordinate = (parameters.getCurve().getFieldSize() + 7) / 8;
        try {
            if (point.length != 1 + 2 * coordinate || point[0] != 4
                    || !parameters.getCurve().decodePoint(point).isValid()) {
                throw new SshFormatException("not a point of the curve");
            }
        } catch (IllegalArgumentException e) {
            throw new SshFormatException("not a point of the curve");
        }
        out.string(curve).string(point);
    }

    private static void rsa(SshReader in, SshWriter out) throws SshFormatException {
        BigInteger exponent = in.positive();
        BigInteger modulus = in.positive();
        if (modulus.bitLength() > Limits.RSA_BITS_MOST || exponent.bitLength() > 64) {
            throw new SshFormatException("an RSA key too large to use");
        }
        if (!modulus.testBit(0) || !exponent.testBit(0) || exponent.equals(BigInteger.ONE)) {
            throw new SshFormatException("not an RSA key");
        }
        out.string(exponent.toByteArray()).string(modulus.toByteArray());
    }
}
