package io.sallyport.evidence.log;

import io.sallyport.evidence.sign.VerifyKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The last checkpoint on disk, and the public key beside it: replaced as a whole, never written in place. */
final class CheckpointFile {
    private static final int MAX_FILE = 8192;

    private final Path dir;

    CheckpointFile(Path dir) {
        this.dir = dir;
    }

    /** Empty when there is none. @throws JournalException it is not signed by {@code key} */
    Optional<SignedCheckpoint> read(VerifyKey key) throws IOException {
        Optional<String> note = text("checkpoint");
        return note.map(text -> SignedCheckpoint.parse(text, key));
    }

    /** The key the journal says it is signed with: good for convenience, not as proof. */
    Optional<String> statedKey() throws IOException {
        return text("key.pub").map(String::strip);
    }

    void write(SignedCheckpoint checkpoint) throws IOException {
        replace("checkpoint", checkpoint.note());
    }

    void writeKey(VerifyKey key) throws IOException {
        replace("key.pub", key.hex() + "\n");
    }

    private Optional<String> text(String name) throws IOException {
        Path file = dir.resolve(name);
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new JournalException(file + " is too large");
            }
            // Not a strict decoder: a flipped bit must end as a wrong signature, not as an error of the file
            // system.
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private void replace(String name, String text) throws IOException {
        Path fresh = dir.resolve(name + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(dir);
    }

    /** A new or renamed file survives a loss of power only when its directory is on disk too. */
    static void syncDirectory(Path dir) throws IOException {
        try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
