package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-1, WEB-4: how the provider is asked, and what becomes of it when it is away or answers as it should not. */
class ProviderTest {
    private static final String REALM = "/realms/company";
    private static final String DISCOVERY = REALM + "/.well-known/openid-configuration";
    private final Path folder;
    private OidcWorld world;

    ProviderTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.world = new OidcWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void impatient() throws IOException {
        world.close();
        world = new OidcWorld(folder, Duration.ofMillis(400));
    }

    private static Consumer<HttpServerRequest> redirect(String to) {
        return request -> request.response().setStatusCode(302).putHeader("Location", to).end();
    }

    private void assertAway(String why) {
        OidcWorld.assertAway(why, () -> world.party.depart(OidcWorld.SIGN_IN, "source"));
    }

    private void assertNotBelieved(String why) {
        OidcWorld.assertDistrust(why, () -> world.party.depart(OidcWorld.SIGN_IN, "source"));
    }

    private void arrive() throws OidcTrouble {
        world.arriveWith(OidcWorld.SIGN_IN, _ -> {
        });
    }

    @Test
    void noRedirectIsFollowed() {
        world.provider.instead.put(DISCOVERY, redirect("/elsewhere"));
        assertAway("it answers with status 302");
        world.provider.instead.clear();
        world.provider.instead.put(REALM + "/keys", redirect("/elsewhere"));
        OidcWorld.assertAway("it answers with status 302", this::arrive);
        world.provider.instead.put(REALM + "/token", redirect("/elsewhere"));
        assertThrows(OidcTrouble.class, this::arrive);
        assertFalse(world.provider.asked.contains("/elsewhere"), world.provider.asked.toString());
    }

    @Test
    void addressesOfOthersInTheMetadataAreNotUsed() {
        for (String name : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
            for (String evil : List.of("https://evil.example/x", "http://127.0.0.1/x",
                    "https://127.0.0.1:1/x", "https://127.0.0.1@evil.example/x")) {
                world.provider.metadata.clear();
                world.provider.metadata.put(name, evil);
                OidcTrouble trouble = assertThrows(OidcTrouble.class,
                        () -> world.party.depart(OidcWorld.SIGN_IN, "source"), evil);
                assertTrue(trouble.why().contains(name) || trouble.why().contains("can't be read"),
                        trouble.why());
            }
        }
        world.provider.metadata.clear();
        world.provider.metadata.put("issuer", "https://evil.example");
        assertNotBelieved("its metadata name another issuer");
    }

    @Test
    void anAnswerThatIsTooLargeIsCutOff() {
        String why = "it can't be reached, or its answer is too large or broken";
        byte[] large = new byte[BackChannel.MOST_BYTES + 1];
        world.provider.instead.put(DISCOVERY, request -> request.response().end(Buffer.buffer(large)));
        assertAway(why);
        world.provider.instead.put(DISCOVERY, request -> {
            request.response().setChunked(true);
            pour(request);
        });
        assertAway(why);
    }

    private static void pour(HttpServerRequest request) {
        if (!request.response().closed()) {
            var _ = request.response().write(Buffer.buffer(new byte[64 * 1024]))
                    .onSuccess(_ -> pour(request));
        }
    }

    @Test
    void aSlowAnswerIsNotWaitedForWhereverItStops() throws IOException {
        impatient();
        String why = "it did not answer within 400 ms";
        world.provider.instead.put(DISCOVERY, _ -> {
        });
        assertTrue(List.of(why, "it can't be reached, or its answer is too large or broken")
                .contains(assertThrows(OidcTrouble.Away.class,
                        () -> world.party.depart(OidcWorld.SIGN_IN, "source")).why()));
        world.provider.instead.put(DISCOVERY, request -> {
            request.response().setChunked(true);
            var _ = request.response().write("{");
        });
        assertAway(why);
    }

    @Test
    void nonsenseIsNotRead() {
        for (String text : List.of("", "[]", "{}", "<html>", "{\"issuer\":1}")) {
            world.provider.instead.put(DISCOVERY, request -> request.response().end(text));
            assertAway("its metadata can't be read");
        }
        world.provider.instead.clear();
        world.provider.instead.put(REALM + "/keys", request -> request.response().end("{\"keys\":7}"));
        OidcWorld.assertAway("its keys can't be read", this::arrive);
    }

    @Test
    void aCertificateOfAnotherCaOrForAnotherNameIsRefused(@TempDir Path other) throws IOException {
        TlsIdentity.loadOrCreate(other.resolve("k"), other.resolve("c"), "other", List.of("127.0.0.1"),
                new SecureRandom(), InstantSource.system());
        OidcSettings good = world.provider.settings();
        String why = "its certificate is not one that the broker trusts for that name";
        assertTrouble(why, with(good, good.issuer(), Optional.of(other.resolve("c"))));
        assertTrouble(why, with(good, good.issuer(), Optional.empty()));
        assertTrouble(why, with(good, URI.create(good.issuer().toString().replace("127.0.0.1", "127.0.0.2")),
                good.trust()));
    }

    private void assertTrouble(String why, OidcSettings settings) throws IOException {
        try (RelyingParty party = new RelyingParty(settings, () -> OidcWorld.ORIGIN, Duration.ofSeconds(20),
                new SecureRandom(), world.clock, world.clock::nanos)) {
            OidcTrouble trouble = assertThrows(OidcTrouble.Away.class,
                    () -> party.depart(OidcWorld.SIGN_IN, "source"));
            if (!settings.issuer().getHost().equals("127.0.0.2")
                    || !trouble.why().startsWith("it can't be reached")) {
                assertEquals(why, trouble.why());
            }
            assertEquals(Optional.of(trouble.why()), party.provider().trouble());
        }
    }

    private static OidcSettings with(OidcSettings settings, URI issuer, Optional<Path> trust) {
        return new OidcSettings(issuer, settings.clientId(), settings.secretFile(), trust, settings.levels(),
                settings.least(), settings.stepUpAge(), settings.title(), settings.logoutEnds());
    }

    @Test
    void whatIsWrongIsKnownUntilItIsGood() {
        world.party.provider().look();
        assertEquals(Optional.empty(), world.party.provider().trouble());
        world.provider.instead.put(DISCOVERY, request -> request.response().setStatusCode(500).end());
        world.party.provider().look();
        assertEquals(Optional.of("it answers with status 500"), world.party.provider().trouble());
        world.provider.instead.clear();
        world.party.provider().look();
        assertEquals(Optional.empty(), world.party.provider().trouble());
    }

    @Test
    void aSecretThatOthersMayReadIsNotUsed() throws IOException {
        Path secret = world.provider.settings().secretFile();
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        IOException open = assertThrows(IOException.class, () -> ClientSecret.read(secret));
        assertFalse(String.valueOf(open.getMessage()).contains(StubProvider.SECRET));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertEquals("(secret)", ClientSecret.read(secret).toString());
        Files.writeString(secret, "short");
        IOException bad = assertThrows(IOException.class, () -> ClientSecret.read(secret));
        assertFalse(String.valueOf(bad.getMessage()).contains("short\n"));
    }
}
