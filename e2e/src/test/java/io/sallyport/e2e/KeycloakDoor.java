package io.sallyport.e2e;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.tls.PemTrust;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody's browser at the sign-in pages of one realm, without a browser: forms and cookies. */
final class KeycloakDoor implements AutoCloseable {
    static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-which-wants-43";
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private final String issuer;
    private final HttpClient http;

    KeycloakDoor(Keycloak keycloak, String issuer) throws IOException {
        this.issuer = issuer;
        this.http = HttpClient.newBuilder().sslContext(PemTrust.context(keycloak.certificate()))
                .cookieHandler(new CookieManager()).followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /** What the console would ask for, with an essential {@code acr}; {@code changed} replaces or, when empty, leaves out. */
    HttpResponse<String> ask(String redirect, String acr, Map<String, String> changed) {
        Map<String, String> query = new TreeMap<>(Map.of("response_type", "code", "client_id",
                "sallyport-console", "redirect_uri", redirect, "scope", "openid", "state", "some-state",
                "nonce",
                "some-nonce", "code_challenge", challenge(), "code_challenge_method", "S256", "claims",
                "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + acr + "\"]}}}"));
        query.putAll(changed);
        query.values().removeIf(String::isEmpty);
        return send(HttpRequest.newBuilder(
                URI.create(issuer + "/protocol/openid-connect/auth?" + encoded(query))));
    }

    /** A page of the realm to which somebody else sent this browser. */
    HttpResponse<String> open(URI address) {
        return send(HttpRequest.newBuilder(address));
    }

    /** Sends the form of a page. */
    HttpResponse<String> fill(HttpResponse<String> page, Map<String, String> fields) {
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new AssertionError("no form in: " + page.statusCode() + " " + page.body());
        }
        return post(form.group(1).replace("&amp;", "&"), fields);
    }

    /** The claims of the ID token for a code. Not verified: the server was, by its certificate. */
    Json.Obj claims(String code, String redirect, String secret) {
        HttpResponse<String> answer = post(issuer + "/protocol/openid-connect/token",
                Map.of("grant_type", "authorization_code", "client_id", "sallyport-console", "client_secret",
                        secret, "code", code, "redirect_uri", redirect, "code_verifier", VERIFIER));
        String token = JsonParser.parseObject(answer.body(), 1 << 16, 8).string("id_token");
        return JsonParser.parseObject(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), 1 << 16, 8);
    }

    private HttpResponse<String> post(String address, Map<String, String> fields) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(fields))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String challenge() {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256")
                            .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code of this moment (RFC 6238), with Keycloak's defaults. */
    static String totp(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] hash = mac.doFinal(
                    ByteBuffer.allocate(Long.BYTES).putLong(Instant.now().getEpochSecond() / 30).array());
            int at = hash[hash.length - 1] & 15;
            return "%06d".formatted((ByteBuffer.wrap(hash).getInt(at) & Integer.MAX_VALUE) % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
