package io.sallyport.policies.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlDocumentTest {

    @Test
    void textThatNestsWithoutEndIsRefusedWithItsPlace() {
        assertEquals(List.of("f:1:13 too-deep"), problems("[".repeat(200_000)));
        assertEquals(List.of(), problems("[".repeat(12) + "]".repeat(12)));
        assertEquals(List.of("f:1:13 too-deep"), problems("[".repeat(13) + "]".repeat(13)));
    }

    @Test
    void anAliasBombIsRefusedAtItsFirstAnchor() {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        assertTrue(problems(bomb.toString()).getFirst().equals("f:1:5 yaml-anchor"));
        assertEquals(List.of("f:1:1 yaml-anchor"), problems("&a [*a]").subList(0, 1));
    }

    @Test
    void everyScalarStaysText() {
        var problems = new Problems();
        Optional<YamlNode.Mapping> read = YamlDocument.readMapping("f", "a: no\nb: 010\nc: 08:00\nd: on\n",
                problems);
        assertEquals(List.of("no", "010", "08:00", "on"), read.orElseThrow().fields().values().stream()
                .map(field -> ((YamlNode.Scalar) field.value()).text()).toList());
    }

    @Test
    void emptySecondAndBrokenDocumentsAreRefused() {
        assertEquals(List.of("f:1:1 file-empty"), problems(""));
        assertEquals(1, problems("a: 1\n---\nb: 2\n").size());
        assertEquals(List.of("f:1:1 file-too-large"), problems("x".repeat(YamlDocument.MOST_BYTES + 1)));
        assertEquals(1, problems("a: \u0007").size());
    }

    @Test
    void aTagIsRefused() {
        assertEquals(List.of("f:1:4 yaml-tag"), problems("a: !!java.net.URL [x]"));
        assertEquals(List.of("f:1:4 yaml-tag"), problems("a: !!str x"));
    }

    @Test
    void durationsAreReadAndWritten() {
        assertEquals("1h30m", Durations.text(Durations.parse("90m").orElseThrow()));
        for (String bad : List.of("", "2", "2 hours", "h", "-1m", "1m1h", "0m", "99999999h")) {
            assertTrue(Durations.parse(bad).isEmpty(), bad);
        }
    }

    @Test
    void swappedLettersAreOneSlip() {
        assertEquals(Optional.of("role"), Suggestion.nearest("roel", List.of("env", "role")));
        assertEquals(Optional.empty(), Suggestion.nearest("xyz", List.of("env", "role")));
    }

    private static List<String> problems(String text) {
        var problems = new Problems();
        var _ = YamlDocument.read("f", text, problems);
        return problems.all().stream().map(problem -> problem.at() + " " + problem.code()).toList();
    }
}
