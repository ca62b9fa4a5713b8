package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Facts from outside, with stock clients: a ticket system of its own, and maintenance that somebody declares. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(4)
class TicketAndMaintenanceIT {
    private final World world = World.start();
    private final TicketDesk tickets;

    TicketAndMaintenanceIT() throws IOException, GeneralSecurityException {
        Path policy = world.demo().folder().policy();
        tickets = new TicketDesk(world.demo().folder().broker());
        Path vocabulary = policy.resolve("vocabulary.yaml");
        Files.writeString(vocabulary, Files.readString(vocabulary) + "ticket: { state: [open, closed] }\n");
        Files.writeString(policy.resolve("rules/acme.yaml"), """
                format: sallyport-policy/1
                allow:
                  - id: with-open-change
                    title: Work on a change
                    who: { group: acme/staging }
                    where: { env: prod }
                    login: %1$s
                    ticket: { state: open }
                    max: 8h
                    approval: { automatic: These tests are about the ticket }
                    rights: { shell: true, pty: true, exec: any }
                  - id: in-maintenance
                    title: Work in maintenance
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: %1$s
                    when: declared-maintenance
                    max: 8h
                    approval: { before: [{ count: 1, from: ops-owners }] }
                    rights: { shell: true, pty: true, exec: any }
                """.formatted(world.login()));
        DemoPorts ports = world.demo().ports();
        world.demo().program("broker").end(Duration.ofSeconds(10));
        Files.deleteIfExists(world.demo().folder().listening());
        world.demo().startBroker(ports, tickets.configuration());
        StockSsh.Result reloaded = Recordings.run(Program.broker(World.home()).commandLine("reload",
                "--config", world.demo().folder().brokerConfig().toString()));
        assertEquals(0, reloaded.exit(), reloaded.said());
        Await.until("the agent is back", Duration.ofSeconds(90), () -> world.as(World.EVA)
                .ssh("gw", "targets", "--json").out().contains("\"online\":true"));
    }

    @AfterAll
    void close() {
        world.close();
        tickets.close();
    }

    private StockSsh.Result ask(Someone who, String... more) {
        String[] all = new String[9 + more.length];
        System.arraycopy(new String[]{"gw", "request", "demo-host", "--as", world.login(), "--for", "2h",
                "--reason", "tests"}, 0, all, 0, 9);
        System.arraycopy(more, 0, all, 9, more.length);
        return world.as(who).ssh(all);
    }

    @Test
    void aChangeOpensTheWayAndItsEndEndsTheWork() throws IOException {
        tickets.states.put("CHG-7", "Done");
        StockSsh.Result closed = ask(World.EMIL, "--ticket", "CHG-7");
        assertEquals(1, closed.exit(), closed.said());
        assertTrue(closed.said().contains("must be open, is closed"), closed.said());
        StockSsh.Result none = ask(World.EMIL, "--ticket", "CHG-8");
        assertTrue(none.exit() == 1 && none.said().contains("there is no such ticket"), none.said());
        tickets.states.put("CHG-7", "In Progress");
        World.must(ask(World.EMIL, "--ticket", "CHG-7"));
        try (Terminal shell = Terminal.open(world, World.EMIL)) {
            shell.type("echo MARK-$((20+3))\n");
            shell.awaitText("MARK-23");
            tickets.states.put("CHG-7", "Done");
            shell.awaitText("ticket.state needs open, is closed", Duration.ofSeconds(40));
            assertTrue(shell.alive(), "there is a grace");
        }
        StockSsh.Result again = world.as(World.EMIL).ssh("demo-host", "true");
        assertEquals(255, again.exit(), again.said());
        assertTrue(again.stderr().contains("with-open-change") && again.stderr().contains("is closed"),
                again.stderr());
        StockSsh.Result status = World.must(world.as(World.EMIL).ssh("gw", "status"));
        assertTrue(status.out().contains("ticket CHG-7: state closed"), status.out());
    }

    @Test
    void maintenanceOpensTheWayAndItsEndClosesIt() throws IOException {
        StockSsh.Result early = ask(World.EVA);
        assertTrue(early.exit() == 1 && early.said().contains("declared-maintenance"), early.said());
        Json.Obj declared = World.json(World.must(world.as(World.BOB).ssh("gw", "maintenance", "declare",
                "--target", "demo-host", "--until", inTwoHours(), "--reason", "patches", "--json")));
        String request = World.requestId(World.must(ask(World.EVA, "--json")));
        StockSsh.Result own = world.as(World.BOB).ssh("gw", "approve", request);
        assertTrue(own.exit() == 1 && own.said().contains("maintenance that you declared"), own.said());
        World.must(world.as(World.ADA).ssh("gw", "approve", request));
        try (Terminal shell = Terminal.open(world, World.EVA)) {
            shell.type("echo MARK-$((20+4))\n");
            shell.awaitText("MARK-24");
            World.must(world.as(World.BOB).ssh("gw", "maintenance", "end",
                    declared.object("declared").string("maintenance")));
            shell.awaitText("when needs declared-maintenance", Duration.ofSeconds(20));
        }
        StockSsh.Result late = world.as(World.EVA).ssh("demo-host", "true");
        assertEquals(255, late.exit(), late.said());
        assertTrue(late.stderr().contains("in-maintenance"), late.stderr());
    }

    private static String inTwoHours() {
        return java.time.Instant.now().plusSeconds(7200).truncatedTo(java.time.temporal.ChronoUnit.MINUTES)
                .toString();
    }
}
