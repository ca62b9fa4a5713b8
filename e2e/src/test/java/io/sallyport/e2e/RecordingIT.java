package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.TimedFrame;
import io.sallyport.policies.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the client received is what was recorded, to the last byte; and a changed recording is found out. */
@SharedWorld
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingIT {
    private static final int SESSIONS = Integer.getInteger("sallyport.recording.sessions", 200);
    private static final int AT_ONCE = 4;
    private static final Set<String> OURS = Stream
            .concat(World.CREW.stream(), Stream.of(World.EMIL)).map(Someone::name)
            .collect(Collectors.toSet());

    private final World world;

    RecordingIT(World world) {
        this.world = world;
        world.grant(World.EMIL, "2h");
        World.CREW.forEach(someone -> world.grant(someone, "2h"));
    }

    /** Two hundred random sessions: text, binary, errors, terminals, floods, early ends. */
    @Test
    void recordedBytesEqualReceivedBytes(@TempDir Path here) throws Exception {
        Set<String> before = ids();
        try (ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            Set<String> received = each(hands, IntStream.range(0, SESSIONS).boxed(),
                    number -> sha256(complete(number, session(number))));
            Await.until("every recording has arrived", Duration.ofSeconds(60),
                    () -> complete(before).size() == SESSIONS);
            Set<String> recorded = each(hands, complete(before).stream(), id -> {
                Path file = here.resolve(id + ".rec");
                Files.write(file, World.must(world.as(World.OTTO).ssh("gw", "recording", id)).stdout());
                return HexFormat.of().formatHex(delivered(file));
            });
            assertEquals(received, recorded);
        }
    }

    private interface Work<T> {
        String of(T each) throws Exception;
    }

    private static <T> Set<String> each(ExecutorService hands, Stream<T> all, Work<T> work)
            throws InterruptedException, ExecutionException {
        Set<String> done = new HashSet<>();
        for (Future<String> one : hands.invokeAll(
                all.map(each -> (Callable<String>) () -> work.of(each)).toList())) {
            done.add(one.get());
        }
        return done;
    }

    /** The output of one random session as the client got it; each starts with its number so that no two are alike. */
    private byte[] session(int number) {
        Random random = new Random(number);
        StockSsh emil = world.as(World.CREW.get(number % World.CREW.size()));
        String mark = "echo session-" + number + ";";
        return switch (random.nextInt(5)) {
            case 0 ->
                emil.ssh("demo-host", mark + "id; date; ls -l /etc | head -" + random.nextInt(100)).stdout();
            case 1 -> emil.ssh("demo-host", mark + "head -c " + random.nextInt(3_000_000) + " /dev/urandom")
                    .stdout();
            case 2 -> {
                byte[] input = new byte[random.nextInt(200_000)];
                random.nextBytes(input);
                yield emil.sshWithInput(input, "demo-host", mark + "cat; exit 3").stdout();
            }
            case 3 ->
                emil.ssh("-tt", "demo-host", mark + "seq " + random.nextInt(20_000) + "; tput cols").stdout();
            default -> emil
                    .ssh("demo-host",
                            mark + "yes | head -c " + random.nextInt(12_000_000) + "; kill -TERM $$")
                    .stdout();
        };
    }

    private static byte[] complete(int number, byte[] output) {
        assertTrue(new String(output, StandardCharsets.ISO_8859_1).startsWith("session-" + number),
                "session " + number + " did not run");
        return output;
    }

    private Set<String> ids() {
        Set<String> ids = new HashSet<>();
        sessions().forEach(session -> ids.add(session.string("session")));
        return ids;
    }

    /** Of the people of this class: others may be at work in this world meanwhile. */
    private List<Json.Obj> sessions() {
        return world.sessions().stream().filter(session -> OURS.contains(session.string("person"))).toList();
    }

    /** New sessions whose recording is complete. */
    private Set<String> complete(Set<String> before) {
        Set<String> ids = new HashSet<>();
        for (Json.Obj session : sessions()) {
            String id = session.string("session");
            if (!before.contains(id) && session.string("recording").equals("complete")) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static byte[] delivered(Path file) throws Exception {
        try (RecordingReader reader = RecordingReader.open(file)) {
            byte[] hash = {};
            for (Optional<TimedFrame> timed = reader.next(); timed.isPresent(); timed = reader.next()) {
                if (timed.get().frame() instanceof Frame.ChannelClosed closed) {
                    hash = closed.outputSha256().toArray();
                }
            }
            return hash;
        }
    }

    @Test
    void oneFlippedBitIsNamedByItsChunk(@TempDir Path here) {
        Set<String> before = ids();
        World.must(world.as(World.EMIL).ssh("demo-host", "seq 20000"));
        Await.until("the recording has arrived", Duration.ofSeconds(30), () -> complete(before).size() == 1);
        String id = complete(before).iterator().next();
        byte[] raw = World.must(world.as(World.OTTO).ssh("gw", "recording", id)).stdout();
        assertEquals(0, Recordings.verify(here.resolve("good.rec"), raw).exit());
        raw[raw.length * 2 / 3] ^= 0x10;
        StockSsh.Result bad = Recordings.verify(here.resolve("bad.rec"), raw);
        assertEquals(1, bad.exit(), bad.out());
        assertTrue(bad.out().contains("chunk"), bad.out());
        StockSsh.Result cut = Recordings.verify(here.resolve("cut.rec"),
                java.util.Arrays.copyOf(raw, raw.length / 3));
        assertEquals(1, cut.exit(), cut.out());
    }

    @Test
    void theTerminalReplayShowsWhatWasOnTheScreen() {
        Set<String> before = ids();
        World.must(world.as(World.EMIL).ssh("-tt", "demo-host",
                "printf 'gr\\303\\274n \\033[32mgreen\\033[0m\\n'"));
        Await.until("the recording has arrived", Duration.ofSeconds(30), () -> complete(before).size() == 1);
        String id = complete(before).iterator().next();
        StockSsh otto = world.as(World.OTTO);
        assertTrue(World.must(otto.ssh("gw", "play", id, "--speed", "100")).out()
                .contains("grün \u001b[32mgreen"));
        World.must(otto.ssh("gw", "note", id, "looks good"));
        String text = World.must(otto.ssh("gw", "transcript", id)).out();
        assertTrue(text.contains("grün green") && text.endsWith("#   looks good\n"), text);
        String cast = World.must(otto.ssh("gw", "cast", id)).out();
        assertTrue(cast.startsWith("{\"version\":3") || cast.startsWith("{\"version\": 3"), cast);
        assertTrue(cast.contains("gr\u00fcn") || cast.contains("gr\\u00fcn"), cast);
    }

    @Test
    void onlyThoseWhoMayCanSeeARecording() {
        String id = ids().stream().findFirst().orElseThrow();
        assertEquals(1, world.as(World.GITA).ssh("gw", "recording", id).exit());
        assertEquals(1, world.as(World.EMIL).ssh("gw", "play", id).exit());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

}
