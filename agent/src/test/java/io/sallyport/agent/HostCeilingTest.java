package io.sallyport.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.wire.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host's own limit may be as long as a grant's lists. */
class HostCeilingTest {

    @TempDir
    Path folder;

    private HostCeiling read(int commands) throws IOException {
        String text = "format: sallyport-ceiling/1\nrights:\n  shell: false\n  exec:\n"
                + IntStream.range(0, commands)
                        .mapToObj("    - systemctl restart some-service-of-this-host-%04d\n"::formatted)
                        .collect(Collectors.joining());
        Path file = folder.resolve("ceiling.yaml");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return HostCeiling.read(file);
    }

    @Test
    void longListsAreEnforcedWholeAndToldInPart() throws Exception {
        HostCeiling ceiling = read(1000);
        assertEquals(1000, ceiling.ceiling().rights().exec().lists().getFirst().size());
        assertTrue(ceiling.text().length() > 40_000);
        assertTrue(ceiling.told().length() <= Limits.CEILING_TEXT, "as much as a hello may say");
        assertTrue(
                ceiling.told()
                        .endsWith("\n# The whole file has " + ceiling.text().length() + " characters.\n"),
                ceiling.told());
        assertTrue(ceiling.text().startsWith(ceiling.told().substring(0, ceiling.told().lastIndexOf('#'))));
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(ceiling.text().getBytes(StandardCharsets.UTF_8))), ceiling.hash());
    }

    @Test
    void whatFitsIsToldWhole() throws Exception {
        HostCeiling ceiling = read(100);
        assertEquals(ceiling.text(), ceiling.told());
    }

    @Test
    void oneLongLineIsNotToldInPart() {
        var ceiling = new HostCeiling(io.sallyport.policies.grant.Ceiling.builtIn(), "x".repeat(20_000), "");
        assertEquals("# The whole file has 20000 characters.\n", ceiling.told());
    }

    @Test
    void beyondItsBoundTheAgentDoesNotStart() {
        assertThrows(IOException.class, () -> read(1400));
    }
}
