package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Files of others are exactly those that were looked at when they came in. */
final class StaticsTest {
    private static final String FOLDER = "/console/vendor/";

    @Test
    void vendoredFilesHaveTheChecksumsOnTheList() {
        String list = new String(Statics.read(FOLDER + "SHA256SUMS"), StandardCharsets.UTF_8);
        Set<String> listed = new TreeSet<>();
        list.lines().forEach(line -> {
            String[] parts = line.split("  ", 2);
            assertEquals(parts[0], Statics.sha256(Statics.read(FOLDER + parts[1])), parts[1]);
            listed.add(parts[1]);
        });
        Statics.FILES.stream().filter(file -> file.startsWith("vendor/"))
                .forEach(file -> assertTrue(listed.contains(file.substring(7)), file));
        assertEquals(3, listed.stream().filter(name -> name.startsWith("LICENSE-")).count());
    }
}
