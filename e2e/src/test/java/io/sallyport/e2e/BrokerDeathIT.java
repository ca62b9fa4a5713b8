package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The broker dies in the middle of everything: what it acknowledged is still there, and the recording is whole. */
class BrokerDeathIT {
    @Test
    void nothingAcknowledgedIsLostWhenTheBrokerIsKilled() throws Exception {
        try (World world = World.start()) {
            String request = world.grant(World.EVA, "1h");
            DemoPorts ports = world.demo().ports();
            try (Terminal terminal = Terminal.open(world, World.EVA)) {
                terminal.type("echo MARK-$((20+3)); setsid -f sleep 8201; sleep 8202\n");
                terminal.awaitText("MARK-23");
                terminal.awaitChild("sleep 8201");
                world.demo().program("broker").kill();
                Await.until("the session's processes are ended", Duration.ofSeconds(65),
                        () -> Processes.count("sleep 8201") + Processes.count("sleep 8202") == 0);
                Await.until("the client has noticed", Duration.ofSeconds(30), () -> !terminal.alive());
            }
            Files.deleteIfExists(world.demo().folder().listening());
            world.demo().startBroker(ports);
            Await.until("the agent is back", Duration.ofSeconds(90),
                    () -> world.as(World.EVA).ssh("gw", "targets", "--json").out()
                            .contains("\"online\":true"));
            StockSsh.Result status = World.must(world.as(World.EVA).ssh("gw", "status", "--json"));
            assertTrue(status.out().contains(request), status.out());
            assertEquals("again\n", World.must(world.as(World.EVA).ssh("demo-host", "echo again")).out());
            recordingIsWhole(world);
        }
    }

    private static void recordingIsWhole(World world) throws Exception {
        List<Json.Obj> sessions = world.sessions();
        String killed = sessions.stream().map(session -> session.string("session"))
                .filter(id -> world.as(World.OTTO).ssh("gw", "transcript", id).out().contains("MARK-23"))
                .findFirst().orElseThrow(() -> new AssertionError("no session shows the mark: " + sessions));
        Path file = world.demo().folder().person("auditor").resolve("killed.rec");
        Await.until("the recording is proved whole", Duration.ofSeconds(60), () -> {
            StockSsh.Result raw = world.as(World.OTTO).ssh("gw", "recording", killed);
            return raw.exit() == 0 && Recordings.verify(file, raw.stdout()).exit() == 0;
        });
    }
}
