package io.sallyport.wire.cert;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;

/**
 * A certificate as parsed: well formed, but <em>not yet believed</em>. Only the verifier says whether it
 * counts. Immutable; equal when the bytes are.
 */
public final class SshCertificate {
    private final byte[] blob;
    private final CertificateFields fields;

    SshCertificate(byte[] blob, CertificateFields fields) {
        this.blob = blob;
        this.fields = fields;
    }

    /** As {@link CertificateCodec#parse}. */
    public static SshCertificate parse(byte[] blob) throws SshFormatException {
        return CertificateCodec.parse(blob);
    }

    /** From base64, as it travels in control and signing messages. */
    public static SshCertificate parseBase64(String text) throws SshFormatException {
        return parse(SshPublicKey.base64(text));
    }

    /** From a line {@code type base64 [comment]}, as in a {@code -cert.pub} file. */
    public static SshCertificate parseLine(String line) throws SshFormatException {
        String[] words = line.strip().split("[ \t]+", 3);
        if (words.length < 2) {
            throw new SshFormatException("not one line of the form: type base64 [comment]");
        }
        SshCertificate certificate = parseBase64(words[1]);
        if (!certificate.type().equals(words[0])) {
            throw new SshFormatException("the line names another type than its certificate has");
        }
        return certificate;
    }

    /** Such as {@code ssh-ed25519-cert-v01@openssh.com}. */
    public String type() {
        return fields.subject().kind().certificate;
    }

    public CertificateRole role() {
        return fields.role();
    }

    /** The key that is certified. */
    public SshPublicKey subject() {
        return fields.subject();
    }

    /** The key that signed. */
    public SshPublicKey ca() {
        return fields.ca();
    }

    /** Unsigned. */
    public long serial() {
        return fields.serial();
    }

    /** Foreign text until verified. */
    public String keyId() {
        return fields.keyId();
    }

    /** In the order of the certificate. Foreign text until verified. */
    public List<String> principals() {
        return fields.principals();
    }

    /** Seconds since 1970, unsigned, inclusive. */
    public long validAfter() {
        return fields.validAfter();
    }

    /** Seconds since 1970, unsigned, exclusive. */
    public long validBefore() {
        return fields.validBefore();
    }

    /** Name to text, empty for a bare flag. */
    public SortedMap<String, String> criticalOptions() {
        return fields.criticalOptions();
    }

    /** Name to text, empty for a bare flag. */
    public SortedMap<String, String> extensions() {
        return fields.extensions();
    }

    String signatureAlgorithm() {
        return fields.signatureAlgorithm();
    }

    byte[] signature() {
        return fields.signature();
    }

    /** The bytes the signature covers: all before it. */
    byte[] signedBytes() {
        return Arrays.copyOf(blob, fields.signedLength());
    }

    /** The wire form, a copy. */
    public byte[] bytes() {
        return blob.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(blob);
    }

    /** {@code type base64}, as in a {@code -cert.pub} file, without comment and line end. */
    public String line() {
        return type() + " " + base64();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SshCertificate certificate && Arrays.equals(blob, certificate.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    /** Role and serial; nothing of it is foreign text. */
    @Override
    public String toString() {
        return fields.role() + " certificate " + Long.toUnsignedString(fields.serial());
    }
}
