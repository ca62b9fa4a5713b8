package io.sallyport.broker;

import io.sallyport.policies.json.Json;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder a broker keeps everything in, mode 0700, for one broker at a time.
 */
final class StateFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes it if missing and takes it.
     *
     * @throws ConfigException open to others, or another broker has it
     */
    static StateFolder take(Path folder) throws ConfigException {
        FileChannel channel = null;
        try {
            OwnFiles.requireFolder(folder);
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (locked(channel)) {
                StateFolder state = new StateFolder(folder, channel);
                Files.deleteIfExists(state.listening());
                channel = null;
                return state;
            }
            throw new ConfigException("another broker uses " + folder);
        } catch (IOException e) {
            throw new ConfigException("the state folder can't be used: " + e.getMessage());
        } finally {
            closeQuietly(channel);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** A folder in it, mode 0700, made if missing. */
    Path folder(String name) throws IOException {
        Path inner = folder.resolve(name);
        OwnFiles.requireFolder(inner);
        return inner;
    }

    static Path adminSocket(BrokerConfig config) {
        return config.state().resolve("admin.sock");
    }

    /** Where the policies that were in force are kept. */
    static Path policies(BrokerConfig config) {
        return config.state().resolve("policy");
    }

    private Path listening() {
        return file("listening.json");
    }

    /** Tells other programs the real ports: the file appears, whole, once everything listens. */
    void announce(int gateway, int console, int agents) throws IOException {
        OwnFiles.write(listening(),
                Json.object().put("gateway", gateway).put("console", console).put("agents", agents).text()
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(listening());
        lock.close();
    }
}
