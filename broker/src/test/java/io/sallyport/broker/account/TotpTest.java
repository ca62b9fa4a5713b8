package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Codes of the RFCs, the window, and no code twice. */
final class TotpTest {
    private static final Secret RFC = Secret.of("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_109);
    private static final long NEVER = -1;

    @Test
    void theCodesOfRfc4226AppendixDAreMade() {
        List<String> codes = List.of("755224", "287082", "359152", "969429", "338314", "254676", "287922",
                "162583", "399871", "520489");
        for (int counter = 0; counter < codes.size(); counter++) {
            assertEquals(codes.get(counter), Totp.code(RFC, counter));
        }
    }

    @Test
    void theCodesOfRfc6238AppendixBAreMade() {
        // The RFC prints eight digits; six are the last six of them.
        Map<Long, String> codes = Map.of(59L, "94287082", 1_111_111_109L, "07081804", 1_111_111_111L,
                "14050471", 1_234_567_890L, "89005924", 2_000_000_000L, "69279037", 20_000_000_000L,
                "65353130");
        codes.forEach((at, code) -> assertEquals(code.substring(2),
                Totp.code(RFC, Totp.step(Instant.ofEpochSecond(at)))));
    }

    @Test
    void oneStepToEitherSideCountsAndTwoDoNot() {
        long now = Totp.step(NOW);
        for (long step = now - 1; step <= now + 1; step++) {
            assertEquals(OptionalLong.of(step), Totp.match(RFC, Totp.code(RFC, step), NOW, NEVER));
        }
        assertEquals(OptionalLong.empty(), Totp.match(RFC, Totp.code(RFC, now - 2), NOW, NEVER));
        assertEquals(OptionalLong.empty(), Totp.match(RFC, Totp.code(RFC, now + 2), NOW, NEVER));
    }

    @Test
    void aStepThatWasUsedIsOverAndSoAreThoseBeforeIt() {
        long now = Totp.step(NOW);
        assertEquals(OptionalLong.empty(), Totp.match(RFC, Totp.code(RFC, now), NOW, now));
        assertEquals(OptionalLong.empty(), Totp.match(RFC, Totp.code(RFC, now - 1), NOW, now));
        assertEquals(OptionalLong.of(now + 1), Totp.match(RFC, Totp.code(RFC, now + 1), NOW, now));
    }

    @Test
    void anAppIsToldAllItNeeds() {
        assertEquals("otpauth://totp/Sallyport%20gw:eva?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Sallyport%20gw&algorithm=SHA1&digits=6&period=30",
                Totp.uri("Sallyport gw", new PersonName("eva"), RFC));
    }

    @Test
    void base32IsThatOfRfc4648() {
        Map<String, String> vectors = Map.of("", "", "f", "MY", "fo", "MZXQ", "foo", "MZXW6", "foob",
                "MZXW6YQ", "fooba", "MZXW6YTB", "foobar", "MZXW6YTBOI");
        vectors.forEach((text, base32) -> assertEquals(base32,
                Base32.text(text.getBytes(StandardCharsets.US_ASCII))));
    }

    @Property(tries = 200)
    void everyCodeHasSixDigitsAndIsFoundInItsOwnStep(@ForAll @Size(20) byte[] secret,
            @ForAll @LongRange(min = 1, max = 4_000_000_000L) long second) {
        Secret key = Secret.of(secret);
        long step = Totp.step(Instant.ofEpochSecond(second));
        String code = Totp.code(key, step);
        assertTrue(code.matches("[0-9]{6}"), "the form of a code");
        assertTrue(Totp.match(key, code, Instant.ofEpochSecond(second), step - 2).isPresent());
    }
}
