package io.sallyport.wire.tls;

import io.sallyport.wire.Limits;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A P-256 key and its self-signed certificate: who we are on a TLS connection between our own programs. Peers know
 * each other by {@link #spkiSha256()}, so neither name nor date in the certificate carries trust. Immutable.
 */
public final class TlsIdentity {
    private static final int SERIAL_BITS = 120;

    private final PrivateKey key;
    private final X509Certificate certificate;

    private TlsIdentity(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * A new identity.
     * @param name      the common name, for people who look
     * @param addresses DNS names and literal IP addresses for the subject alternative name; a browser wants them,
     *                  pinned peers do not
     */
    public static TlsIdentity create(String name, List<String> addresses, SecureRandom random,
            InstantSource time) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new TlsIdentity(pair.getPrivate(),
                    selfSigned(pair, name, addresses, random, time.instant()));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("this JDK cannot make a P-256 certificate", e);
        }
    }

    /**
     * The identity in two PEM files, made and written (key file with mode 0600) when neither is there.
     * @throws IOException unreadable, one without the other, not a matching pair, or a key file others may read
     */
    public static TlsIdentity loadOrCreate(Path keyFile, Path certificateFile, String name,
            List<String> addresses,
            SecureRandom random, InstantSource time) throws IOException {
        if (Files.exists(keyFile) || Files.exists(certificateFile)) {
            return load(keyFile, certificateFile);
        }
        TlsIdentity identity = create(name, addresses, random, time);
        identity.write(keyFile, certificateFile);
        return identity;
    }

    /** As {@link #loadOrCreate}, but never makes one. */
    public static TlsIdentity load(Path keyFile, Path certificateFile) throws IOException {
        PrivateKey key = Pem.readKey(keyFile);
        X509Certificate certificate = Pem.readCertificate(certificateFile);
        if (!Pem.belongTogether(key, certificate)) {
            throw new IOException(keyFile + " and " + certificateFile + " do not belong together");
        }
        return new TlsIdentity(key, certificate);
    }

    /** Writes both files, the key with mode 0600 and first. */
    public void write(Path keyFile, Path certificateFile) throws IOException {
        Pem.write(keyFile, "PRIVATE KEY", key.getEncoded());
        try {
            Pem.write(certificateFile, "CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate that cannot be encoded", e);
        }
    }

    public PrivateKey key() {
        return key;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Lower-case hex of the SHA-256 of the SubjectPublicKeyInfo: what peers pin. */
    public String spkiSha256() {
        return PinnedTls.spkiSha256(certificate);
    }

    /** For a TLS context; gives this identity whatever the peer asks for. */
    public KeyManager[] keyManagers() {
        try {
            char[] inMemoryOnly = {};
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("self", key, inMemoryOnly, new X509Certificate[]{certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, inMemoryOnly);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot hold a P-256 identity", e);
        }
    }

    private static X509Certificate selfSigned(KeyPair pair, String name, List<String> addresses,
            SecureRandom random,
            Instant now) throws GeneralSecurityException, OperatorCreationException, CertIOException {
        var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
        var builder = new JcaX509v3CertificateBuilder(subject,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                Date.from(now.minus(Limits.CLOCK_SKEW)), Date.from(now.plus(Limits.TLS_IDENTITY_LIFE)),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        if (!addresses.isEmpty()) {
            GeneralName[] names = addresses.stream().map(TlsIdentity::generalName)
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random)
                .build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralName generalName(String address) {
        boolean literal = address.indexOf(':') >= 0 || address.matches("[0-9.]+");
        return new GeneralName(literal ? GeneralName.iPAddress : GeneralName.dNSName, address);
    }

    @Override
    public String toString() {
        return "identity " + spkiSha256();
    }
}
