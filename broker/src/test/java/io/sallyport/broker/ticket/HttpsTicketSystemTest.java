package io.sallyport.broker.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.policy.Ticket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-4 and WEB-5 of asking for tickets, against a real HTTPS server on loopback. */
class HttpsTicketSystemTest {
    private static final String LOOPBACK = "127.0.0.0/8";
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private final TicketServer server;
    private final List<HttpsTicketSystem> opened = new ArrayList<>();

    HttpsTicketSystemTest(@TempDir Path folder) throws IOException {
        this.server = new TicketServer(folder);
    }

    @AfterEach
    void close() {
        opened.forEach(HttpsTicketSystem::close);
        server.close();
    }

    private HttpsTicketSystem system(TicketSettings settings, Resolver resolver) throws IOException {
        HttpsTicketSystem system = server.system(settings, System::nanoTime, resolver);
        opened.add(system);
        return system;
    }

    private HttpsTicketSystem system() throws IOException {
        return system(server.settings(TicketServer.HOST, LOOPBACK), _ -> List.of(HERE));
    }

    private String silence(TicketSystem system, String id) {
        return assertInstanceOf(TicketAnswer.Silent.class, system.ask(id)).why();
    }

    @Test
    void fieldsComeThroughTheirPointersInThePolicysWords() throws IOException {
        server.json("""
                {"id": 7, "weight": 1.5, "fields": {"status": {"name": "In Progress"}, "priority": 2}}""");
        Ticket ticket = assertInstanceOf(TicketAnswer.Found.class, system().ask("CHG-7")).ticket();
        assertEquals(Ticket.of("CHG-7", Map.of("state", "open", "priority", "2")), ticket);
        assertEquals(List.of("/tickets/CHG-7?fields=all " + TicketServer.HOST + ":" + server.port()
                + " Bearer " + TicketServer.TOKEN), server.asked);
    }

    @Test
    void whatIsMissingIsEmptyAndAForeignWordStaysAsItIs() throws IOException {
        server.json("{\"fields\": {\"status\": {\"name\": \"Wartend\"}, \"priority\": null}}");
        assertEquals(Map.of("state", "Wartend"),
                assertInstanceOf(TicketAnswer.Found.class, system().ask("CHG-7")).ticket().fields());
        server.json("{\"fields\": {\"status\": {\"name\": {\"x\": 1}}, \"priority\": [1]}}");
        assertEquals(Map.of(),
                assertInstanceOf(TicketAnswer.Found.class, system().ask("CHG-7")).ticket().fields());
    }

    @Test
    void aForeignWordIsOneHarmlessLine() throws IOException {
        server.json(
                "{\"fields\": {\"status\": {\"name\": \"open\\nrefused by: nobody\\u001b[2J\"}, \"priority\": \""
                        + "x".repeat(300) + "\"}}");
        Map<String, String> fields = assertInstanceOf(TicketAnswer.Found.class, system().ask("CHG-7"))
                .ticket()
                .fields();
        assertTrue(fields.values().stream().allMatch(word -> word.chars().noneMatch(Character::isISOControl)),
                fields.toString());
        assertEquals("x".repeat(200) + "...", fields.get("priority"));
    }

    @Test
    void notFoundIsKnownToBeAbsent() throws IOException {
        assertInstanceOf(TicketAnswer.None.class, system().ask("CHG-8"));
        assertEquals(1, server.asked.size());
    }

    @Test
    void anIdThatIsNoneIsNeverSent() throws IOException {
        HttpsTicketSystem system = system();
        for (String id : List.of("", "..", "CHG-7/../x", "CHG-7?x=1", "CHG-7%0d%0aX: y", "CHG-7\r\nX: y",
                "CHG-7 ", "chg-7", "CHG-1234567", "ü")) {
            assertInstanceOf(TicketAnswer.None.class, system.ask(id), id);
        }
        assertEquals(List.of(), server.asked);
    }

    @Test
    void redirectsAreNotFollowed() throws IOException {
        for (int status : List.of(301, 302, 303, 307, 308)) {
            server.answer = request -> request.response().setStatusCode(status)
                    .putHeader("Location", "https://" + TicketServer.HOST + ":" + server.port() + "/other")
                    .end();
            assertTrue(silence(system(), "CHG-7").contains("redirects are not followed"));
        }
        assertEquals(5, server.asked.size());
    }

    @Test
    void everyOtherStatusIsUnknown() throws IOException {
        for (int status : List.of(204, 400, 401, 403, 410, 429, 500, 503)) {
            server.answer = request -> request.response().setStatusCode(status).end("{}");
            silence(system(), "CHG-7");
        }
    }

    @Test
    void theNameIsLookedUpOnceForEachQuestionAndTheCheckedAddressIsUsed() throws IOException {
        // A name that answers with something harmless first: whoever asks twice connects to the second one.
        AtomicInteger lookups = new AtomicInteger();
        Resolver rebinding = _ -> lookups.getAndIncrement() % 2 == 0
                ? List.of(InetAddress.ofLiteral("192.0.2.9"))
                : List.of(HERE);
        HttpsTicketSystem system = system(server.settings(TicketServer.HOST), rebinding);
        assertTrue(silence(system, "CHG-7").contains("allow_addresses"));
        assertTrue(silence(system, "CHG-7").contains("allow_addresses"));
        assertEquals(2, lookups.get());
        assertEquals(List.of(), server.asked);
    }

    @Test
    void oneForbiddenAddressAmongGoodOnesSpoilsAll() throws IOException {
        HttpsTicketSystem system = system(server.settings(TicketServer.HOST, "127.0.0.1/32"),
                _ -> List.of(HERE, InetAddress.ofLiteral("169.254.169.254")));
        assertTrue(silence(system, "CHG-7").contains("allow_addresses"));
        assertEquals(List.of(), server.asked);
    }

    @Test
    void literalsAreCheckedLikeNames() throws IOException {
        for (String host : List.of("127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254")) {
            HttpsTicketSystem system = system(server.settings(host), _ -> {
                throw new AssertionError("a literal is not looked up");
            });
            assertTrue(silence(system, "CHG-7").contains("allow_addresses"), host);
        }
        assertEquals(List.of(), server.asked);
    }

    @Test
    void anUnknownNameIsUnknown() throws IOException {
        assertTrue(silence(system(server.settings(TicketServer.HOST, LOOPBACK), host -> {
            throw new UnknownHostException(host);
        }), "CHG-7").contains("not known"));
        assertTrue(silence(system(server.settings(TicketServer.HOST, LOOPBACK), _ -> List.of()), "CHG-7")
                .contains("no address"));
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException {
        server.json("{}");
        String why = silence(system(server.settings("other.example.test", LOOPBACK), _ -> List.of(HERE)),
                "CHG-7");
        assertTrue(why.contains("certificate"), why);
        assertEquals(List.of(), server.asked, "the token was not sent");
    }

    @Test
    void aCertificateOfAnotherCaIsRefused() throws IOException {
        TicketSettings with = server.settings(TicketServer.HOST, LOOPBACK);
        TicketSettings without = new TicketSettings(with.host(), with.port(), with.before(), with.after(),
                with.tokenFile(), with.ids(), with.fields(), with.allowed(), java.util.Optional.empty());
        String why = silence(system(without, _ -> List.of(HERE)), "CHG-7");
        assertTrue(why.contains("certificate"), why);
        assertEquals(List.of(), server.asked);
    }

    @Test
    void aHugeAnswerIsCutOff() throws IOException {
        server.json("{\"x\": \"" + "a".repeat(HttpsTicketSystem.MOST_BYTES) + "\"}");
        assertTrue(silence(system(), "CHG-7").contains("larger"));
        server.answer = request -> {
            request.response().setChunked(true);
            for (int i = 0; i < 200; i++) {
                request.response().write("a".repeat(1024));
            }
            request.response().end();
        };
        assertTrue(silence(system(), "CHG-7").contains("larger"));
    }

    @Test
    void whatIsNoJsonIsUnknown() throws IOException {
        for (String text : List.of("", "no", "7", "\"text\"", "{", "{} {}", "<html></html>",
                "[".repeat(33) + "]".repeat(33), "{\"a\":".repeat(5_000))) {
            server.json(text);
            assertTrue(silence(system(), "CHG-7").contains("JSON"), text.substring(0, Math.min(9,
                    text.length())));
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        server.answer = _ -> {
        };
        // The clock of the deadline runs ahead: nobody waits five seconds for this.
        long start = System.nanoTime();
        AtomicInteger calls = new AtomicInteger();
        HttpsTicketSystem system = server.system(server.settings(TicketServer.HOST, LOOPBACK),
                () -> System.nanoTime() + (calls.getAndIncrement() == 0
                        ? 0
                        : Duration.ofMillis(4_500).toNanos()),
                _ -> List.of(HERE));
        opened.add(system);
        assertTrue(silence(system, "CHG-7").contains("5 s"));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(4).toNanos());
    }

    @Test
    void aNameServerThatNeverAnswersIsGivenUp() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        HttpsTicketSystem system = server.system(server.settings(TicketServer.HOST, LOOPBACK),
                () -> System.nanoTime() + (calls.getAndIncrement() == 0
                        ? 0
                        : Duration.ofMillis(4_800).toNanos()),
                _ -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of(HERE);
                });
        opened.add(system);
        assertTrue(silence(system, "CHG-7").contains("in time"));
    }

    @Test
    void nobodyThereIsUnknown() throws IOException {
        TicketSettings with = server.settings(TicketServer.HOST, LOOPBACK);
        TicketSettings closed = new TicketSettings(with.host(), 1, with.before(), with.after(),
                with.tokenFile(), with.ids(), with.fields(), with.allowed(), with.trust());
        assertTrue(silence(system(closed, _ -> List.of(HERE)), "CHG-7").contains("reached"));
    }

    @Test
    void theTokenIsInNoLogAndInNoMessage() throws IOException {
        List<String> said = new ArrayList<>();
        Logger root = Logger.getLogger("");
        Logger ours = Logger.getLogger("io.sallyport.broker.ticket");
        Level before = ours.getLevel();
        Handler listening = new Handler() {
            @Override
            public synchronized void publish(LogRecord record) {
                said.add(record.getMessage() + " " + List.of(record.getParameters() == null
                        ? new Object[0]
                        : record.getParameters()) + " " + stack(record.getThrown()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        listening.setLevel(Level.ALL);
        root.addHandler(listening);
        ours.setLevel(Level.ALL);
        try {
            server.answer = request -> request.connection().close();
            HttpsTicketSystem system = system();
            said.add(silence(system, "CHG-7"));
            server.answer = request -> request.response().setStatusCode(401)
                    .end(String.valueOf(request.getHeader("Authorization")));
            said.add(silence(system, "CHG-7"));
            said.add(server.settings(TicketServer.HOST).toString());
        } finally {
            root.removeHandler(listening);
            ours.setLevel(before);
        }
        assertTrue(said.size() >= 3);
        assertTrue(server.asked.getFirst().contains(TicketServer.TOKEN), "it was sent");
        assertFalse(said.toString().contains(TicketServer.TOKEN), said.toString());
    }

    private static String stack(@org.jspecify.annotations.Nullable Throwable thrown) {
        var text = new java.io.StringWriter();
        if (thrown != null) {
            thrown.printStackTrace(new java.io.PrintWriter(text));
        }
        return text.toString();
    }

    @Test
    void aTokenThatOthersMayReadOrThatIsNoneIsRefusedWithoutBeingRepeated() throws IOException {
        TicketSettings settings = server.settings(TicketServer.HOST);
        Files.setPosixFilePermissions(settings.tokenFile(), PosixFilePermissions.fromString("rw-r--r--"));
        IOException open = assertThrows(IOException.class, () -> HttpsTicketSystem.check(settings));
        assertTrue(String.valueOf(open.getMessage()).contains("chmod 600"));
        Files.setPosixFilePermissions(settings.tokenFile(), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(settings.tokenFile(), "two words\nX-Header: y");
        IOException odd = assertThrows(IOException.class, () -> HttpsTicketSystem.check(settings));
        assertFalse(String.valueOf(odd.getMessage()).contains("words"), odd.getMessage());
    }
}
