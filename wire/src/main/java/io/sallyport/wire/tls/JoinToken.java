package io.sallyport.wire.tls;

import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Secret;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator carries to a new target: where the broker is, which key it has, and a secret that proves the
 * invitation. The text form is {@code sallyport-join:v1:} and base64url of JSON.
 * @param host       name or literal address the agent dials
 * @param spkiSha256 hash of the broker's key, lower-case hex
 * @param secret     {@link #SECRET_BYTES} random bytes, for one use
 * @param target     the target it was made for, so that nobody has to type it on the host
 */
public record JoinToken(String host, int port, String spkiSha256, Secret secret,
        Optional<TargetName> target) {
    /** Length of the secret: 256 bits. */
    public static final int SECRET_BYTES = 32;
    private static final String PREFIX = "sallyport-join:v1:";
    private static final Set<String> FIELDS = Set.of("host", "port", "spki", "secret", "target");

    public JoinToken {
        if (!host.matches("[A-Za-z0-9.:-]{1,253}") || port < 1 || port > 65_535
                || !spkiSha256.matches("[0-9a-f]{64}")
                || secret.bytes().length != SECRET_BYTES) {
            throw new IllegalArgumentException("a join token needs host, port, key hash and secret");
        }
    }

    /** Without the target: whoever uses it must know. */
    public JoinToken(String host, int port, String spkiSha256, Secret secret) {
        this(host, port, spkiSha256, secret, Optional.empty());
    }

    /** The text to hand over. It is a secret. */
    public String text() {
        byte[] json = Json.object().put("host", host).put("port", port).put("spki", spkiSha256)
                .put("secret", HexFormat.of().formatHex(secret.bytes()))
                .put("target", target.map(TargetName::value))
                .canonical();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /** From its text, with white space around it; empty for anything else. */
    public static Optional<JoinToken> parse(String text) {
        String token = text.strip();
        if (token.length() > Limits.JOIN_TOKEN_CHARACTERS || !token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            Json.Obj fields = JsonParser.parseObject(json, Limits.JOIN_TOKEN_CHARACTERS, Limits.JSON_DEPTH);
            fields.onlyFields(FIELDS);
            long port = fields.number("port");
            Optional<TargetName> target = fields.optionalString("target").map(TargetName::new);
            return port < 1 || port > 65_535
                    ? Optional.empty()
                    : Optional.of(new JoinToken(fields.string("host"), (int) port, fields.string("spki"),
                            Secret.of(HexFormat.of().parseHex(fields.string("secret"))), target));
        } catch (JsonFormatException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "join token for " + host + ":" + port;
    }
}
