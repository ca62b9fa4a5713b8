package io.sallyport.broker.account;

import io.sallyport.policies.json.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * An authenticator made of software (ES256, attestation none), and the browser before it, which say whatever a test wants: the
 * fields below are what an honest pair would say.
 */
public final class SoftKey {
    static final int PRESENT = 1;
    static final int VERIFIED = 4;
    private static final int ATTESTED = 0x40;

    final byte[] id = new byte[16];
    private final KeyPair pair;
    public String origin = AccountsWorld.ORIGIN;
    public String rpId = "console.test";
    String type = "";
    int flags = PRESENT | VERIFIED;
    int counter;
    boolean crossOrigin;
    byte[] handle = {};

    public SoftKey() {
        new SecureRandom().nextBytes(id);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer of {@code navigator.credentials.create}. */
    public String create(Json.Obj options) {
        handle = Base64.getUrlDecoder().decode(options.object("user").string("id"));
        byte[] client = client("webauthn.create", options.string("challenge"));
        byte[] data = data(flags | ATTESTED,
                bytes(new byte[16], new byte[]{0, (byte) id.length}, id, cose()));
        byte[] object = bytes(new byte[]{(byte) 0xa3}, text("fmt"), text("none"), text("attStmt"),
                new byte[]{(byte) 0xa0}, text("authData"), cborBytes(data));
        return answer(Json.object().put("clientDataJSON", base64(client))
                .put("attestationObject", base64(object)).build());
    }

    /** The answer of {@code navigator.credentials.get}. */
    public String get(Json.Obj options) {
        byte[] client = client("webauthn.get", options.string("challenge"));
        byte[] data = data(flags, new byte[0]);
        return answer(
                Json.object().put("clientDataJSON", base64(client)).put("authenticatorData", base64(data))
                        .put("signature", base64(sign(bytes(data, sha256(client)))))
                        .put("userHandle", base64(handle)).build());
    }

    private String answer(Json.Obj response) {
        return Json.object().put("id", base64(id)).put("rawId", base64(id)).put("type", "public-key")
                .put("response", response).put("clientExtensionResults", Json.object().build()).text();
    }

    private byte[] client(String honest, String challenge) {
        return Json.object().put("type", type.isEmpty() ? honest : type).put("challenge", challenge)
                .put("origin", origin).put("crossOrigin", crossOrigin).text()
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] data(int said, byte[] more) {
        return bytes(sha256(rpId.getBytes(StandardCharsets.UTF_8)), new byte[]{(byte) said},
                ByteBuffer.allocate(4).putInt(counter).array(), more);
    }

    // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: RFC 9053 §7.1.1
    private byte[] cose() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return bytes(new byte[]{(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21},
                cborBytes(fixed(key.getW().getAffineX())), new byte[]{0x22},
                cborBytes(fixed(key.getW().getAffineY())));
    }

    private byte[] sign(byte[] what) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(what);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] text(String text) {
        return bytes(new byte[]{(byte) (0x60 | text.length())}, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] cborBytes(byte[] bytes) {
        return bytes(bytes.length < 256
                ? new byte[]{0x58, (byte) bytes.length}
                : new byte[]{0x59, (byte) (bytes.length >> 8), (byte) bytes.length}, bytes);
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
