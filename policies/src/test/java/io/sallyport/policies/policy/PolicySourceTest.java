package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of a folder, at and one over. */
class PolicySourceTest {
    @TempDir
    Path folder;

    private List<String> codes() {
        return (PolicyCompiler.compile(folder) instanceof Compiled.Invalid(List<Problem> problems)
                ? problems
                : List.<Problem>of()).stream().map(Problem::code).distinct().toList();
    }

    @Test
    void aFolderThatIsNotThereIsUnreadable() {
        folder = folder.resolve("nowhere");
        assertTrue(codes().contains("unreadable"), codes().toString());
    }

    @Test
    void aFolderNeedsItsTwoFiles() {
        assertEquals(List.of("missing-file"), codes());
    }

    @Test
    void filesHaveALimitAndAnEncoding() throws IOException {
        Files.writeString(folder.resolve("policy.yaml"), "#" + "x".repeat(256 * 1024));
        Files.write(folder.resolve("vocabulary.yaml"), new byte[]{(byte) 0xff});
        assertEquals(List.of("file-too-large", "missing-file", "not-utf-8"),
                codes().stream().sorted().toList());
    }

    @Test
    void aFolderHasNoMoreThan500Files() throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        for (int i = 0; i < 498; i++) {
            Files.writeString(folder.resolve("rules/r" + i + ".yaml"),
                    "format: sallyport-policy/1\nallow: []\n");
        }
        Files.writeString(folder.resolve("policy.yaml"), "format: sallyport-policy/1\n");
        Files.writeString(folder.resolve("vocabulary.yaml"), "format: sallyport-policy/1\n");
        assertEquals(List.of(), codes());
        Files.writeString(folder.resolve("rules/one-more.yaml"), "format: sallyport-policy/1\nallow: []\n");
        assertTrue(codes().contains("too-many-files"), codes().toString());
    }

    @Test
    void aFolderHasNoMoreThan2000Rules() {
        assertEquals(List.of(), rules(2000));
        assertEquals(List.of("too-many-rules"), rules(2001));
    }

    private static List<String> rules(int count) {
        Folder files = new Folder();
        for (int part = 0; part < count; part += 500) {
            StringBuilder text = new StringBuilder("deny:\n");
            for (int i = part; i < Math.min(count, part + 500); i++) {
                text.append("  - { id: no-").append(i).append(", title: T, login: l").append(i)
                        .append(", reason: No. }\n");
            }
            files.with("rules/r" + part + ".yaml", text.toString());
        }
        return files.problems().stream().map(Problem::code).toList();
    }
}
