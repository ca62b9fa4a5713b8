package io.sallyport.broker.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String OTHER = "f".repeat(40);

    private final Path root;
    private final Path policy;

    GitCommitTest(@TempDir Path folder) throws IOException {
        this.root = folder;
        this.policy = Files.createDirectories(folder.resolve("etc/policy"));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private void none() {
        assertEquals(Optional.empty(), GitCommit.of(policy));
    }

    private void commit() {
        assertEquals(Optional.of(COMMIT), GitCommit.of(policy));
    }

    @Test
    void branchesDetachedHeadsAndPackedBranchesAreRead() throws IOException {
        none();
        write(".git/HEAD", COMMIT + "\n");
        commit();
        write(".git/HEAD", "ref: refs/heads/release/2026\n");
        none();
        write(".git/packed-refs",
                "# pack-refs with: peeled\n" + OTHER + " refs/heads/other/release/2026\n" + COMMIT
                        + " refs/heads/release/2026\n^" + OTHER + "\n");
        commit();
        write(".git/packed-refs", OTHER + " refs/heads/release/2026\n");
        write(".git/refs/heads/release/2026", COMMIT + "\n");
        commit();
    }

    @Test
    void aSecondWorkTreeHasItsOwnHead() throws IOException {
        write("etc/policy/.git", "gitdir: ../../main/.git/worktrees/policy\n");
        write("main/.git/worktrees/policy/HEAD", "ref: refs/heads/policy\n");
        write("main/.git/worktrees/policy/commondir", "../..\n");
        write("main/.git/HEAD", OTHER);
        write("main/.git/refs/heads/policy", COMMIT);
        commit();
    }

    @Test
    void nothingOutsideGitIsReadThroughAName() throws IOException {
        write("secret", COMMIT);
        write(".git/refs/x", "");
        for (String ref : new String[]{"refs/../../secret", "refs/heads/../../../secret", "../secret",
                "/secret",
                "secret", "refs//x", "refs/heads/\u0000"}) {
            write(".git/HEAD", "ref: " + ref + "\n");
            none();
        }
        Files.delete(root.resolve(".git/HEAD"));
        Files.createSymbolicLink(root.resolve(".git/HEAD"), root.resolve("secret"));
        none();
    }

    @Test
    void whatIsNoCommitOrTooLargeIsNone() throws IOException {
        for (String head : new String[]{"", "0123", COMMIT + "0", "\u001b[31m" + COMMIT,
                COMMIT + " ".repeat(5000),
                "ref: " + "refs/a".repeat(2000)}) {
            write(".git/HEAD", head);
            none();
        }
        write("etc/policy/.git", "gitdir: \u0000\n");
        none();
    }
}
