package io.sallyport.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.Ceiling;
import io.sallyport.policies.grant.CeilingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ceiling is read again while the agent runs. */
class CeilingInForceTest {

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("ceiling.yaml");
        write("max: 2h\n");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, "format: sallyport-ceiling/1\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void anotherFileHoldsFromThenOn() throws IOException {
        CeilingInForce ceiling = CeilingInForce.read(file);
        assertFalse(ceiling.readAgain());
        write("max: 3h\n");
        assertEquals(Duration.ofHours(2), ceiling.ceiling().max());
        assertTrue(ceiling.readAgain());
        assertEquals(Duration.ofHours(3), ceiling.ceiling().max());
    }

    @Test
    void aWrongFileChangesNothing() throws IOException {
        CeilingInForce ceiling = CeilingInForce.read(file);
        HostCeiling before = ceiling.current();
        write("max: 9999h\nmaxx: 1h\n");
        AgentProblem problem = assertThrows(AgentProblem.class, ceiling::readAgain);
        assertTrue(String.valueOf(problem.getMessage()).contains("ceiling.yaml:3:"), problem.getMessage());
        assertEquals(before, ceiling.current());
    }

    @Test
    void aFileThatOthersMayChangeChangesNothing() throws IOException {
        CeilingInForce ceiling = CeilingInForce.read(file);
        HostCeiling before = ceiling.current();
        write("max: 3h\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThrows(AgentProblem.class, ceiling::readAgain);
        assertEquals(before, ceiling.current());
    }

    @Test
    void withoutAFileTheBuiltInOneHolds() throws IOException {
        CeilingInForce ceiling = CeilingInForce.read(file);
        Files.delete(file);
        assertTrue(ceiling.readAgain());
        assertEquals(Ceiling.builtIn(), ceiling.ceiling());
        assertEquals(List.of("logins: every account but root", "providers: every organisation",
                "at most 1h from the beginning of a grant",
                "grants that 1 person or more approved; none of those that nobody approved; no emergency access"),
                CeilingText.lines(ceiling.ceiling()).subList(0, 4));
    }
}
