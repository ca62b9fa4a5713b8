package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A grant of one minute: warned, then ended at the minute with every process gone. Beside other classes: Erik is its own. */
@SharedWorld
@Execution(ExecutionMode.CONCURRENT)
@Order(3)
class EndOfGrantIT {
    private final World world;

    EndOfGrantIT(World world) {
        this.world = world;
    }

    @Test
    void theSessionIsWarnedAndEndedWithAllItsProcesses() throws Exception {
        world.grant(World.ERIK, "1m");
        long granted = System.nanoTime();
        try (Terminal terminal = Terminal.open(world, World.ERIK)) {
            terminal.awaitText("[sallyport]");
            terminal.type(
                    "setsid -f sleep 8101; nohup sleep 8102 >/dev/null 2>&1 & (trap '' HUP TERM; setsid -f sleep 8103); sleep 8104\n");
            for (int i = 8101; i <= 8104; i++) {
                terminal.awaitChild("sleep " + i);
            }
            Await.until("the client has ended", Duration.ofSeconds(80), () -> !terminal.alive());
            double lasted = (System.nanoTime() - granted) / 1e9;
            assertTrue(lasted > 50 && lasted < 70, "ended after " + lasted + " s\n" + terminal.screen());
            assertTrue(terminal.screen().contains("ends at"), terminal.screen());
            Await.until("every process is gone", Duration.ofSeconds(5), () -> alive() == 0);
        }
        assertEquals(255, world.as(World.ERIK).ssh("demo-host", "true").exit());
    }

    private static long alive() {
        long count = 0;
        for (int i = 8101; i <= 8104; i++) {
            count += Processes.count("sleep " + i);
        }
        return count;
    }
}
