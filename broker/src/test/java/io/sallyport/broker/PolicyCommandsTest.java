package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PolicyCommandsTest {
    private final Path config;
    private String out = "";
    private String err = "";

    PolicyCommandsTest(@TempDir Path folder) throws IOException {
        World.policy(folder, "ops-approved");
        Files.move(folder.resolve("policy-ops-approved"), folder.resolve("policy"));
        Files.writeString(folder.resolve("directory.yaml"), World.text());
        this.config = Files.writeString(folder.resolve("broker.yaml"), BrokerConfigTest.GOOD);
    }

    private int run(String... words) {
        StringWriter said = new StringWriter();
        StringWriter wrong = new StringWriter();
        CommandLine line = BrokerMain.commandLine(Screen.NONE, InstantSource.system())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(wrong));
        int exit = line.execute(words);
        out = said.toString();
        err = wrong.toString();
        return exit;
    }

    @Test
    void helpShowsExamples() {
        assertEquals(0, run("policy", "activate", "--help"));
        assertTrue(out.contains("--dry-run") && out.contains("Examples:") && out.contains("--config"), out);
        assertEquals(0, run("policy", "history", "--help"));
        assertTrue(out.contains("Example:"), out);
        assertEquals(0, run("policy", "withdraw", "--help"));
        assertTrue(out.contains("Example:"), out);
        assertEquals(2, run("policy", "withdraw"));
        assertEquals(2, run("policy", "activate", "--dryrun"));
    }

    @Test
    void exitCodesTellDoneRefusedWrongAndNotRunning() throws Exception {
        String file = config.toString();
        assertEquals(3, run("policy", "activate", "--config", file));
        assertEquals(2, run("policy", "history", "--config", file + "-not-there"));
        try (Broker _ = Broker.start(Inputs.config(config), InstantSource.system(), System::nanoTime,
                new SecureRandom())) {
            assertEquals(0, run("policy", "activate", "--dry-run", "--config", file), err);
            assertTrue(out.contains("nothing would change"), out);
            assertEquals(0, run("policy", "history", "--json", "--config", file), err);
            assertTrue(out.startsWith("{\"in_force\":\""), out);
            assertEquals(0, run("policy", "activate", "--dry-run", "--json", "--config", file), err);
            assertEquals("{\"outcome\":\"unchanged\"}\n", out);
            assertEquals(1, run("policy", "withdraw", "--reason", "none", "--config", file));
            assertEquals("No policy waits.\n", err);
            String folder = config.resolveSibling("policy").toString();
            assertEquals(0, run("policy", "diff", folder, "--config", file), err);
            assertTrue(out.startsWith("0 requests since "), out);
            assertEquals(0, run("policy", "facts", "--config", file), err);
            Files.delete(config.resolveSibling("policy/vocabulary.yaml"));
            assertEquals(1, run("policy", "activate", "--config", file));
            assertTrue(err.contains("vocabulary.yaml:1:1: error"), err);
        }
    }
}
