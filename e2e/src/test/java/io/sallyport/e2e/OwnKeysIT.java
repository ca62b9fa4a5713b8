package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engineer without a second factor adds a key with stock clients: it opens nothing before somebody else's yes. */
@SharedWorld
class OwnKeysIT {
    private static final Someone EDDA = World.CREW.getFirst();
    private final World world;

    OwnKeysIT(World world) {
        this.world = world;
    }

    @Test
    void aNewKeyWaitsForAYesThenOpensAndEndsAtOnce(@TempDir Path here) throws Exception {
        Path key = here.resolve("new");
        World.must(
                Recordings.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())));
        byte[] line = Files.readAllBytes(here.resolve("new.pub"));
        Json.Obj waits = World.json(World.must(
                world.as(EDDA).sshWithInput(line, "gw", "keys", "add", "--for", "30d", "--json")));
        String id = waits.string("waits");
        assertEquals(255, withNewKey(key).exit());
        assertTrue(World.must(world.as(World.ADA).ssh("gw", "inbox")).out().contains(id));
        assertEquals(1, world.as(EDDA).ssh("gw", "keys", "approve", id).exit());
        World.must(world.as(World.ADA).ssh("gw", "keys", "approve", id));
        StockSsh.Result whoami = World.must(withNewKey(key));
        assertTrue(whoami.out().contains("edda"), whoami.said());
        // Somebody else's wish for the same key tells nothing of whose it is.
        StockSsh.Result taken = world.as(World.EMIL).sshWithInput(line, "gw", "keys", "add");
        assertEquals(1, taken.exit());
        assertTrue(!taken.said().contains("edda"), taken.said());

        Await.until("the day of its use is known", Duration.ofSeconds(10),
                () -> !added(key).optionalString("lastUsed").orElse("").isEmpty());
        World.must(world.as(EDDA).ssh("gw", "keys", "remove", added(key).string("fingerprint")));
        assertEquals(255, withNewKey(key).exit());
    }

    private StockSsh.Result withNewKey(Path key) {
        try {
            // Only that key: the usual one would open as well.
            Path config = key.resolveSibling("config");
            Files.writeString(config, Files.readString(world.demo().folder().sshConfig(EDDA.folder()))
                    .replaceAll("IdentityFile .*", "IdentityFile " + key));
            return new StockSsh(config, Duration.ofSeconds(60)).ssh("gw", "whoami");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Json.Obj added(Path key) {
        Json list = io.sallyport.policies.json.JsonParser.parse(
                World.must(world.as(EDDA).ssh("gw", "keys", "--json")).stdout(), 1 << 20, 12);
        return ((Json.Arr) list).items().stream().map(each -> (Json.Obj) each)
                .filter(each -> each.string("origin").equals("sallyport")).findFirst()
                .orElseThrow(() -> new AssertionError("no added key beside " + key));
    }
}
