package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A map nobody checks rots: ARCHITECTURE.md names exactly the modules and packages there are. */
class ArchitecturePageTest {
    private static final int LONGEST_FILE = 500;
    private final Path home = World.home();

    @Test
    void thePageNamesExactlyTheModulesThereAre() throws IOException {
        assertEquals(matches(Files.readString(home.resolve("pom.xml")), "<module>([a-z0-9-]+)</module>"),
                matches(page(), "(?m)^### `([a-z0-9-]+)`"));
    }

    @Test
    void thePageNamesExactlyThePackagesThereAre() throws IOException {
        Set<String> onDisk = new TreeSet<>();
        for (Path info : sources("package-info.java")) {
            onDisk.addAll(matches(Files.readString(info), "(?m)^package io\\.sallyport\\.([a-z0-9.]+);"));
        }
        assertEquals(onDisk, matches(page(), "(?m)^- `([a-z0-9.]+)`"));
    }

    @Test
    void noFileIsTooLongToRead() throws IOException {
        for (Path file : sources(".java")) {
            long lines = Files.readString(file).lines().count();
            assertTrue(lines <= LONGEST_FILE, () -> home.relativize(file) + " has " + lines + " lines");
        }
    }

    private String page() throws IOException {
        return Files.readString(home.resolve("ARCHITECTURE.md"));
    }

    private Set<Path> sources(String ending) throws IOException {
        Set<Path> found = new TreeSet<>();
        for (String module : matches(Files.readString(home.resolve("pom.xml")),
                "<module>([a-z0-9-]+)</module>")) {
            Path root = home.resolve(module).resolve("src/main/java");
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(ending)).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Set<String> matches(String text, String pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
