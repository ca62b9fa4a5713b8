package io.sallyport.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.TargetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFolderTest {
    private static final TargetName TARGET = new TargetName("web-1");

    @TempDir
    Path here = Path.of("");

    private AgentFolder folder(String name) throws IOException {
        return new AgentFolder(Files.createDirectories(here.resolve(name)));
    }

    @Test
    void twoAgentsOfOneTargetOnOneHostAreTwoInstances() throws IOException {
        assertNotEquals(folder("a").instance(TARGET), folder("b").instance(TARGET));
    }

    @Test
    void anInstanceIsTheSameAfterARestartHoweverItsFolderIsNamed() throws IOException {
        AgentFolder folder = folder("a");
        Path link = Files.createSymbolicLink(here.resolve("link"), folder.root());
        assertEquals(folder.instance(TARGET), new AgentFolder(link).instance(TARGET));
    }

    /** 64 characters are the most that a group of cages is named by. */
    @Test
    void theLongestNameStillFits() throws IOException {
        String instance = folder("a").instance(new TargetName("a".repeat(63)));
        assertTrue(instance.matches("a{47}-[0-9a-f]{16}"), instance);
    }
}
