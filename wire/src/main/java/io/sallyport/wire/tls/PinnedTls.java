package io.sallyport.wire.tls;

import io.sallyport.wire.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * TLS 1.3 between our own programs. Trust is a pinned key, never a name, a date or a public authority: TLS proves that
 * the peer holds the key, and the key says who it is.
 */
public final class PinnedTls {
    /** The one version we speak, as TLS stacks spell it. */
    public static final String VERSION = "TLSv1.3";
    private static final int P256_BITS = 256;

    private PinnedTls() {}

    /** Lower-case hex of the SHA-256 of the certificate's SubjectPublicKeyInfo. */
    public static String spkiSha256(X509Certificate certificate) {
        try {
            byte[] spki = certificate.getPublicKey().getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Admits exactly the peer whose key has this hash (lower-case hex), as server and as client. */
    public static X509TrustManager trustOnly(String spkiSha256) {
        return new PeerKeyTrust(Optional.of(spkiSha256));
    }

    /**
     * Admits any client with a P-256 key; the caller then decides by {@link #spkiSha256} who it is, and must do so
     * before it does anything for the client. Admits no server.
     */
    public static X509TrustManager trustAnyClientKey() {
        return new PeerKeyTrust(Optional.empty());
    }

    /** A context for TLS 1.3. Without an identity the peer learns nothing of us. */
    public static SSLContext context(Optional<TlsIdentity> self, X509TrustManager trust,
            SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance(VERSION);
            context.init(self.map(TlsIdentity::keyManagers).orElse(new KeyManager[0]),
                    new TrustManager[]{trust},
                    random);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException("this JDK cannot do TLS 1.3", e);
        }
    }

    /** TLS 1.3 and nothing else; for a server, the client certificate is required. */
    public static SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[]{VERSION});
        parameters.setCipherSuites(new String[]{"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"});
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /**
     * A connection whose handshake is done and whose peer is the pinned one. Blocks up to
     * {@link Limits#TLS_HANDSHAKE} twice. Reads have no deadline afterwards: the caller sets its own.
     * @throws IOException unreachable, too slow, or not the pinned peer
     */
    public static SSLSocket dial(SSLContext context, String host, int port) throws IOException {
        int deadline = Math.toIntExact(Limits.TLS_HANDSHAKE.toMillis());
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), deadline);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(deadline);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
            socket.setSSLParameters(parameters());
            socket.startHandshake();
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** Refuses whatever is not one P-256 key, and if a pin is there, whatever is not the pinned one. */
    static void require(X509Certificate[] chain, Optional<String> pin) throws CertificateException {
        if (chain.length == 0 || !(chain[0].getPublicKey() instanceof ECPublicKey key)
                || key.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
            throw new CertificateException("the peer has no P-256 key");
        }
        if (pin.isPresent() && !sameText(pin.get(), spkiSha256(chain[0]))) {
            throw new CertificateException("the peer's key is not the pinned one");
        }
        try {
            // Self-signed by rule: a chain would suggest a trust that nobody checks.
            chain[0].verify(chain[0].getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the peer's certificate is not signed by its own key", e);
        }
    }

    private static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII),
                other.getBytes(StandardCharsets.US_ASCII));
    }
}
