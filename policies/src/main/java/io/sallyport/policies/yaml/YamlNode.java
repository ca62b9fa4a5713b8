package io.sallyport.policies.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value in a YAML file, with its place. All scalars are text: what a text means is for the reader of the field to say. */
public sealed interface YamlNode {
    Location at();

    /** What it is, for messages: {@code a text}, {@code a list}, {@code a block}. */
    String kind();

    /** A single value. {@code quoted}: it was written in quotes, so it is text even when it looks like something else. */
    record Scalar(Location at, String text, boolean quoted) implements YamlNode {
        @Override
        public String kind() {
            return "a text";
        }
    }

    /** A list. */
    record Sequence(Location at, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Fields in the order they were written. */
    record Mapping(Location at, Map<String, Field> fields) implements YamlNode {
        public Mapping {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String kind() {
            return "a block";
        }

        public Optional<YamlNode> value(String name) {
            return Optional.ofNullable(fields.get(name)).map(Field::value);
        }
    }

    /** A field's name has a place of its own. */
    record Field(Location at, YamlNode value) {}
}
