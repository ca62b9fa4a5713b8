package io.sallyport.wire.cert;

import io.sallyport.wire.Limits;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Certificates to bytes and back (PROTOCOL.certkeys; our own rules: docs/formats/certificate.md). Reading is stricter than
 * OpenSSH: every length exact, nothing trailing, options sorted and unique, reserved empty, keys plain.
 */
public final class CertificateCodec {
    private static final String SIGNATURE_ALGORITHM = KeyType.ED25519.plain;
    private static final int NONCE_BYTES = 32;

    private CertificateCodec() {}

    /**
     * Reads a certificate without believing it.
     * @throws SshFormatException what is no certificate; its reason is the one to refuse with
     */
    public static SshCertificate parse(byte[] blob) throws SshFormatException {
        if (blob.length > Limits.CERTIFICATE_BYTES) {
            throw new SshFormatException("a certificate of more than " + Limits.CERTIFICATE_BYTES + " bytes");
        }
        byte[] own = blob.clone();
        SshReader in = new SshReader(own);
        KeyType type = KeyType.ofCertificate(in.text());
        in.string(); // The nonce is there to make collisions useless; any content will do.
        SshPublicKey subject = type.read(in);
        long serial = in.u64();
        CertificateRole role = CertificateRole.of(in.u32());
        String keyId = in.text();
        List<String> principals = principals(in.string());
        long validAfter = in.u64();
        long validBefore = in.u64();
        SortedMap<String, String> critical = options(in.string(), RefusalReason.CRITICAL_OPTION);
        SortedMap<String, String> extensions = options(in.string(), RefusalReason.EXTENSION);
        if (in.string().length != 0) {
            throw new SshFormatException(RefusalReason.RESERVED, "the reserved field is not empty");
        }
        SshPublicKey ca = SshPublicKey.of(in.string());
        int signedLength = in.position();
        SshReader signature = new SshReader(in.string());
        in.requireEnd("the certificate");
        String algorithm = signature.text();
        byte[] signatureBytes = signature.string();
        signature.requireEnd("the signature");
        return new SshCertificate(own,
                new CertificateFields(role, subject, ca, serial, keyId, principals, validAfter,
                        validBefore, critical, extensions, algorithm, signatureBytes, signedLength));
    }

    /** Signs exactly what the draft says. Whether it may be signed is for the caller to know. */
    public static SshCertificate sign(CertificateDraft draft, Ed25519Key ca, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        SshPublicKey subject = draft.subject();
        byte[] plain = subject.bytes();
        int fieldsAt = Integer.BYTES + subject.type().length();
        SshWriter principals = new SshWriter();
        draft.principals().forEach(principals::string);
        byte[] unsigned = new SshWriter().string(subject.kind().certificate)
                .string(nonce)
                .raw(Arrays.copyOfRange(plain, fieldsAt, plain.length))
                .u64(draft.serial())
                .u32(draft.role().code)
                .string(draft.keyId())
                .string(principals.bytes())
                .u64(seconds(draft.validAfter()))
                .u64(seconds(draft.validBefore()))
                .string(options(draft.criticalOptions()))
                .string(options(draft.extensions()))
                .string("")
                .string(ca.publicKey().bytes())
                .bytes();
        byte[] signature = new SshWriter().string(SIGNATURE_ALGORITHM).string(ca.sign(unsigned)).bytes();
        byte[] blob = new SshWriter().raw(unsigned).string(signature).bytes();
        try {
            return parse(blob);
        } catch (SshFormatException e) {
            // A draft whose certificate nobody could read, such as one too large, must not leave this method.
            throw new IllegalArgumentException("the draft makes no certificate: " + e.getMessage(), e);
        }
    }

    private static long seconds(Instant instant) {
        if (instant.getEpochSecond() < 0 || instant.getNano() != 0) {
            throw new IllegalArgumentException("validity is counted in whole seconds since 1970");
        }
        return instant.getEpochSecond();
    }

    private static List<String> principals(byte[] bytes) throws SshFormatException {
        SshReader in = new SshReader(bytes);
        List<String> principals = new ArrayList<>();
        while (!in.atEnd()) {
            if (principals.size() == Limits.PARSED_PRINCIPALS) {
                throw new SshFormatException(RefusalReason.PRINCIPAL, "too many principals");
            }
            principals.add(in.text());
        }
        return Collections.unmodifiableList(principals);
    }

    private static SortedMap<String, String> options(byte[] bytes, RefusalReason kind)
            throws SshFormatException {
        SshReader in = new SshReader(bytes);
        SortedMap<String, String> options = new TreeMap<>();
        while (!in.atEnd()) {
            String name = in.text();
            if (options.size() == Limits.PARSED_OPTIONS || !name.matches("[!-~]{1,128}")) {
                throw new SshFormatException(kind, "too many options, or a name that is none");
            }
            // Strictly ascending covers both order and doubles.
            if (!options.isEmpty() && options.lastKey().compareTo(name) >= 0) {
                throw new SshFormatException(kind, "options double or out of order");
            }
            options.put(name, value(in.string(), kind));
        }
        return Collections.unmodifiableSortedMap(options);
    }

    private static String value(byte[] data, RefusalReason kind) throws SshFormatException {
        if (data.length == 0) {
            return "";
        }
        SshReader in = new SshReader(data);
        String value = in.text();
        in.requireEnd("an option");
        if (value.isEmpty()) {
            throw new SshFormatException(kind, "an option with empty content instead of none");
        }
        return value;
    }

    private static byte[] options(Map<String, String> options) {
        SshWriter out = new SshWriter();
        options.forEach((name, value) -> out.string(name)
                .string(value.isEmpty() ? new byte[0] : new SshWriter().string(value).bytes()));
        return out.bytes();
    }
}
