package io.sallyport.broker.departure;

import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Keeps finished proof documents, one file each, mode 0600. Blocking; safe for many threads. */
final class ProofShelf {
    /** A document of some hundred thousand keys and sessions; less than what goes through the admin socket. */
    static final int MOST = 48 << 20;

    private final Path folder;

    /** {@code folder}: made, mode 0700, when the first document comes. */
    ProofShelf(Path folder) {
        this.folder = folder;
    }

    /** Returns once it is on the disk. */
    void put(DepartureId id, byte[] document) {
        try {
            OwnFiles.requireFolder(folder);
            OwnFiles.write(file(id), document);
        } catch (IOException e) {
            throw new UncheckedIOException("a proof document can't be kept", e);
        }
    }

    /** The document whose hash the journal has; empty: it is missing, or somebody changed it. */
    Optional<byte[]> document(DepartureId id, String hash) {
        try {
            if (!Files.exists(file(id))) {
                return Optional.empty();
            }
            byte[] document = OwnFiles.read(file(id), MOST);
            return sha256(document).equals(hash) ? Optional.of(document) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a proof document can't be read", e);
        }
    }

    private Path file(DepartureId id) {
        return folder.resolve(id + ".json");
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
