package io.sallyport.wire.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.wire.Secret;
import io.sallyport.wire.cert.SigningSamples;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SigningCodecTest {
    private static final List<SigningRequest> REQUESTS = List.of(new SigningRequest.Status(),
            new SigningRequest.Seal(),
            new SigningRequest.TrustKeys(), new SigningRequest.Unseal(Secret.of(new byte[]{1, 2, 3})),
            SigningSamples.user(), SigningSamples.detached(),
            new SigningRequest.IssueHost(SigningSamples.user().key(), List.of("web-1", "web-1.lan")));
    private static final List<SigningAnswer> ANSWERS = List.of(new SigningAnswer.Standing(true, false),
            new SigningAnswer.Trust(SigningSamples.bundle()),
            new SigningAnswer.Issued(SigningSamples.certificate()),
            new SigningAnswer.Refused(SigningRefusal.GRANT_OVER, "the grant is over"));

    @Test
    void everyMessageGoesBothWays() throws SigningFormatException {
        for (SigningRequest request : REQUESTS) {
            assertEquals(request, SigningCodec.request(SigningCodec.encode(request)));
        }
        for (SigningAnswer answer : ANSWERS) {
            assertEquals(answer, SigningCodec.answer(SigningCodec.encode(answer)));
        }
    }

    @Test
    void everyTruncationIsRefused() {
        for (SigningRequest request : REQUESTS) {
            byte[] body = SigningCodec.encode(request);
            for (int length = 0; length < body.length; length++) {
                byte[] cut = Arrays.copyOf(body, length);
                assertThrows(SigningFormatException.class, () -> SigningCodec.request(cut));
            }
        }
    }

    @Property(tries = 300)
    void noBytesMakeTheReadersStumble(@ForAll byte[] body) {
        assertThrows(SigningFormatException.class, () -> SigningCodec.request(body));
        assertThrows(SigningFormatException.class, () -> SigningCodec.answer(body));
    }

    @Test
    void whatIsNotInTheTableIsRefusedWithItsReason() {
        assertEquals(SigningRefusal.MALFORMED, refusal("{\"type\":\"export-keys\"}"));
        assertEquals(SigningRefusal.MALFORMED, refusal("{\"type\":\"status\",\"extra\":1}"));
        assertEquals(SigningRefusal.MALFORMED, refusal("{\"type\":\"unseal\",\"passphrase\":\"\"}"));
        assertEquals(SigningRefusal.KEY_TYPE,
                refusal("{\"type\":\"issue-host\",\"key\":\"ssh-dss AAAA\",\"names\":[\"a\"]}"));
        String user = new String(SigningCodec.encode(SigningSamples.user()), StandardCharsets.UTF_8);
        assertEquals(SigningRefusal.SOURCE, refusal(user.replace("192.0.2.7", "localhost")));
        assertEquals(SigningRefusal.GRANT_FORM, refusal(user.replace("\\\"epoch\\\"", "\\\"epoche\\\"")));
    }

    private static SigningRefusal refusal(String json) {
        return assertThrows(SigningFormatException.class,
                () -> SigningCodec.request(json.getBytes(StandardCharsets.UTF_8))).refusal();
    }
}
