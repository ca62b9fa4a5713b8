package io.sallyport.evidence.log;

import io.sallyport.evidence.sign.VerifyKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Size and root of a journal at one moment, signed: a checkpoint (C2SP tlog-checkpoint) inside a signed note (C2SP
 * signed-note). The key name of the signature is the origin. {@code note} is the exact text that was signed and kept.
 */
public record SignedCheckpoint(String origin, long size, Hash root, Instant at, String note) {
    private static final int MAX_NOTE = 8192;
    private static final String SIGNATURE_PREFIX = "\u2014 ";
    private static final byte ED25519 = 1;

    static SignedCheckpoint sign(String origin, long size, Hash root, Instant at, LogKey key) {
        String text = origin + "\n" + size + "\n" + root.base64() + "\ntime " + at + "\n";
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        ByteBuffer line = ByteBuffer.allocate(4 + signature.length);
        line.put(keyId(origin, key.publicKey())).put(signature);
        String note = text + "\n" + SIGNATURE_PREFIX + origin + " "
                + Base64.getEncoder().encodeToString(line.array())
                + "\n";
        return new SignedCheckpoint(origin, size, root, at, note);
    }

    /**
     * Reads a note and checks the signature of {@code key}. Signatures of others (witnesses) may stand beside it.
     *
     * @throws JournalException it is no such note, or not signed by this key
     */
    public static SignedCheckpoint parse(String note, VerifyKey key) {
        if (note.length() > MAX_NOTE) {
            throw new JournalException("the checkpoint is too long");
        }
        int blank = note.indexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n")) {
            throw new JournalException("the checkpoint has no signature");
        }
        String text = note.substring(0, blank + 1);
        SignedCheckpoint parsed = parseText(text, note);
        byte[] id = keyId(parsed.origin, key);
        for (String line : note.substring(blank + 2).split("\n", -1)) {
            Optional<byte[]> signature = signature(line, parsed.origin, id);
            if (signature.isPresent()
                    && key.verifies(text.getBytes(StandardCharsets.UTF_8), signature.get())) {
                return parsed;
            }
        }
        throw new JournalException("the checkpoint is not signed by the key " + key.hex());
    }

    private static SignedCheckpoint parseText(String text, String note) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 5 || lines[0].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,17}")
                || !lines[3].startsWith("time ")) {
            throw new JournalException("the checkpoint is not well formed");
        }
        try {
            return new SignedCheckpoint(lines[0], Long.parseLong(lines[1]),
                    Hash.of(Base64.getDecoder().decode(lines[2])), Instant.parse(lines[3].substring(5)),
                    note);
        } catch (IllegalArgumentException | DateTimeParseException refused) {
            throw new JournalException("the checkpoint is not well formed", refused);
        }
    }

    private static Optional<byte[]> signature(String line, String origin, byte[] id) {
        String prefix = SIGNATURE_PREFIX + origin + " ";
        if (!line.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            String text = line.substring(prefix.length());
            byte[] decoded = Base64.getDecoder().decode(text);
            // The decoder lets unused bits of the last digit pass; one signature has one spelling.
            boolean ours = decoded.length == 68 && Arrays.equals(Arrays.copyOf(decoded, 4), id)
                    && Base64.getEncoder().encodeToString(decoded).equals(text);
            return ours ? Optional.of(Arrays.copyOfRange(decoded, 4, 68)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] keyId(String origin, VerifyKey key) {
        MessageDigest digest = Hash.sha256();
        digest.update(origin.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(ED25519);
        return Arrays.copyOf(digest.digest(key.raw()), 4);
    }
}
