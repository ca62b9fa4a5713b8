package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy would change is told by a process of its own, for requests that engineers made with stock ssh. */
@SharedWorld
class PolicyDiffIT {
    private final World world;

    PolicyDiffIT(World world) {
        this.world = world;
    }

    @Test
    void aYesLessIsSeenForTheRequestThatWasMade(@TempDir Path folder) throws IOException {
        String id = World.requestId(world.ask(World.GITA, "20m"));
        try {
            Path candidate = copy(world.demo().folder().policy(), folder.resolve("candidate"));
            StockSsh.Result same = broker("policy", "diff", candidate.toString());
            assertEquals(0, same.exit(), same.out());
            assertTrue(same.out().contains(" 0 would be answered otherwise"), same.out());

            Path rules = candidate.resolve("rules/acme.yaml");
            String text = Files.readString(rules);
            int at = text.indexOf("globex-dba-prod");
            Files.writeString(rules, text.substring(0, at) + text.substring(at)
                    .replaceFirst("approval: .*", "approval: { automatic: Nobody has to say yes any more }"));
            StockSsh.Result told = broker("policy", "diff", candidate.toString(), "--since", "1h");
            assertEquals(1, told.exit(), told.out());
            assertTrue(told.out().startsWith("!! "), told.out());
            assertTrue(told.out().contains("! " + id + " "), told.out());
            assertTrue(told.out().contains("      fewer approvals: 0, before 1\n"), told.out());
            assertFalse(told.out().contains("\u001b"), "colours are for terminals only");
            Json.Obj json = World.json(broker("policy", "diff", candidate.toString(), "--json"));
            assertTrue(json.objects("differences").stream()
                    .anyMatch(each -> each.optionalString("id").filter(id::equals).isPresent()));

            elsewhere(folder, candidate);
        } finally {
            World.must(world.as(World.GITA).ssh("gw", "cancel", id));
        }
    }

    /** The same without a broker, over facts that it printed. */
    private void elsewhere(Path folder, Path candidate) throws IOException {
        // What was refused by something else than policy has no facts, and that is said beside them.
        Path facts = Files.write(folder.resolve("requests.jsonl"),
                World.must(broker("policy", "facts")).out().lines().filter(line -> line.startsWith("{"))
                        .toList());
        StockSsh.Result told = Recordings.run(Program.policy(World.home()).commandLine("diff",
                world.demo().folder().policy().toString(), candidate.toString(), "--facts",
                facts.toString()));
        assertEquals(1, told.exit(), told.out());
        assertTrue(told.out().contains("gita of globex on "), told.out());
        assertTrue(told.out().contains("      fewer approvals: 0, before 1\n"), told.out());
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return to;
    }

    private StockSsh.Result broker(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--config");
        line.add(world.demo().folder().brokerConfig().toString());
        return Recordings.run(Program.broker(World.home()).commandLine(line.toArray(String[]::new)));
    }
}
