package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A policy folder that is broken never takes the policy away, neither while the broker runs nor when it starts again. */
class PolicyActivationIT {
    @Test
    void aBrokenFolderNeverTakesThePolicyAway() throws Exception {
        try (World world = World.start()) {
            Path rules = world.demo().folder().policy().resolve("rules/acme.yaml");
            String good = Files.readString(rules);
            String first = versions(world).getFirst();
            Files.writeString(rules, good.replaceFirst("max: 8h", "max: 7h"));
            StockSsh.Result would = World.must(broker(world, "policy", "activate", "--dry-run"));
            assertTrue(would.out().contains("rules changed (1): acme-staging-auto"), would.out());
            assertEquals(List.of(first), versions(world));
            World.must(broker(world, "policy", "activate"));
            List<String> both = versions(world);
            assertEquals(first, both.getLast());
            assertEquals(2, both.size());

            Files.writeString(rules, good.replaceFirst("max: 8h", "max: for ever"));
            StockSsh.Result refused = broker(world, "reload");
            assertEquals(1, refused.exit(), refused.out());
            assertTrue(refused.out().contains("rules/acme.yaml:8:"), refused.out());
            goesOn(world, both);

            DemoPorts ports = world.demo().ports();
            world.demo().program("broker").end(Duration.ofSeconds(20));
            Files.deleteIfExists(world.demo().folder().listening());
            world.demo().startBroker(ports);
            goesOn(world, both);
            Files.writeString(rules, good);
            World.must(broker(world, "policy", "activate"));
            assertEquals(List.of(first, both.getFirst(), first), versions(world));
        }
    }

    private static void goesOn(World world, List<String> versions) {
        StockSsh.Result status = World.must(broker(world, "status"));
        assertTrue(status.out().contains("policy: " + versions.getFirst()), status.out());
        assertTrue(status.out().contains("POLICY FOLDER: CAN'T BE USED"), status.out());
        assertTrue(status.out().contains("rules/acme.yaml:8:"), status.out());
        assertEquals(versions, versions(world));
        assertTrue(World.must(world.ask(World.EMIL, "10m")).out().contains("grant"));
    }

    /** Newest first. */
    private static List<String> versions(World world) {
        return World.json(World.must(broker(world, "policy", "history", "--json"))).objects("versions")
                .stream()
                .map((Json.Obj version) -> version.string("hash")).toList();
    }

    private static StockSsh.Result broker(World world, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--config");
        line.add(world.demo().folder().brokerConfig().toString());
        return Recordings.run(Program.broker(World.home()).commandLine(line.toArray(String[]::new)));
    }
}
