package io.sallyport.wire.tls;

import io.sallyport.wire.Limits;
import io.sallyport.wire.file.OwnFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM files with one key or one certificate (RFC 7468). */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[]{'\n'});

    private Pem() {}

    static void write(Path file, String label, byte[] content) throws IOException {
        String text = "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END "
                + label
                + "-----\n";
        OwnFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    static PrivateKey readKey(Path file) throws IOException {
        byte[] content = read(OwnFiles.readSecret(file, Limits.PEM_BYTES), file, "PRIVATE KEY");
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no EC key in PKCS#8", e);
        }
    }

    static X509Certificate readCertificate(Path file) throws IOException {
        byte[] content = read(OwnFiles.read(file, Limits.PEM_BYTES), file, "CERTIFICATE");
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(content));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no X.509 certificate", e);
        }
    }

    static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws IOException {
        byte[] probe = "do these two belong together?".getBytes(StandardCharsets.US_ASCII);
        PublicKey publicKey = certificate.getPublicKey();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IOException("a key that cannot sign", e);
        }
    }

    private static byte[] read(byte[] file, Path name, String label) throws IOException {
        Pattern block = Pattern
                .compile("\\s*-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label
                        + "-----\\s*");
        Matcher matcher = block.matcher(new String(file, StandardCharsets.US_ASCII));
        if (!matcher.matches()) {
            throw new IOException(name + " is not a PEM file with one " + label);
        }
        try {
            return Base64.getMimeDecoder().decode(matcher.group(1));
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " is not a PEM file with one " + label, e);
        }
    }
}
