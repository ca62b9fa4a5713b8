package io.sallyport.wire.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Paths;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.Limits;
import io.sallyport.wire.control.ControlMessage.Open;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An opening with the lists that its certificates name. */
class OpenListsTest {
    private static final SessionId SESSION = new SessionId("s-" + "a".repeat(26));
    private static final String TOKEN = "0123456789abcdef".repeat(2);

    private static GrantLists lists(String name, int many, int characters) {
        List<String> commands = IntStream.range(0, many)
                .mapToObj(i -> "%s-%04d %s".formatted(name, i, "x".repeat(characters))).toList();
        return GrantLists.of(Rights.from(Rights.standard()).exec(Commands.of(commands)).build())
                .orElseThrow();
    }

    private static Open open(List<GrantLists> lists) {
        return new Open(SESSION, TOKEN, List.of("AAAA", "AAA="), lists, "192.0.2.7", 50_022);
    }

    private static final GrantLists SMALL = GrantLists.of(Rights.from(Rights.standard())
            .exec(Commands.of(List.of("uptime", "systemctl status *")))
            .sftp(new Sftp(Sftp.Mode.READ, Paths.of(List.of("/var/log/**")))).build()).orElseThrow();

    private static String golden(String name) throws IOException {
        try (InputStream in = OpenListsTest.class.getResourceAsStream("/golden/control/1/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bytesStayWhatTheyAre() throws Exception {
        Open open = open(List.of(SMALL));
        assertEquals(golden("open-lists.txt"), new String(ControlCodec.encode(open), StandardCharsets.UTF_8));
        assertEquals(open, ControlCodec.fromBroker(bytes(golden("open-lists.txt"))));
        var not = new ControlMessage.NotOpened(SESSION, "lists-missing", "No lists came.");
        assertEquals(golden("not-opened.txt"), new String(ControlCodec.encode(not), StandardCharsets.UTF_8));
        assertEquals(not, ControlCodec.fromAgent(bytes(golden("not-opened.txt"))));
    }

    /** An agent that does not know lists reads every opening that has none. */
    @Test
    void anOpeningWithoutListsIsSpeltAsEver() throws Exception {
        Open open = new Open(SESSION, TOKEN, List.of("AAAA"), "192.0.2.7", 50_022);
        String body = new String(ControlCodec.encode(open), StandardCharsets.UTF_8);
        assertFalse(body.contains("lists"), body);
        assertEquals(open, ControlCodec.fromBroker(bytes(body)));
    }

    @Test
    void theLargestOpeningIsSentAndNothingElseMayBeAsLarge() throws Exception {
        List<GrantLists> eight = IntStream.range(0, Limits.STAPLES)
                .mapToObj(i -> lists("run" + i, 500, 84)).toList();
        assertTrue(eight.getFirst().encode().length > 47 * 1024);
        Open open = new Open(SESSION, TOKEN, Collections.nCopies(Limits.STAPLES, "A".repeat(16_000)), eight,
                "2001:db8:0:0:0:0:0:7", 50_022);
        byte[] body = ControlCodec.encode(open);
        assertTrue(body.length <= Limits.OPENING_BYTES, body.length + " bytes");
        assertEquals(open, ControlCodec.fromBroker(body));
        String ping = "{\"type\":\"ping\",\"number\":1}";
        byte[] blanks = bytes(ping + " ".repeat(Limits.FRAME_BYTES - ping.length() + 1));
        assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(blanks));
        byte[] more = Arrays.copyOf(body, Limits.OPENING_BYTES + 1);
        Arrays.fill(more, body.length, more.length, (byte) ' ');
        assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(more));
        byte[] most = Arrays.copyOf(more, Limits.OPENING_BYTES);
        assertEquals(open, ControlCodec.fromBroker(most));
        byte[] fromAgent = bytes("{\"type\":\"pong\",\"number\":1}" + " ".repeat(Limits.FRAME_BYTES));
        assertThrows(ControlFormatException.class, () -> ControlCodec.fromAgent(fromAgent));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "\"lists\":[{ | \"lists\":[{},{",
            "\"systemctl status *\",\"uptime\" | \"uptime\",\"systemctl status *\"",
            "\"exec\": | \"run\":", "[\"/var/log/**\"] | \"any\"", "[\"/var/log/**\"] | [\"var\"]",
            "\"uptime\" | 7", "\"uptime\" | \"uptime ; reboot\""})
    void whatAreNoListsIsRefused(String was, String instead) {
        String body = new String(ControlCodec.encode(open(List.of(SMALL))), StandardCharsets.UTF_8);
        String wrong = body.replace(was, instead);
        assertNotEquals(body, wrong, "the sample has it");
        assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(bytes(wrong)), wrong);
    }

    @Test
    void noneNineTheSameTwiceOrTooLargeAreRefused() {
        String body = new String(ControlCodec.encode(open(List.of(SMALL))), StandardCharsets.UTF_8);
        String one = new String(SMALL.encode(), StandardCharsets.UTF_8);
        List<String> nine = IntStream.range(0, 9)
                .mapToObj(i -> new String(lists("run" + i, 1, 1).encode(), StandardCharsets.UTF_8)).toList();
        String large = one.replace("\"uptime\"", "\"uptime\",\"v"
                + String.join("\",\"v",
                        IntStream.range(0, 100).mapToObj(i -> "%03d".formatted(i) + "x".repeat(500))
                                .toList())
                + "\"");
        for (String wrong : List.of("", one + "," + one, String.join(",", nine), large)) {
            assertThrows(ControlFormatException.class,
                    () -> ControlCodec.fromBroker(bytes(body.replace(one, wrong))));
        }
    }

    @Test
    void listsAreNotPrinted() {
        assertFalse(open(List.of(SMALL)).toString().contains("uptime"));
        assertFalse(SMALL.toString().contains("uptime"));
    }
}
