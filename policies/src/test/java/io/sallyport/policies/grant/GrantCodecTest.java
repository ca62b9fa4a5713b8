package io.sallyport.policies.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Domain(RightsSamples.class)
class GrantCodecTest {

    @Property(tries = 300)
    void whatIsEncodedIsDecodedAgain(@ForAll Rights rights) {
        Grant grant = GrantSamples.standard(rights);
        assertEquals(grant, GrantCodec.decode(GrantCodec.encode(grant)));
    }

    @Test
    void theEncodingIsTheOneOnRecord() throws IOException {
        assertEquals(golden("standard.json"), text(GrantSamples.standard(GrantSamples.work())));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = GrantCodec.encode(GrantSamples.standard(GrantSamples.work()));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(GrantFormatException.class, () -> GrantCodec.decode(cut));
        }
    }

    /** Either refused, or another grant: two spellings of one grant don't exist. */
    @Test
    void noOtherBytesDecodeToTheSameGrant() {
        Grant grant = GrantSamples.standard(GrantSamples.work());
        byte[] whole = GrantCodec.encode(grant);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertTrue(!GrantCodec.decode(changed).equals(grant), "bit " + bit);
            } catch (GrantFormatException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n"})
    void blanksAroundItAreRefused(String blank) {
        String text = text(GrantSamples.standard(GrantSamples.work()));
        assertThrows(GrantFormatException.class, () -> decode(text + blank));
        assertThrows(GrantFormatException.class, () -> decode(blank + text));
    }

    @Test
    void unknownFieldsAndOtherVersionsAreRefused() {
        String text = text(GrantSamples.standard(GrantSamples.work()));
        assertThrows(GrantFormatException.class,
                () -> decode(text.replace("\"version\":1}", "\"version\":1,\"zeal\":1}")));
        assertThrows(GrantFormatException.class,
                () -> decode(text.replace("\"version\":1}", "\"version\":2}")));
        assertThrows(GrantFormatException.class,
                () -> decode(text.replace("\"x11\":false}", "\"x11\":false,\"x12\":true}")));
        assertThrows(GrantFormatException.class,
                () -> decode(text.replace("\"output\":\"on\"", "\"output\":\"off\"")));
    }

    @Test
    void unknownProtectionsAreKeptForTheHostToRefuse() {
        String text = text(GrantSamples.standard(GrantSamples.work())).replace("\"must\":[",
                "\"must\":[\"alarm\",");
        Grant grant = decode(text);
        assertEquals(List.of("alarm"),
                Protections.notUnderstood(grant, java.util.Set.copyOf(Protections.neededBy(grant.rights()))));
    }

    @Test
    void aGrantBeyondItsBoundIsNotEncoded() {
        List<List<String>> lists = java.util.stream.IntStream.range(0, 16)
                .mapToObj(i -> java.util.stream.IntStream.range(0, 10)
                        .mapToObj(j -> "run" + i + " " + "x".repeat(300) + j).toList())
                .toList();
        Grant large = GrantSamples
                .standard(Rights.from(GrantSamples.work()).exec(new Commands(lists)).shell(false).build());
        assertThrows(GrantFormatException.class, () -> GrantCodec.encode(large));
        assertThrows(GrantFormatException.class, () -> GrantCodec.decode(GrantCodec.json(large).canonical()));
    }

    private static Grant decode(String text) {
        return GrantCodec.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Grant grant) {
        return new String(GrantCodec.encode(grant), StandardCharsets.UTF_8);
    }

    /** The line after the header, which ends with an empty line. */
    static String golden(String name) throws IOException {
        try (InputStream in = Objects
                .requireNonNull(GrantCodecTest.class.getResourceAsStream("/golden/grant/1/" + name))) {
            String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return file.substring(file.indexOf("\n\n") + 2).strip();
        }
    }
}
