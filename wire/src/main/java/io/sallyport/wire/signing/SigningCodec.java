package io.sallyport.wire.signing;

import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.GrantFormatException;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Secret;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.cert.TrustBundle;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Requests and answers to frame bodies and back (docs/formats/signing.md). Reading refuses unknown types and fields. Pure;
 * safe for many threads.
 */
public final class SigningCodec {
    private SigningCodec() {}

    /** The body of one frame. It holds a secret if the request does. */
    public static byte[] encode(SigningRequest request) {
        return switch (request) {
            case SigningRequest.Status() -> typed("status").canonical();
            case SigningRequest.Seal() -> typed("seal").canonical();
            case SigningRequest.TrustKeys() -> typed("trust-keys").canonical();
            case SigningRequest.Unseal(Secret passphrase) ->
                typed("unseal").put("passphrase", base64(passphrase.bytes())).canonical();
            case SigningRequest.IssueUser(SshPublicKey key, CarriedGrant grant, InetAddress source) ->
                typed("issue-user")
                        .put("key", key.line())
                        .put("grant", new String(grant.encode(), StandardCharsets.UTF_8))
                        .put("source", source.getHostAddress()).canonical();
            case SigningRequest.IssueHost(SshPublicKey key, List<String> names) ->
                typed("issue-host").put("key", key.line()).put("names", Json.strings(names)).canonical();
        };
    }

    /** @throws SigningFormatException no request, with the refusal to answer */
    public static SigningRequest request(byte[] body) throws SigningFormatException {
        try {
            Json.Obj in = JsonParser.parseObject(body, Limits.FRAME_BYTES, Limits.JSON_DEPTH);
            return switch (in.string("type")) {
                case "status" -> only(in, new SigningRequest.Status());
                case "seal" -> only(in, new SigningRequest.Seal());
                case "trust-keys" -> only(in, new SigningRequest.TrustKeys());
                case "unseal" -> only(in, new SigningRequest.Unseal(secret(in)), "passphrase");
                case "issue-user" ->
                    only(in, new SigningRequest.IssueUser(key(in), grant(in), source(in)), "key",
                            "grant", "source");
                case "issue-host" ->
                    only(in, new SigningRequest.IssueHost(key(in), in.strings("names")), "key", "names");
                default -> throw new SigningFormatException("a request that is not in the table");
            };
        } catch (JsonFormatException e) {
            throw new SigningFormatException("a request that breaks its format: " + e.getMessage());
        }
    }

    /** The body of one frame. */
    public static byte[] encode(SigningAnswer answer) {
        return switch (answer) {
            case SigningAnswer.Standing(boolean sealed, boolean demo) ->
                typed("standing").put("sealed", sealed).put("demo", demo).canonical();
            case SigningAnswer.Trust(TrustBundle bundle) ->
                typed("trust").put("bundle", bundle.json()).canonical();
            case SigningAnswer.Issued(SshCertificate certificate) ->
                typed("issued").put("certificate", certificate.base64())
                        .put("serial", Long.toUnsignedString(certificate.serial())).canonical();
            case SigningAnswer.Refused(SigningRefusal reason, String text) ->
                typed("refused").put("reason", reason.code()).put("text", text).canonical();
        };
    }

    /** @throws SigningFormatException no answer */
    public static SigningAnswer answer(byte[] body) throws SigningFormatException {
        try {
            Json.Obj in = JsonParser.parseObject(body, Limits.FRAME_BYTES, Limits.JSON_DEPTH);
            return switch (in.string("type")) {
                case "standing" ->
                    only(in, new SigningAnswer.Standing(in.bool("sealed"), in.bool("demo")), "sealed",
                            "demo");
                case "trust" ->
                    only(in, new SigningAnswer.Trust(TrustBundle.of(in.object("bundle"))), "bundle");
                case "issued" -> only(in, issued(in), "certificate", "serial");
                case "refused" -> only(in, refused(in), "reason", "text");
                default -> throw new SigningFormatException("an answer of no known type");
            };
        } catch (JsonFormatException | SshFormatException e) {
            throw new SigningFormatException("an answer that breaks its format: " + e.getMessage());
        }
    }

    private static SigningAnswer issued(Json.Obj in) throws SshFormatException, SigningFormatException {
        SshCertificate certificate = SshCertificate.parseBase64(in.string("certificate"));
        if (!in.string("serial").equals(Long.toUnsignedString(certificate.serial()))) {
            throw new SigningFormatException("an answer whose serial is not the certificate's");
        }
        return new SigningAnswer.Issued(certificate);
    }

    private static SigningAnswer refused(Json.Obj in) throws SigningFormatException {
        SigningRefusal reason = SigningRefusal.ofCode(in.string("reason"))
                .orElseThrow(() -> new SigningFormatException("an answer with an unknown reason"));
        return new SigningAnswer.Refused(reason, in.string("text"));
    }

    private static <T> T only(Json.Obj in, T message, String... fields) {
        List<String> names = new ArrayList<>(List.of(fields));
        names.add("type");
        in.onlyFields(names.toArray(String[]::new));
        return message;
    }

    private static Secret secret(Json.Obj in) throws SigningFormatException {
        byte[] passphrase = bytes(in.string("passphrase"));
        if (passphrase.length == 0 || passphrase.length > Limits.PASSPHRASE_BYTES) {
            throw new SigningFormatException("a passphrase has 1 to " + Limits.PASSPHRASE_BYTES + " bytes");
        }
        Secret secret = Secret.of(passphrase);
        Arrays.fill(passphrase, (byte) 0);
        return secret;
    }

    private static SshPublicKey key(Json.Obj in) throws SigningFormatException {
        try {
            return SshPublicKey.parseLine(in.string("key"));
        } catch (SshFormatException e) {
            throw new SigningFormatException(SigningRefusal.KEY_TYPE,
                    "the key is refused: " + e.getMessage());
        }
    }

    private static CarriedGrant grant(Json.Obj in) throws SigningFormatException {
        try {
            return CarriedGrant.decode(in.string("grant").getBytes(StandardCharsets.UTF_8));
        } catch (GrantFormatException e) {
            throw new SigningFormatException(SigningRefusal.GRANT_FORM,
                    "the grant cannot be read: " + e.getMessage());
        }
    }

    private static InetAddress source(Json.Obj in) throws SigningFormatException {
        try {
            return InetAddress.ofLiteral(in.string("source"));
        } catch (IllegalArgumentException e) {
            throw new SigningFormatException(SigningRefusal.SOURCE, "the source is not a literal address");
        }
    }

    private static JsonBuilder typed(String type) {
        return Json.object().put("type", type);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String base64) throws SigningFormatException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SigningFormatException("not base64");
        }
    }
}
