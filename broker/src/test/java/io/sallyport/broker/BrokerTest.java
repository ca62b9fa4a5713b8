package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
    private BrokerConfig config;

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

    private Path rule() {
        return folder.resolve("policy/rules/acme.yaml");
    }

    private void breakThePolicy() throws IOException {
        Files.writeString(rule(), Files.readString(rule()).replace("max: 4h", "max: for ever"));
    }

    @Test
    void aFirstStartWithABrokenPolicyRefusesAndMakesNothing() throws IOException {
        breakThePolicy();
        assertTrue(assertThrows(ConfigException.class, this::start).lines().getFirst()
                .startsWith("rules/acme.yaml:8:"));
        assertFalse(Files.exists(folder.resolve("state")));
    }

    @Test
    void aRestartWithABrokenPolicyGoesOnWithTheLastGoodOneAndSaysSo() throws Exception {
        String before = started();
        breakThePolicy();
        try (Broker _ = start()) {
            String status = order("status");
            assertTrue(status.contains("policy: " + before), status);
            assertTrue(status.contains("POLICY FOLDER: CAN'T BE USED") && status.contains("acme.yaml:8:"),
                    status);
        }
        assertTrue(journal().contains("\"type\":\"policy-folder-refused\""));
        assertEquals(before, started());
    }

    private String started() throws IOException, ConfigException {
        try (Broker _ = start()) {
            return order("status").lines().filter(line -> line.startsWith("policy: ")).findFirst()
                    .orElseThrow().substring("policy: ".length());
        }
    }

    private String journal() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("state/journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void aKeptVersionThatWasChangedIsNotUsed() throws Exception {
        String hash = started();
        breakThePolicy();
        Path kept = folder.resolve("state/policy/" + hash + ".json");
        Files.writeString(kept, Files.readString(kept).replace("max: 4h", "max: 8h"));
        assertTrue(assertThrows(ConfigException.class, this::start).lines()
                .contains("the version that was in force, " + hash + ", can't be used either"));
    }

    @Test
    void whereASecondPersonActivatesARestartActivatesNothing() throws Exception {
        config = Inputs.config(Files.writeString(folder.resolve("broker.yaml"), BrokerConfigTest.GOOD
                .replace("policy: policy", "policy: { path: policy, activation: second-person }")));
        String before = started();
        Files.writeString(rule(), Files.readString(rule()).replace("max: 4h", "max: 3h"));
        assertEquals(before, started());
        try (Broker _ = start()) {
            assertTrue(order("reload").contains("policy: proposed "));
            assertTrue(order("status").contains("policy: " + before));
        }
        assertTrue(journal().contains("\"operator_user\":\"" + System.getProperty("user.name") + "\""));
        try (Broker _ = start()) {
            String status = order("status");
            assertTrue(status.contains("policy: " + before) && status.contains("policy: proposed "), status);
        }
    }

    @Test
    void whereTheOperatorActivatesARestartTakesTheFolder() throws Exception {
        String before = started();
        Files.writeString(rule(), Files.readString(rule()).replace("max: 4h", "max: 3h"));
        String after = started();
        assertNotEquals(before, after);
        try (Broker _ = start()) {
            assertTrue(order("policy-history").matches("(?s)" + after + "[^\n]*\n" + before + ".*"));
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
