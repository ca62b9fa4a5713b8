package io.sallyport.wire.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
import io.sallyport.wire.control.ControlMessage.FromAgent;
import io.sallyport.wire.control.ControlMessage.FromBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {
    private static final SessionId SESSION = new SessionId("s-" + "a".repeat(26));
    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.123Z");
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5";
    private static final List<FromAgent> AGENT = List.of(
            new ControlMessage.Hello(ControlCodec.PROTOCOL, new TargetName("web-1"), "0.1.0", KEY, "ab12",
                    "a: \u00e9\n",
                    TIME, true, List.of(SESSION), List.of(SESSION, SESSION)),
            new ControlMessage.Begin(SESSION, -1, new GrantId("g-" + "b".repeat(26)),
                    new LoginName("deploy")),
            new ControlMessage.Ended(SESSION, "grant-ended", ""), new ControlMessage.Pong(Long.MAX_VALUE),
            new ControlMessage.Narrowed(SESSION, 1, "0".repeat(64), TIME, List.of("agent_forwarding", "end")),
            new ControlMessage.NotNarrowed(SESSION, Limits.ORDER_EPOCH, "old-epoch", ""),
            new ControlMessage.NotOpened(SESSION, "lists-missing", ""));
    private static final List<FromBroker> BROKER = List.of(
            new ControlMessage.Welcome(TIME, KEY, Duration.ofSeconds(60), Duration.ofMillis(15_001)),
            new ControlMessage.Open(SESSION, "0123456789abcdef".repeat(2), List.of("AAAA", "AAA="),
                    "2001:db8::1", 65_535),
            new ControlMessage.Began(SESSION),
            new ControlMessage.NotBegun(SESSION, "serial-used", "no \"more\""),
            new ControlMessage.Renew(List.of(), TIME), new ControlMessage.End(SESSION, "revoked", "by ada"),
            new ControlMessage.HostCertificate(KEY), new ControlMessage.Ping(0),
            new ControlMessage.Narrow(SESSION, 1, Rights.tightest(), TIME, "", "f".repeat(64), "by \"ada\""));

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static void refused(byte[] body) {
        assertThrows(ControlFormatException.class, () -> ControlCodec.fromAgent(body));
        assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(body));
    }

    @Test
    void everyMessageGoesBothWaysAndOnlyInItsDirection() throws ControlFormatException {
        for (FromAgent message : AGENT) {
            byte[] body = ControlCodec.encode(message);
            assertEquals(message, ControlCodec.fromAgent(body));
            assertThrows(ControlFormatException.class, () -> ControlCodec.fromBroker(body));
        }
        for (FromBroker message : BROKER) {
            byte[] body = ControlCodec.encode(message);
            assertEquals(message, ControlCodec.fromBroker(body));
            assertThrows(ControlFormatException.class, () -> ControlCodec.fromAgent(body));
        }
    }

    @Test
    void noMessageIsForgottenHere() {
        Set<Class<?>> seen = new HashSet<>();
        AGENT.forEach(message -> seen.add(message.getClass()));
        BROKER.forEach(message -> seen.add(message.getClass()));
        Set<Class<?>> all = new HashSet<>(Arrays.asList(FromAgent.class.getPermittedSubclasses()));
        all.addAll(Arrays.asList(FromBroker.class.getPermittedSubclasses()));
        assertEquals(all, seen);
    }

    @Test
    void everyTruncationIsRefused() {
        for (ControlMessage message : AGENT) {
            byte[] body = ControlCodec.encode(message);
            for (int length = 0; length < body.length; length++) {
                refused(Arrays.copyOf(body, length));
            }
        }
    }

    @Property(tries = 300)
    void noBytesMakeTheReaderStumble(@ForAll byte[] body) {
        refused(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "{\"type\":1}", "{\"type\":\"shutdown\"}",
            "{\"type\":\"pong\"}",
            "{\"type\":\"pong\",\"number\":\"1\"}", "{\"type\":\"pong\",\"number\":1.5}",
            "{\"type\":\"pong\",\"number\":1,\"extra\":1}", "{\"type\":\"pong\",\"number\":1,\"number\":1}",
            "{\"type\":\"pong\",\"number\":1}x",
            "{\"type\":\"ended\",\"session\":\"s-1\",\"reason\":\"x\",\"detail\":\"\"}",
            "{\"type\":\"began\",\"session\":null}"})
    void whatIsNoMessageIsRefused(String json) {
        refused(bytes(json));
    }

    @Test
    void fieldsOutOfTheirBoundsAreRefused() {
        String open = new String(ControlCodec.encode(BROKER.get(1)), StandardCharsets.UTF_8);
        for (String wrong : List.of(open.replace("65535", "65536"), open.replace("65535", "-1"),
                open.replace("0123456789abcdef0", "0123456789ABCDEF0"),
                open.replace("2001:db8::1", "example.org"),
                open.replace("[\"AAA=\",\"AAAA\"]", "[]").replace("[\"AAAA\",\"AAA=\"]", "[]"),
                open.replace("\"AAAA\"",
                        String.join(",", Collections.nCopies(Limits.STAPLES, "\"AAAA\""))))) {
            assertFalse(wrong.equals(open));
            refused(bytes(wrong));
        }
        String hello = new String(ControlCodec.encode(AGENT.getFirst()), StandardCharsets.UTF_8);
        refused(bytes(hello.replace("\"protocol\":1", "\"protocol\":2")));
        refused(bytes(hello.replace("0.1.0", "x".repeat(Limits.CONTROL_TEXT + 1))));
    }

    @Test
    void aMessageFitsAFrameOrIsNotEncoded() {
        var large = new ControlMessage.HostCertificate("ssh-ed25519 " + "A".repeat(Limits.FRAME_BYTES));
        assertThrows(IllegalArgumentException.class, () -> ControlCodec.encode(large));
        String small = "{\"type\":\"ping\",\"number\":1}";
        refused(bytes(small + " ".repeat(Limits.FRAME_BYTES - small.length() + 1)));
    }

    @Test
    void aTokenIsNotPrinted() {
        assertFalse(BROKER.get(1).toString().contains("0123456789abcdef"));
        assertTrue(BROKER.get(1).toString().contains(SESSION.value()));
    }
}
