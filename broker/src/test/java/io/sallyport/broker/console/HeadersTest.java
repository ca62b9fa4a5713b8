package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every answer carries, and what is too much to read. */
final class HeadersTest {
    private static final Map<String, String> ALWAYS = Map.of("content-security-policy",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "x-content-type-options", "nosniff", "referrer-policy", "no-referrer",
            "cross-origin-opener-policy",
            "same-origin", "cross-origin-resource-policy", "same-origin", "strict-transport-security",
            "max-age=31536000");
    @TempDir
    static Path folder;
    private static ConsoleWorld world;

    @BeforeAll
    static void open() {
        world = new ConsoleWorld(folder);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void everyAnswerCarriesTheSameStrictHeaders() {
        ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
        for (String path : new String[]{"/sign-in", "/inbox", "/nowhere", "/api/v1/me",
                "/api/v1/health/live"}) {
            HttpResponse<String> response = world.get(path, ada);
            ALWAYS.forEach((name, value) -> assertEquals(value,
                    response.headers().firstValue(name).orElse(""), path));
            assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""), path);
        }
    }

    @Test
    void staticFilesMayBeKeptForEverAndOthersDoNotExist() {
        String page = world.get("/sign-in", ConsoleWorld.Browser.STRANGER).body();
        String css = page.replaceFirst("(?s).*href=\"(/assets/[^\"]+app\\.css)\".*", "$1");
        HttpResponse<String> response = world.get(css, ConsoleWorld.Browser.STRANGER);
        assertEquals(200, response.statusCode());
        assertEquals("public, max-age=31536000, immutable",
                response.headers().firstValue("cache-control").orElse(""));
        assertEquals("text/css; charset=utf-8", response.headers().firstValue("content-type").orElse(""));
        for (String wrong : new String[]{"/assets/x/app.css", css + "/../app.js", "/assets/../broker.yaml",
                "/assets/%2e%2e/openapi.json", css.replace("app.css", "vendor/SHA256SUMS")}) {
            assertEquals(404, world.get(wrong, ConsoleWorld.Browser.STRANGER).statusCode(), wrong);
        }
    }

    @Test
    void pagesHaveNoInlineCodeAndNoInlineStyle() {
        ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
        for (String path : new String[]{"/sign-in", "/inbox", "/sessions", "/targets", "/health",
                "/nowhere"}) {
            String page = world.get(path, ada).body();
            assertFalse(page.matches("(?s).*<script(?![^>]* src=)[^>]*>.*"), path);
            assertFalse(page.matches("(?s).*<style.*"), path);
            assertFalse(page.matches("(?s).*<[^>]*\\s(style|on[a-z]+)=.*"), path);
            assertFalse(page.matches("(?s).*(src|href)=\"(https?:)?//.*"), path);
        }
    }

    @Test
    void aBodyOverOneMebibyteIsRefused() {
        HttpResponse<String> response = world.api("POST", "/api/v1/sign-in", "", " ".repeat(1024 * 1024 + 1));
        assertEquals(413, response.statusCode());
        assertTrue(response.body().contains("\"reason\":\"too-large\""), response.body());
    }

    @Test
    void headersOverSixteenKibibytesAreRefused() {
        HttpRequest request = world.to("/sign-in").header("X-Long", "x".repeat(17 * 1024))
                .version(java.net.http.HttpClient.Version.HTTP_1_1).build();
        try {
            int status = world.http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            assertEquals(431, status);
        } catch (IOException e) {
            // Cut off without an answer is as good.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void olderTlsIsRefused() throws IOException {
        try (Socket socket = world.http.sslContext().getSocketFactory().createSocket("127.0.0.1",
                world.base.getPort())) {
            SSLSocket tls = (SSLSocket) socket;
            tls.setEnabledProtocols(new String[]{"TLSv1.2"});
            assertThrows(SSLException.class, tls::startHandshake);
        }
    }
}
