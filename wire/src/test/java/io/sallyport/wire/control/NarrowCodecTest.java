package io.sallyport.wire.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Destinations;
import io.sallyport.policies.grant.Observer;
import io.sallyport.policies.grant.Paths;
import io.sallyport.policies.grant.Recording;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.Limits;
import io.sallyport.wire.control.ControlMessage.FromBroker;
import io.sallyport.wire.control.ControlMessage.Narrow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order to narrow a session and its answers: their bytes, and what is refused. */
class NarrowCodecTest {
    private static final SessionId SESSION = new SessionId("s-" + "a".repeat(26));
    private static final Instant END = Instant.parse("2026-11-23T18:30:00Z");
    private static final String POLICY = "0123456789abcdef".repeat(4);

    private static final Rights RIGHTS = Rights.from(Rights.standard()).shell(true)
            .exec(Commands.of(List.of("uptime", "systemctl status *")))
            .sftp(Sftp.everywhere(Sftp.Mode.READ))
            .record(new Recording(Recording.InputMode.REDACTED, Recording.OnFailure.TERMINATE,
                    Recording.Seal.ESCROWED))
            .idle(Optional.of(Duration.ofMinutes(10))).build();
    private static final Narrow ORDER = new Narrow(SESSION, 7, RIGHTS, END, "change CHG-1 was closed", POLICY,
            "Files are for reading only now.");

    private static String golden(String name) throws IOException {
        try (InputStream in = NarrowCodecTest.class.getResourceAsStream("/golden/control/1/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bytesStayWhatTheyAre() throws Exception {
        assertEquals(golden("narrow.txt"), new String(ControlCodec.encode(ORDER), StandardCharsets.UTF_8));
        assertEquals(ORDER, ControlCodec.fromBroker(bytes(golden("narrow.txt"))));
        var narrowed = new ControlMessage.Narrowed(SESSION, 7, POLICY, END, List.of("sftp", "record", "end"));
        assertArrayEquals(bytes(golden("narrowed.txt")), ControlCodec.encode(narrowed));
        assertEquals(narrowed, ControlCodec.fromAgent(bytes(golden("narrowed.txt"))));
        var not = new ControlMessage.NotNarrowed(SESSION, 7, "unknown-session",
                "No such session lives here.");
        assertArrayEquals(bytes(golden("not-narrowed.txt")), ControlCodec.encode(not));
        assertEquals(not, ControlCodec.fromAgent(bytes(golden("not-narrowed.txt"))));
    }

    @Property(tries = 200)
    void everyOrderComesBackAsItWas(@ForAll long seed) throws ControlFormatException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Narrow order = new Narrow(SessionId.random(random), random.nextLong(1, Limits.ORDER_EPOCH + 1),
                rights(random), Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L)),
                text(random, Limits.NARROW_WHY), POLICY, text(random, Limits.NARROW_TEXT));
        FromBroker back = ControlCodec.fromBroker(ControlCodec.encode(order));
        assertEquals(order, back);
    }

    private static String text(RandomGenerator random, int most) {
        return random.ints(random.nextInt(most + 1), 0, 0xd800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Rights rights(RandomGenerator random) {
        List<List<String>> lists = random.nextBoolean() ? List.of() : List.of(List.of("uptime", "df -h"));
        return Rights.from(Rights.widest()).shell(random.nextBoolean()).pty(random.nextBoolean())
                .exec(new Commands(lists)).sudo(random.nextBoolean() ? Commands.none() : Commands.any())
                .sftp(new Sftp(pick(random, Sftp.Mode.values()),
                        random.nextBoolean() ? Paths.any() : Paths.of(List.of("/var/log/**"))))
                .forward(random.nextBoolean() ? Destinations.none() : Destinations.of(List.of("db1:5432")))
                .agentForwarding(random.nextBoolean()).x11(random.nextBoolean())
                .record(new Recording(pick(random, Recording.InputMode.values()),
                        pick(random, Recording.OnFailure.values()), pick(random, Recording.Seal.values())))
                .observers(random.nextBoolean()
                        ? List.of()
                        : List.of(new Observer(1 + random.nextInt(5), new GroupName("ops"),
                                pick(random, Observer.Absence.values()), Duration.ofMinutes(3))))
                .idle(Optional.of(Duration.ofMinutes(1 + random.nextInt(60)))
                        .filter(_ -> random.nextBoolean()))
                .concurrent(1 + random.nextInt(10)).build();
    }

    private static <E> E pick(RandomGenerator random, E[] values) {
        return values[random.nextInt(values.length)];
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] body = ControlCodec.encode(ORDER);
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(cut));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "\"epoch\":7 | \"epoch\":0", "\"epoch\":7 | \"epoch\":-7",
            "\"epoch\":7 | \"epoch\":9007199254740992",
            "\"epoch\":7 | \"epoch\":7.5", "\"epoch\":7 | \"epoch\":\"7\"", "\"epoch\":7, | ",
            "0123456789abcdef\" | 0123456789ABCDEF\"", "0123456789abcdef\" | 0123456789abcde\"",
            "\"end\":1795458600000 | \"end\":-1", "\"shell\":true | \"shell\":1", "\"shell\":true, | ",
            "\"shell\":true | \"shell\":true,\"root\":true", "\"mode\":\"read\" | \"mode\":\"all\"",
            "\"idle\":600 | \"idle\":null", "\"idle\":600 | \"idle\":30",
            "\"concurrent\":1 | \"concurrent\":0",
            // Another order of the patterns means the same, and would be a second spelling of it.
            "\"systemctl status *\",\"uptime\" | \"uptime\",\"systemctl status *\"",
            "\"output\":\"on\" | \"output\":\"off\"", "\"text\": | \"note\":"})
    void whatIsNoOrderIsRefused(String was, String instead) {
        String order = new String(ControlCodec.encode(ORDER), StandardCharsets.UTF_8);
        String wrong = order.replace(was, instead == null ? "" : instead);
        assertNotEquals(order, wrong, "the sample has it");
        assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(bytes(wrong)), wrong);
    }

    @Test
    void textsAndListsHaveTheirBounds() throws Exception {
        String order = new String(ControlCodec.encode(new Narrow(SESSION, Limits.ORDER_EPOCH, RIGHTS, END,
                "w".repeat(Limits.NARROW_WHY), POLICY, "t".repeat(Limits.NARROW_TEXT))),
                StandardCharsets.UTF_8);
        ControlCodec.fromBroker(bytes(order));
        for (String longer : List.of(order.replace("www\"", "wwww\""), order.replace("ttt\"", "tttt\""))) {
            assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(bytes(longer)));
        }
        assertThrows(IllegalArgumentException.class,
                () -> new Narrow(SESSION, 0, RIGHTS, END, "", POLICY, ""));
        assertThrows(IllegalArgumentException.class, () -> new Narrow(SESSION, 1, RIGHTS, END, "", "ab", ""));

        String narrowed = golden("narrowed.txt");
        String most = "\"end\"" + ",\"end\"".repeat(Limits.NARROWED_FIELDS - 1);
        String three = "\"sftp\",\"record\",\"end\"";
        ControlCodec.fromAgent(bytes(narrowed.replace(three, most)));
        for (String wrong : List.of(narrowed.replace(three, most + ",\"end\""),
                narrowed.replace(three, "\"a b\""),
                narrowed.replace(three, "1"))) {
            assertThrows(ControlFormatException.class, () -> ControlCodec.fromAgent(bytes(wrong)));
        }
    }

    @Test
    void rightsThatNoGrantCouldCarryAreNeitherSentNorRead() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> ControlCodec.encode(orderOf(commands(700))));
        List<List<String>> lists = IntStream.range(0, 17).mapToObj(i -> List.of("run " + i)).toList();
        assertThrows(IllegalArgumentException.class, () -> ControlCodec.encode(orderOf(new Commands(lists))));
        String fits = new String(ControlCodec.encode(orderOf(commands(600))), StandardCharsets.UTF_8);
        String more = fits.replace("\"uptime\"", "\"uptime\",\"v" + "x".repeat(500) + "\"")
                .replace("\"x", "\"" + "x".repeat(20));
        assertNotEquals(fits, more);
        assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(bytes(more)));
    }

    /** The largest rights with the longest texts: an order may not fail for its size. */
    @Test
    void theLargestOrderFitsAFrame() throws Exception {
        Narrow order = new Narrow(SESSION, Limits.ORDER_EPOCH,
                Rights.from(RIGHTS).exec(commands(660)).build(),
                END, "\u20ac".repeat(Limits.NARROW_WHY), POLICY, "\u20ac".repeat(Limits.NARROW_TEXT));
        byte[] body = ControlCodec.encode(order);
        assertTrue(body.length > 48 * 1024 && body.length <= Limits.FRAME_BYTES, body.length + " bytes");
        assertEquals(order, ControlCodec.fromBroker(body));
    }

    private static Commands commands(int many) {
        return Commands.of(Stream.concat(Stream.of("uptime"),
                IntStream.range(0, many).mapToObj(i -> "x" + i + " " + "x".repeat(65))).toList());
    }

    private static Narrow orderOf(Commands exec) {
        return new Narrow(SESSION, 1, Rights.from(RIGHTS).exec(exec).build(), END, "", POLICY, "");
    }
}
