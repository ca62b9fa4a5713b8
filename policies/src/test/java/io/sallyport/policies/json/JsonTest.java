package io.sallyport.policies.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Property(tries = 300)
    void whatIsWrittenIsReadAgain(@ForAll("values") Json json) {
        assertEquals(json, JsonParser.parse(json.canonical(), 1 << 20, 10));
        assertEquals(json, JsonParser.parse(json.text(), 1 << 20, 10));
    }

    @Property(tries = 300)
    void canonicalBytesDependOnTheValueOnly(@ForAll("values") Json json) {
        Json read = JsonParser.parse(json.text(), 1 << 20, 10);
        assertArrayEquals(json.canonical(), read.canonical());
    }

    @Property(tries = 200)
    void everyTruncationOfAnObjectIsRefused(@ForAll("objects") Json json) {
        byte[] whole = json.canonical();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(JsonFormatException.class, () -> JsonParser.parse(cut, 1 << 20, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":1,}", "[1,]", "01", "-0", "1.5", "1e3",
            "9223372036854775808", "nul", "\"\t\"",
            "\"\\x\"", "\"\\ud800\"", "\"\\u00g0\"", "{\"a\":1,\"a\":2}", "{a:1}", "1 2", "'a'", "+1",
            "[1 2]", "\"", "{\"a\"}"})
    void textThatIsNotTheSubsetIsRefused(String text) {
        assertThrows(JsonFormatException.class, () -> JsonParser.parse(text, 1000, 10));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] overlong = {'"', (byte) 0xc0, (byte) 0xaf, '"'};
        assertThrows(JsonFormatException.class, () -> JsonParser.parse(overlong, 10, 1));
    }

    @Test
    void sizeAndDepthAreBoundedInclusively() {
        JsonParser.parse("[[1]]", 5, 2);
        assertThrows(JsonFormatException.class, () -> JsonParser.parse("[[1]]", 4, 2));
        assertThrows(JsonFormatException.class, () -> JsonParser.parse("[[1]]", 5, 1));
    }

    @Test
    void canonicalFormSortsByUtf16AndEscapesShortest() {
        Json json = Json.object().put("\u20ac", "\r").put("b", "\u000f\"\\/").put("\ud83d\ude00", true)
                .put("a", 1).build();
        assertEquals("{\"a\":1,\"b\":\"\\u000f\\\"\\\\/\",\"\u20ac\":\"\\r\",\"\ud83d\ude00\":true}",
                new String(json.canonical(), StandardCharsets.UTF_8));
    }

    @Test
    void accessorsNameTheField() {
        Json.Obj json = JsonParser.parseObject("{\"a\":1,\"n\":null,\"l\":[\"x\"]}", 100, 3);
        assertEquals(1, json.number("a"));
        assertEquals(List.of("x"), json.strings("l"));
        assertEquals(true, json.optionalString("n").isEmpty());
        assertEquals("field 'a' is not a string",
                assertThrows(JsonFormatException.class, () -> json.string("a")).getMessage());
        assertEquals("field 'zz' is missing",
                assertThrows(JsonFormatException.class, () -> json.string("zz")).getMessage());
        assertThrows(JsonFormatException.class, () -> json.onlyFields("a", "l"));
        assertThrows(IllegalStateException.class, () -> Json.object().put("a", 1).put("a", 2));
    }

    @Provide
    Arbitrary<Json> values() {
        Arbitrary<Json> leaf = Arbitraries.oneOf(Arbitraries.longs().map(Json.Num::new),
                texts().map(Json.Str::new),
                Arbitraries.of(true, false).map(Json.Bool::new), Arbitraries.just(new Json.Null()));
        return Arbitraries.recursive(() -> leaf, JsonTest::nest, 0, 3);
    }

    @Provide
    Arbitrary<Json> objects() {
        return nest(values());
    }

    private static Arbitrary<Json> nest(Arbitrary<Json> inner) {
        Arbitrary<Map<String, Json>> fields = Arbitraries.maps(texts(), inner).ofMaxSize(3);
        return Arbitraries.oneOf(fields.map(Json.Obj::new), inner.list().ofMaxSize(3).map(Json.Arr::new));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(6)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }
}
