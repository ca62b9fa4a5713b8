package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A provider with twenty live sessions is off-boarded: stock clients see the end within five seconds, and the proof lists every one. */
class OffboardingIT {
    private static final int EACH = 5;
    private static final int AT_ONCE = 4;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final List<Long> ends = java.util.Collections.synchronizedList(new ArrayList<>());

    @Test
    void aProviderWithTwentyLiveSessionsIsGoneWithinFiveSeconds() throws Exception {
        try (World world = World.start()) {
            World.CREW.forEach(someone -> world.grant(someone, "1h"));
            String other = world.grant(World.GITA, "1h");
            List<Process> sessions = open(world);
            assertEquals(20, sessions.stream().filter(Process::isAlive).count());
            StockSsh ines = world.as(World.INES);
            StockSsh.Result preview = ines.ssh("gw", "offboard", "provider", "acme");
            assertEquals(1, preview.exit(), preview.said());
            assertTrue(preview.out().contains("live sessions:    20"), preview.said());
            assertEquals(20, sessions.stream().filter(Process::isAlive).count());

            Json.Obj ordered = World
                    .json(World.must(ines.ssh("gw", "offboard", "provider", "acme", "--reason",
                            "'contract cancelled'", "--yes", "--json")))
                    .object("offboarded");
            long answered = System.nanoTime();
            for (Process session : sessions) {
                assertTrue(session.waitFor(30, TimeUnit.SECONDS), "a session goes on");
            }
            double slowest = (ends.stream().mapToLong(Long::longValue).max().orElseThrow() - answered) / 1e9;
            System.out.printf("OffboardingIT: the last of 20 clients saw its end %.3f s after the answer%n",
                    slowest);
            assertTrue(slowest <= LIMIT.toMillis() / 1e3, "the last end was seen after " + slowest + " s");
            Await.until("every process of the sessions is gone", LIMIT,
                    () -> Processes.count("sleep 8301") == 0);

            theKeyIsRefusedAsAnUnknownOneIs(world);
            assertEquals("other\n", done(world.as(World.GITA).ssh("demo-host", "echo other")), other);
            theProofListsEverySession(world, ordered.string("departure"));
            naming(world);
        }
    }

    private List<Process> open(World world) throws Exception {
        List<Process> sessions = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<CompletableFuture<Process>> starting = new ArrayList<>();
            for (int i = 0; i < EACH * World.CREW.size(); i++) {
                Someone who = World.CREW.get(i % World.CREW.size());
                starting.add(CompletableFuture.supplyAsync(() -> session(world, who), threads));
            }
            for (CompletableFuture<Process> each : starting) {
                sessions.add(each.get());
            }
        }
        return sessions;
    }

    private Process session(World world, Someone who) {
        Process process = world.as(who).start("ssh", "-o", "BatchMode=yes", "demo-host",
                "echo ready; exec sleep 8301");
        var _ = process.onExit().thenAccept(_ -> ends.add(System.nanoTime()));
        try {
            BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
            String line = reader.readLine();
            if (!"ready".equals(line)) {
                throw new AssertionError(who.name() + " got no session: "
                        + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            return process;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void theKeyIsRefusedAsAnUnknownOneIs(World world) throws Exception {
        Path stranger = world.demo().folder().person("stranger-key");
        World.must(Recordings.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                stranger.toString())));
        Someone edda = World.CREW.getFirst();
        StockSsh.Result left = world.as(edda).ssh("gw", "whoami");
        StockSsh.Result unknown = world.as(edda).ssh("-i", stranger.toString(), "-o",
                "IdentityFile=" + stranger, "gw", "whoami");
        assertEquals(255, left.exit(), left.said());
        assertTrue(left.stderr().contains("Permission denied (publickey)"), left.said());
        assertEquals(unknown.stderr(), left.stderr());
    }

    private static void theProofListsEverySession(World world, String id) throws Exception {
        StockSsh otto = world.as(World.OTTO);
        Await.until("the proof is complete", Duration.ofSeconds(20), () -> World
                .json(World.must(otto.ssh("gw", "offboard", "proof", id, "--json"))).string("state")
                .equals("complete"));
        StockSsh.Result document = World.must(otto.ssh("gw", "offboard", "proof", id, "--json"));
        List<Json.Obj> listed = World.json(document).objects("people").stream()
                .flatMap(person -> person.objects("sessions").stream()).toList();
        assertEquals(20, listed.size());
        for (Json.Obj session : listed) {
            Duration took = Duration.between(Instant.parse(session.string("end_ordered_at")),
                    Instant.parse(session.string("ended_at")));
            assertTrue(took.compareTo(LIMIT) <= 0, session.text());
            assertEquals("revoked", session.string("end_reason"));
        }
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(document.stdout()));
        assertTrue(World.must(otto.ssh("gw", "offboard", "--json")).out().contains(hash));
        assertTrue(World.must(otto.ssh("gw", "offboard", "proof", id)).out().contains(hash));
        assertEquals(1, world.as(World.GITA).ssh("gw", "offboard", "proof", id).exit());
    }

    /** The directory file still names the provider: it stays away, and the operator is told. */
    private static void naming(World world) {
        StockSsh.Result reloaded = broker(world, "reload");
        assertEquals(0, reloaded.exit(), reloaded.said());
        assertTrue(reloaded.out().contains("names the person edda, who was off-boarded"), reloaded.said());
        assertTrue(reloaded.out().contains("names the provider acme, which was off-boarded"),
                reloaded.said());
        assertEquals(255, world.as(World.CREW.getFirst()).ssh("gw", "whoami").exit());
        StockSsh.Result list = broker(world, "offboard", "list");
        assertTrue(list.out().contains("provider acme"), list.said());
        assertFalse(list.out().contains("undone"), list.said());
    }

    private static StockSsh.Result broker(World world, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--config");
        line.add(world.demo().folder().brokerConfig().toString());
        return Recordings.run(Program.broker(World.home()).commandLine(line.toArray(String[]::new)));
    }

    private static String done(StockSsh.Result result) {
        return World.must(result).out();
    }
}
