package io.sallyport.agent.record;

import io.sallyport.policies.id.SessionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of recordings the broker does not have yet, one file each, readable by the agent only. What is in it is deleted only after the broker
 * has said that it holds the whole recording. Safe for many threads.
 */
public final class Spool {

    private static final String SUFFIX = ".rec";

    private final Path folder;
    private final long reserve;
    private final long most;

    /**
     * @param reserve bytes that stay free on the file system
     * @param most bytes of recordings that may wait
     */
    public Spool(Path folder, long reserve, long most) throws IOException {
        this.folder = folder;
        this.reserve = reserve;
        this.most = most;
        Files.createDirectories(folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    public Path file(SessionId session) {
        return folder.resolve(session.value() + SUFFIX);
    }

    /** Sessions whose recordings wait here, or are being written. */
    public List<SessionId> waiting() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(SUFFIX))
                    .map(name -> SessionId.parse(name.substring(0, name.length() - SUFFIX.length())))
                    .flatMap(Optional::stream).sorted((a, b) -> a.value().compareTo(b.value())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the spool cannot be read", e);
        }
    }

    /** Why no new recording may start, in words for the engineer; empty when there is room. */
    public Optional<String> refusal() {
        try {
            if (Files.getFileStore(folder).getUsableSpace() < reserve) {
                return Optional
                        .of("The target has no room left for recordings; without one there is no session.");
            }
            if (used() > most) {
                return Optional
                        .of("Too many recordings of this target still wait for the broker; try later.");
            }
            return Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("The target cannot write recordings; without one there is no session.");
        }
    }

    private long used() throws IOException {
        long sum = 0;
        for (Path file : files()) {
            sum += Files.exists(file) ? Files.size(file) : 0;
        }
        return sum;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        waiting().forEach(session -> files.add(file(session)));
        return files;
    }

    /** Only after the broker holds it whole, or when nothing of a session ever happened. */
    public void delete(SessionId session) throws IOException {
        Files.deleteIfExists(file(session));
    }
}
