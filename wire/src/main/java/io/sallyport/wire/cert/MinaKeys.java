package io.sallyport.wire.cert;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The border to the SSH library: its keys to ours and back. Safe for many threads. */
public final class MinaKeys {
    private MinaKeys() {}

    /** The plain key of the library as ours; empty for a certificate, or a type not known here. */
    public static Optional<SshPublicKey> ours(PublicKey key) {
        if (key instanceof OpenSshCertificate) {
            return Optional.empty();
        }
        try {
            ByteArrayBuffer buffer = new ByteArrayBuffer();
            buffer.putRawPublicKey(key);
            return Optional.of(SshPublicKey.of(buffer.getCompactData()));
        } catch (SshFormatException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The certificate of the library as ours. @throws SshFormatException not one we can read */
    public static SshCertificate ours(OpenSshCertificate certificate) throws SshFormatException {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(certificate);
        return CertificateCodec.parse(buffer.getCompactData());
    }

    /** Our key as the library's. */
    public static PublicKey library(SshPublicKey key) {
        return publicKey(key.bytes());
    }

    /** Our certificate as the library's. */
    public static OpenSshCertificate library(SshCertificate certificate) {
        return (OpenSshCertificate) publicKey(certificate.bytes());
    }

    /** Our key pair as the library's, such as for a host key. */
    public static KeyPair library(Ed25519Key key) {
        return new KeyPair(library(key.publicKey()), privateKey(key));
    }

    private static PublicKey publicKey(byte[] blob) {
        try {
            return new ByteArrayBuffer(blob).getRawPublicKey();
        } catch (SshException | RuntimeException e) {
            throw new IllegalStateException("the SSH library cannot read a key that was checked", e);
        }
    }

    private static PrivateKey privateKey(Ed25519Key key) {
        try {
            return SecurityUtils.generateEDDSAPrivateKey(KeyType.ED25519.plain, key.seed());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the SSH library cannot take an Ed25519 key", e);
        }
    }
}
