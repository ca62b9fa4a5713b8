package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad configuration: everything that is wrong at once, located, exit code 2, nothing half-started. */
class ConfigurationIT {
    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void aBrokenInstallation() throws IOException {
        Files.createDirectories(folder.resolve("policy/rules"));
        Files.writeString(folder.resolve("broker.yaml"), """
                format: sallyport-broker/1
                mode: demonstration
                state: state
                gateway: { listen: "127.0.0.1:99999", names: [] }
                console: { listn: "127.0.0.1:0", url: "https://127.0.0.1:0" }
                agents: { listen: "127.0.0.1:0", address: "127.0.0.1:0" }
                authority: { socket: nowhere.sock }
                policy: policy
                directory: directory.yaml
                """);
        Files.writeString(folder.resolve("directory.yaml"), """
                format: sallyport-directory/1
                organisations: [{ name: acme, kind: providr }]
                people:
                  - { name: eva, full_name: Eva, organisation: nobody, groups: [acme/ops], roles: [enginer], keys: ["ssh-rsa AAAA"] }
                engagements: []
                targets: []
                """);
        Files.writeString(folder.resolve("policy/policy.yaml"),
                "format: sallyport-policy/1\nlimits: { max: 99h }\n");
        Files.writeString(folder.resolve("policy/vocabulary.yaml"),
                "format: sallyport-policy/1\nlabels: { env: [prod] }\ngroups: { external: [acme/ops], internal: [owners] }\n");
        Files.writeString(folder.resolve("policy/rules/a.yaml"), """
                format: sallyport-policy/1
                allow:
                  - id: acme-prod
                    title: Acme
                    who: { group: acme/opps }
                    where: { env: prdo }
                    login: app
                    max: 2 hours
                    aproval: { automatic: because it is only a test }
                    rights: { shell: maybe }
                """);
    }

    @Test
    void theBrokerReportsEverythingAndStartsNothing() {
        StockSsh.Result result = Recordings.run(Program.broker(World.home()).commandLine("run", "--config",
                folder.resolve("broker.yaml").toString()));
        assertEquals(2, result.exit(), result.out());
        assertTrue(result.out().lines().filter(line -> line.matches(".*broker\\.yaml:\\d+:\\d+: error .*"))
                .count() >= 3, result.out());
        assertFalse(Files.exists(folder.resolve("state")), "nothing was made");
    }

    @Test
    void thePolicyCheckReportsEveryMistakeOfEveryFile() {
        StockSsh.Result result = Recordings
                .run(Program.policy(World.home()).commandLine("check", folder.resolve("policy").toString()));
        assertEquals(2, result.exit(), result.out());
        long located = result.out().lines().filter(line -> line.matches(".*\\.yaml:\\d+:\\d+: error .*"))
                .count();
        assertTrue(located >= 6, result.out());
        assertTrue(result.out().contains("did you mean 'acme/ops'"), result.out());
    }

    @Test
    void theShippedPolicyIsClean() {
        StockSsh.Result result = Recordings.run(Program.policy(World.home()).commandLine("check",
                World.home().resolve("policies/example").toString()));
        assertEquals(0, result.exit(), result.out());
    }
}
