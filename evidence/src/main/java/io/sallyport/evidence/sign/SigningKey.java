package io.sallyport.evidence.sign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * An Ed25519 key pair. Its file holds the private key as PKCS#8 PEM and must not be readable by others. Safe for many
 * threads.
 */
public final class SigningKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int MAX_FILE = 4096;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final PrivateKey privateKey;
    private final VerifyKey publicKey;

    private SigningKey(PrivateKey privateKey, VerifyKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** A key that is kept nowhere. */
    public static SigningKey random(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair.getPrivate(), VerifyKey.of(pair.getPublic()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java runtime has no Ed25519", broken);
        }
    }

    /**
     * Reads the key file, or makes one (mode 0600, on disk before this returns) when there is none.
     *
     * @throws IOException the file cannot be read or written, others may read it, or it holds no Ed25519 key
     */
    public static SigningKey loadOrCreate(Path file, SecureRandom random) throws IOException {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new IOException(file + " is too large for a key file");
            }
        } catch (NoSuchFileException absent) {
            SigningKey fresh = random(random);
            fresh.write(file);
            return fresh;
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new IOException(file + " can be read by others; make it yours alone: chmod 600 " + file);
        }
        return parse(file, Files.readString(file, StandardCharsets.US_ASCII));
    }

    private static SigningKey parse(Path file, String pem) throws IOException {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " holds no PRIVATE KEY block");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            PrivateKey key = VerifyKey.factory().generatePrivate(new PKCS8EncodedKeySpec(encoded));
            byte[] seed = ((EdECPrivateKey) key).getBytes()
                    .orElseThrow(() -> new IOException(file + " holds no usable Ed25519 key"));
            return fromSeed(seed);
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            throw new IOException(file + " holds no Ed25519 key", refused);
        }
    }

    /** The JDK gives no way from a private key to its public half, except a generator fed with the seed as randomness. */
    private static SigningKey fromSeed(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new FixedSeed(seed));
        KeyPair pair = generator.generateKeyPair();
        PrivateKey same = VerifyKey.factory()
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        SigningKey key = new SigningKey(same, VerifyKey.of(pair.getPublic()));
        byte[] probe = {1, 2, 3};
        if (!key.publicKey.verifies(probe, key.sign(probe))) {
            throw new GeneralSecurityException("private and public half do not fit");
        }
        return key;
    }

    private void write(Path file) throws IOException {
        String pem = BEGIN + "\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(privateKey.getEncoded())
                + "\n" + END + "\n";
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    public VerifyKey publicKey() {
        return publicKey;
    }

    /** The 64-byte signature over {@code message}. Takes about a millisecond: not for a data path. */
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("this Java runtime has no Ed25519", broken);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the signing key does not work", broken);
        }
    }

    @Override
    public String toString() {
        return "(secret)";
    }

    /** Hands out the seed once, as the randomness of a key pair generator. */
    private static final class FixedSeed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient byte[] seed;

        FixedSeed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
