package io.sallyport.broker.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.broker.session.SignOutReach;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An identity provider on loopback, over HTTPS with a CA of its own. Honest until told otherwise: a test gives it the very token to hand out, or
 * takes over one of its addresses.
 */
public final class StubProvider implements AutoCloseable {
    public static final String CLIENT = "sallyport-console";
    public static final String SECRET = "a-client-secret-of-32-characters";
    /** What the provider calls people; what they are called here is another matter. */
    public static final String ADA = "5f0c-ada";
    public static final String EVA = "5f0c-eva";
    private static final String REALM = "/realms/company";
    // Made once: it takes longer than everything else here.
    private static final RSAKey OURS = rsa("rsa-1");
    private static final RSAKey ANOTHERS = rsa("rsa-1");

    /** What a code stands for. */
    private record Sold(String token, String challenge, String callback) {}

    final Vertx vertx = Vertx.vertx();
    final InstantSource time;
    final RSAKey rsa = OURS;
    /** Not published. */
    final RSAKey stranger = ANOTHERS;
    final ECKey ec = ec("ec-1");
    private final KeyPair ed = pair("Ed25519", 0);
    /** What was asked, by path. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Takes over an address. */
    final Map<String, Consumer<HttpServerRequest>> instead = new ConcurrentHashMap<>();
    /** Changes to the published metadata. */
    final Map<String, Object> metadata = new ConcurrentHashMap<>();
    final List<Map<String, Object>> keys = new CopyOnWriteArrayList<>();
    private final Map<String, Sold> codes = new ConcurrentHashMap<>();
    private final Path folder;
    private final HttpServer server;

    public StubProvider(Path folder, InstantSource time) throws IOException {
        this.folder = folder;
        this.time = time;
        TlsIdentity.loadOrCreate(folder.resolve("idp.key"), folder.resolve("idp.crt"), "provider",
                List.of("127.0.0.1", "localhost"), new SecureRandom(), InstantSource.system());
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        keys.add(rsa.toPublicJWK().toJSONObject());
        keys.add(ec.toPublicJWK().toJSONObject());
        keys.add(new OctetKeyPair.Builder(Curve.Ed25519, edX()).keyID("ed-1").build().toJSONObject());
        this.server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setHost("127.0.0.1")
                .setPort(0).setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(folder.resolve("idp.crt").toString())
                        .setKeyPath(folder.resolve("idp.key").toString())))
                .requestHandler(this::answer);
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    public String origin() {
        return "https://127.0.0.1:" + server.actualPort();
    }

    public String issuer() {
        return origin() + REALM;
    }

    /** Those of a client of this provider, that has a word for both levels. */
    public OidcSettings settings() {
        return new OidcSettings(URI.create(issuer()), CLIENT, folder.resolve("secret"),
                Optional.of(folder.resolve("idp.crt")), new Levels(Map.of(Mfa.OTP, List.of("mfa", "otp"),
                        Mfa.PHISHING_RESISTANT, List.of("hwk"))),
                Mfa.OTP, Duration.ofMinutes(5), "Example ID", SignOutReach.ALL_SESSIONS);
    }

    /** What the browser was sent off with. */
    public static Map<String, String> query(URI address) {
        Map<String, String> values = new LinkedHashMap<>();
        Arrays.stream(address.getRawQuery().split("&")).map(pair -> pair.split("=", 2)).forEach(
                pair -> values.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return values;
    }

    /** Claims of an id token that is as it should be. */
    public JWTClaimsSet.Builder claims(String subject, String nonce) {
        Date now = Date.from(time.instant());
        return new JWTClaimsSet.Builder().issuer(issuer()).audience(CLIENT).subject(subject)
                .issueTime(now).expirationTime(Date.from(time.instant().plusSeconds(60)))
                .claim("nonce", nonce).claim("azp", CLIENT).claim("acr", "mfa").claim("sid", "sid-" + subject)
                .claim("auth_time", time.instant().getEpochSecond());
    }

    /** Claims of a logout token that is as it should be. */
    public JWTClaimsSet.Builder logout(String id) {
        return new JWTClaimsSet.Builder().issuer(issuer()).audience(CLIENT).jwtID(id)
                .issueTime(Date.from(time.instant()))
                .expirationTime(Date.from(time.instant().plusSeconds(60)))
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    public String signed(JWTClaimsSet claims) {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(rsa.getKeyID()).build(), claims, rsa);
    }

    static String signed(JWSHeader header, JWTClaimsSet claims, RSAKey key) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String signedByEc(JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build(),
                    claims);
            jwt.sign(new ECDSASigner(ec));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String signedByEd(JWTClaimsSet claims) {
        try {
            String input = base64("{\"alg\":\"EdDSA\",\"kid\":\"ed-1\"}") + "."
                    + base64(claims.toString());
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(ed.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(String text) {
        return Base64URL.encode(text).toString();
    }

    /** A code for that departure, which is worth {@code idToken}. */
    public String sell(Map<String, String> asked, String idToken) {
        String code = "code-" + codes.size() + "-" + asked.getOrDefault("state", "").hashCode();
        codes.put(code, new Sold(idToken, asked.getOrDefault("code_challenge", ""),
                asked.getOrDefault("redirect_uri", "")));
        return code;
    }

    private void answer(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        asked.add(path);
        Consumer<HttpServerRequest> other = instead.get(path);
        if (other != null) {
            other.accept(request);
        } else if (path.equals(REALM + "/.well-known/openid-configuration")) {
            json(request, 200, discovery());
        } else if (path.equals(REALM + "/keys")) {
            JsonArray all = new JsonArray();
            keys.forEach(key -> all.add(new JsonObject(new LinkedHashMap<>(key))));
            json(request, 200, new JsonObject().put("keys", all));
        } else if (path.equals(REALM + "/token")) {
            request.setExpectMultipart(true);
            request.endHandler(_ -> token(request));
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private JsonObject discovery() {
        JsonObject json = new JsonObject().put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/auth").put("token_endpoint", issuer() + "/token")
                .put("jwks_uri", issuer() + "/keys").put("end_session_endpoint", issuer() + "/logout")
                .put("subject_types_supported", new JsonArray().add("public"))
                .put("response_types_supported", new JsonArray().add("code"))
                .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"))
                .put("authorization_response_iss_parameter_supported", true);
        metadata.forEach(json::put);
        return json;
    }

    // As strict as a good provider is: the client proves itself, a code is good once, for who began.
    private void token(HttpServerRequest request) {
        String basic = "Basic " + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        Sold sold = codes.remove(String.valueOf(request.getFormAttribute("code")));
        boolean good = sold != null && basic.equals(request.getHeader("Authorization"))
                && "authorization_code".equals(request.getFormAttribute("grant_type"))
                && sold.callback.equals(request.getFormAttribute("redirect_uri"))
                && sold.challenge.equals(sha256(String.valueOf(request.getFormAttribute("code_verifier"))));
        if (sold == null || !good) {
            json(request, 400, new JsonObject().put("error", "invalid_grant"));
            return;
        }
        json(request, 200, new JsonObject().put("access_token", "unused").put("token_type", "Bearer")
                .put("id_token", sold.token));
    }

    static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response().setStatusCode(status).putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(body.encode()));
    }

    private static String sha256(String text) {
        try {
            return Base64URL.encode(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey rsa(String id) {
        KeyPair pair = pair("RSA", 2048);
        return new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey(pair.getPrivate()).keyID(id)
                .build();
    }

    private static ECKey ec(String id) {
        KeyPair pair = pair("EC", 256);
        return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).privateKey(pair.getPrivate())
                .keyID(id).build();
    }

    private static KeyPair pair(String kind, int bits) {
        try {
            KeyPairGenerator maker = KeyPairGenerator.getInstance(kind);
            if (bits > 0) {
                maker.initialize(bits);
            }
            return maker.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Base64URL edX() {
        byte[] encoded = ed.getPublic().getEncoded();
        return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
