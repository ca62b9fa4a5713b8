package io.sallyport.broker.account;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a browser sends after a passkey was made or used (WebAuthn §5.1, {@code PublicKeyCredential.toJSON}), as far as its form goes: every field that
 * is read is there and is what it should be, and nothing else goes on from here. Proves nothing. Stateless.
 */
final class BrowserAnswer {
    /** Bytes. An attestation that was not asked for may be some thousand long. */
    private static final int LIMIT = 16 * 1024;
    private static final int DEPTH = 6;
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");
    /** rpIdHash, flags and counter (§6.1). */
    private static final int LEAST_DATA = 37;

    private BrowserAnswer() {}

    /** Of {@code navigator.credentials.create}. Empty: it has another form. */
    static Optional<String> created(String foreign) {
        return read(foreign, response -> Json.object().put("clientDataJSON", clientData(response))
                .put("attestationObject", bytes(response.string("attestationObject"), 1)));
    }

    /** Of {@code navigator.credentials.get}. Empty: it has another form. */
    static Optional<String> used(String foreign) {
        return read(foreign, response -> Json.object().put("clientDataJSON", clientData(response))
                .put("authenticatorData", bytes(response.string("authenticatorData"), LEAST_DATA))
                .put("signature", bytes(response.string("signature"), 1))
                .put("userHandle", response.optionalString("userHandle").map(text -> bytes(text, 1))));
    }

    private interface Response {
        JsonBuilder read(Json.Obj response);
    }

    private static Optional<String> read(String foreign, Response reader) {
        try {
            Json.Obj answer = JsonParser.parseObject(foreign, LIMIT, DEPTH);
            String id = bytes(answer.string("id"), 1);
            if (!answer.string("rawId").equals(id) || !answer.string("type").equals("public-key")) {
                return Optional.empty();
            }
            return Optional.of(Json.object().put("id", id).put("rawId", id).put("type", "public-key")
                    .put("response", reader.read(answer.object("response")).build())
                    .put("clientExtensionResults", Json.object().build()).build().text());
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }

    // §5.8.1: an object with these three, and perhaps more.
    private static String clientData(Json.Obj response) {
        String text = bytes(response.string("clientDataJSON"), 1);
        Json.Obj data = JsonParser.parseObject(Base64.getUrlDecoder().decode(text), LIMIT, DEPTH);
        // Each of these refuses what is not there, or is of another type.
        List<String> said = List.of(data.string("type"), data.string("challenge"), data.string("origin"));
        var _ = data.optionalBool("crossOrigin");
        if (said.contains("")) {
            throw new JsonFormatException("nothing where something has to be");
        }
        return text;
    }

    /** base64url without padding, of at least so many bytes. */
    private static String bytes(String text, int least) {
        if (!BASE64URL.matcher(text).matches() || text.length() % 4 == 1 || text.length() * 3 / 4 < least) {
            throw new JsonFormatException("bytes that are none, or too few");
        }
        return text;
    }
}
