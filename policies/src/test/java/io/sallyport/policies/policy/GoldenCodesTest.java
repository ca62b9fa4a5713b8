package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A golden file for each message code: files put over the usual folder, and every problem of them. {@code -Dgolden.update=true} writes the
 * expected part anew; read what changed before it is kept.
 */
class GoldenCodesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/policy/1/codes");
    private static final Path REFERENCE = Path.of("../docs/formats/policy.md");
    private static final String EXPECTED = "expected";
    /** These need a folder on a disk or more text than a golden file should have; {@code PolicySourceTest} has them. */
    private static final List<String> ELSEWHERE = List.of("file-too-large", "missing-file", "not-utf-8",
            "too-many-files", "too-many-rules", "unreadable");

    @TestFactory
    List<DynamicTest> everyCodeSaysWhatItSaid() throws IOException {
        return goldens().map(file -> DynamicTest.dynamicTest(code(file), () -> compare(file))).toList();
    }

    @Test
    void theReferenceListsEveryCodeThatHasAGolden() throws IOException {
        TreeSet<String> listed = new TreeSet<>();
        String reference = Files.readString(REFERENCE);
        Matcher codes = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| (?:error|warning) \\|")
                .matcher(reference);
        while (codes.find()) {
            listed.add(codes.group(1));
        }
        TreeSet<String> held = new TreeSet<>(ELSEWHERE);
        goldens().forEach(file -> held.add(code(file)));
        assertEquals(held, listed);
    }

    private static void compare(Path file) throws IOException {
        String whole = Files.readString(file);
        Map<String, String> parts = parts(whole);
        Folder folder = new Folder();
        parts.forEach((name, text) -> {
            if (!name.equals(EXPECTED)) {
                folder.raw(name, text);
            }
        });
        String found = Folder.text(folder.problemsAt(FactsSamples.AT)).strip() + "\n";
        assertTrue(found.contains("[" + code(file) + "]"), found);
        if (Boolean.getBoolean("golden.update")) {
            int end = whole.indexOf("=== " + EXPECTED);
            Files.writeString(file, whole.substring(0, end) + "=== " + EXPECTED + "\n" + found);
        } else {
            assertEquals(parts.get(EXPECTED), found);
        }
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split("(?m)^=== ", -1)) {
            int line = part.indexOf('\n');
            if (!part.startsWith("#")) {
                parts.put(part.substring(0, line), part.substring(line + 1));
            }
        }
        return parts;
    }

    private static Stream<Path> goldens() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.sorted().toList().stream();
        }
    }

    private static String code(Path file) {
        return file.getFileName().toString().replace(".txt", "");
    }
}
