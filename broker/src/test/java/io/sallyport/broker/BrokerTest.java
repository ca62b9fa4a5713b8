package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole broker, with nobody connected and no authority. */
class BrokerTest {
    private final Path folder;
    private final BrokerConfig config;

    BrokerTest(@TempDir Path folder) throws IOException, ConfigException {
        this.folder = folder;
        World.policy(folder, "ops-approved");
        Files.move(folder.resolve("policy-ops-approved"), folder.resolve("policy"));
        Files.writeString(folder.resolve("directory.yaml"), World.text());
        this.config = Inputs.config(Files.writeString(folder.resolve("broker.yaml"), BrokerConfigTest.GOOD));
    }

    private Broker start() throws IOException, ConfigException {
        return Broker.start(config, InstantSource.system(), System::nanoTime, new SecureRandom());
    }

    private String order(String order) throws IOException {
        List<String> lines = AdminSocket
                .ask(StateFolder.adminSocket(config), Json.object().put("order", order).build())
                .strings("lines");
        return String.join("\n", lines);
    }

    @Test
    void aDeletedDatabaseIsRebuiltAtTheStartAndStatusSaysSo() throws IOException, ConfigException {
        try (Broker _ = start()) {
            assertTrue(order("status").contains("database: new at the start"), order("status"));
            assertTrue(Files.exists(folder.resolve("state/listening.json")));
        }
        try (Broker _ = start()) {
            assertTrue(order("status").contains("database: carried on at the start"), order("status"));
        }
        delete(folder.resolve("state/database"));
        try (Broker _ = start()) {
            assertTrue(order("status").contains("database: rebuilt from the journal at the start"),
                    order("status"));
            assertTrue(order("status").contains("people: 7"), order("status"));
        }
    }

    @Test
    void aBrokenDirectoryChangesNothingWhileItRunsAndKeepsItFromStarting() throws Exception {
        try (Broker broker = start()) {
            Files.writeString(folder.resolve("directory.yaml"), "format: sallyport-directory/1\npeople: 3\n");
            broker.reload();
            assertTrue(order("reload").contains("the broker goes on with what it had"));
            assertTrue(order("status").contains("people: 7"));
        }
        assertThrows(ConfigException.class, this::start);
        assertEquals(false, Files.exists(folder.resolve("state/listening.json")));
        Files.writeString(folder.resolve("directory.yaml"), World.text());
        start().close();
    }

    @Test
    void oneStateFolderIsForOneBroker() throws IOException, ConfigException {
        try (Broker _ = start()) {
            assertThrows(ConfigException.class, this::start);
            assertTrue(order("status").contains("journal: working"));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
