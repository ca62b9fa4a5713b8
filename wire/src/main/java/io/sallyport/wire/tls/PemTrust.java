package io.sallyport.wire.tls;

import io.sallyport.wire.file.OwnFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates that an operator trusts for one server, from a PEM file. Names are verified by whoever connects. */
public final class PemTrust {
    private static final int MOST_BYTES = 256 * 1024;

    private PemTrust() {}

    /**
     * Every certificate of the file.
     *
     * @throws IOException unreadable, larger than 256 KiB, not PEM, or without any certificate
     */
    public static KeyStore store(Path file) throws IOException {
        byte[] pem = OwnFiles.read(file, MOST_BYTES);
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem));
            if (certificates.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("trusted-" + ++number, certificate);
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " does not hold certificates in PEM", e);
        }
    }

    /** A TLS context that trusts {@link #store} and nobody else. @throws IOException as {@link #store} */
    public static SSLContext context(Path file) throws IOException {
        KeyStore store = store(file);
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a TLS context", e);
        }
    }
}
