package io.sallyport.wire.cert;

import io.sallyport.wire.Limits;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Ed25519 private keys in OpenSSH's own file format without a passphrase (PROTOCOL.key), mode 0600. */
public final class OpenSshKeyFile {
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final String NONE = "none";
    private static final int BLOCK = 8;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(70, new byte[]{'\n'});

    private OpenSshKeyFile() {}

    /** Reads the key, or makes and writes one when there is no file. */
    public static Ed25519Key readOrCreate(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        Ed25519Key key = Ed25519Key.generate(random);
        write(file, key, "", random);
        return key;
    }

    /** @throws IOException unreadable, readable for others, or not an unencrypted Ed25519 key */
    public static Ed25519Key read(Path file) throws IOException {
        byte[] content = OwnFiles.readSecret(file, Limits.PRIVATE_KEY_BYTES);
        String text = new String(content, StandardCharsets.US_ASCII).strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IOException(file + " is not an OpenSSH private key");
        }
        try {
            byte[] blob = Base64.getMimeDecoder()
                    .decode(text.substring(BEGIN.length(), text.length() - END.length()));
            return parse(blob);
        } catch (SshFormatException | IllegalArgumentException e) {
            throw new IOException(file + " is not an Ed25519 key without a passphrase", e);
        }
    }

    /** Writes the key; the comment must be plain text of one line. */
    public static void write(Path file, Ed25519Key key, String comment, SecureRandom random)
            throws IOException {
        int check = random.nextInt();
        byte[] publicBytes = key.publicKey().ed25519();
        SshWriter secret = new SshWriter().u32(check).u32(check).string(KeyType.ED25519.plain)
                .string(publicBytes)
                .string(new SshWriter().raw(key.seed()).raw(publicBytes).bytes()).string(comment);
        for (byte pad = 1; secret.bytes().length % BLOCK != 0; pad++) {
            secret.raw(new byte[]{pad});
        }
        byte[] blob = new SshWriter().raw(MAGIC).string(NONE).string(NONE).string("").u32(1)
                .string(key.publicKey().bytes()).string(secret.bytes()).bytes();
        String text = BEGIN + "\n" + LINES.encodeToString(blob) + "\n" + END + "\n";
        OwnFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Ed25519Key parse(byte[] blob) throws SshFormatException {
        if (blob.length < MAGIC.length || !Arrays.equals(blob, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new SshFormatException("another file format");
        }
        SshReader in = new SshReader(Arrays.copyOfRange(blob, MAGIC.length, blob.length));
        String cipher = in.text();
        String derivation = in.text();
        int options = in.string().length;
        int keys = in.u32();
        if (!cipher.equals(NONE) || !derivation.equals(NONE) || options != 0 || keys != 1) {
            throw new SshFormatException("a passphrase, or several keys");
        }
        SshPublicKey publicKey = SshPublicKey.of(in.string());
        SshReader secret = new SshReader(in.string());
        in.requireEnd("the key file");
        int check = secret.u32();
        if (check != secret.u32() || !secret.text().equals(KeyType.ED25519.plain)) {
            throw new SshFormatException("another key type");
        }
        secret.string();
        byte[] seedAndPublic = secret.string();
        if (seedAndPublic.length != 2 * Ed25519Key.SEED_BYTES) {
            throw new SshFormatException("a seed of the wrong length");
        }
        Ed25519Key key = Ed25519Key.ofSeed(Arrays.copyOf(seedAndPublic, Ed25519Key.SEED_BYTES));
        if (!key.publicKey().equals(publicKey)) {
            throw new SshFormatException("the two halves do not belong together");
        }
        return key;
    }
}
