package io.sallyport.broker.policy;

import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commit that git has checked out where a folder stands, read from git's own files (gitrepository-layout(5)) without a git process,
 * whose configuration could run anything. Bounded; whatever is not exactly as expected gives no commit.
 */
final class GitCommit {
    private static final int PARENTS = 32;
    private static final int SMALL = 4096;
    private static final int PACKED_REFS = 4 << 20;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern REF = Pattern.compile("refs(/[A-Za-z0-9_+@-][A-Za-z0-9._+@-]{0,99}){1,10}");

    private GitCommit() {}

    static Optional<String> of(Path folder) {
        try {
            @Nullable
            Path at = folder.toAbsolutePath();
            for (int i = 0; i < PARENTS && at != null; i++) {
                Path git = at.resolve(".git");
                if (Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
                    return head(git);
                }
                if (Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
                    Optional<Path> elsewhere = pointer(git, "gitdir: ", at);
                    return elsewhere.isEmpty() ? Optional.empty() : head(elsewhere.get());
                }
                at = at.getParent();
            }
            return Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty(); // only for the record: a policy needs no git
        }
    }

    private static Optional<String> head(Path git) throws IOException {
        String head = text(git.resolve("HEAD"), SMALL).orElse("").strip();
        if (!head.startsWith("ref: ")) {
            return commit(head);
        }
        String ref = head.substring("ref: ".length());
        if (!REF.matcher(ref).matches() || ref.contains("..")) {
            return Optional.empty();
        }
        // A second work tree has a HEAD of its own; branches are those of the first.
        Path common = Files.exists(git.resolve("commondir"))
                ? pointer(git.resolve("commondir"), "", git).orElse(git)
                : git;
        Optional<String> loose = text(common.resolve(ref), SMALL);
        return loose.isPresent() ? commit(loose.get().strip()) : packed(common.resolve("packed-refs"), ref);
    }

    private static Optional<String> packed(Path file, String ref) throws IOException {
        return text(file, PACKED_REFS).stream().flatMap(String::lines)
                .filter(line -> line.endsWith(" " + ref)).findFirst()
                .flatMap(line -> commit(line.substring(0, line.indexOf(' '))));
    }

    private static Optional<Path> pointer(Path file, String before, Path base) throws IOException {
        return text(file, SMALL).map(String::stripTrailing).filter(text -> text.startsWith(before))
                .map(text -> base.resolve(text.substring(before.length())).normalize());
    }

    private static Optional<String> commit(String text) {
        return Optional.of(text).filter(each -> COMMIT.matcher(each).matches());
    }

    /** No link and no pipe is read. */
    private static Optional<String> text(Path file, int most) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(new String(OwnFiles.read(file, most), StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }
}
