package io.sallyport.broker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class WordsTest {
    @Test
    void blanksSeparateAndQuotesKeepTogether() {
        assertEquals(split("request", "web-1", "--reason", "it's \"urgent\"", ""),
                Words.of("  request web-1\t--reason 'it'\\''s \"urgent\"' ''  "));
        assertEquals(split("a b", "c\\d"), Words.of("a\\ b \"c\\\\d\""));
        assertEquals(split(), Words.of("   "));
    }

    @Test
    void nothingIsEverExpanded() {
        assertEquals(split("@/etc/passwd", "$HOME", "*", "`id`", ";", "id"),
                Words.of("@/etc/passwd $HOME * `id` ; id"));
    }

    @Test
    void whatIsUnclearIsRefused() {
        assertInstanceOf(Words.Unclear.class, Words.of("deny r-abc --comment 'not today"));
        assertInstanceOf(Words.Unclear.class, Words.of("show \""));
        assertInstanceOf(Words.Unclear.class, Words.of("show \\"));
        assertInstanceOf(Words.Split.class, Words.of("x ".repeat(100)));
        assertInstanceOf(Words.Unclear.class, Words.of("x ".repeat(101)));
    }

    @Property
    void everyListOfWordsSurvivesQuoting(@ForAll @Size(max = 20) List<@StringLength(max = 30) String> words) {
        String line = words.stream().map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        assertEquals(new Words.Split(words), Words.of(line));
    }

    private static Words split(String... words) {
        return new Words.Split(List.of(words));
    }
}
