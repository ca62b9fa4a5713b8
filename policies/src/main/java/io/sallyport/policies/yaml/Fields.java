package io.sallyport.policies.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of one block. Each method reports what is wrong and then returns nothing, so that a reader can go on and report the
 * rest. Every field that is not known is reported when the reader is made.
 */
public final class Fields {
    private final YamlNode.Mapping block;
    private final String what;
    private final Set<String> known;
    private final Problems problems;

    private Fields(YamlNode.Mapping block, String what, Set<String> known, Problems problems) {
        this.block = block;
        this.what = what;
        this.known = Set.copyOf(known);
        this.problems = problems;
    }

    /** @param what the block is called in messages, with its article: {@code an allow rule} */
    public static Fields of(YamlNode.Mapping block, String what, Set<String> known, Problems problems) {
        Fields fields = new Fields(block, what, known, problems);
        fields.refuseUnknown();
        return fields;
    }

    /** The block under this node, or nothing, reported, when it is something else. */
    public static Optional<Fields> of(YamlNode node, String what, Set<String> known, Problems problems) {
        if (node instanceof YamlNode.Mapping mapping) {
            return Optional.of(of(mapping, what, known, problems));
        }
        problems.error(node.at(), "not-a-block", what + " must be a block of fields, not " + node.kind());
        return Optional.empty();
    }

    private void refuseUnknown() {
        for (Map.Entry<String, YamlNode.Field> entry : block.fields().entrySet()) {
            if (!known.contains(entry.getKey())) {
                problems.add(new Problem(entry.getValue().at(), Problem.Severity.ERROR, "unknown-field",
                        "'" + entry.getKey() + "' is not a field of " + what,
                        Suggestion.hint(entry.getKey(), known)));
            }
        }
    }

    /** The block itself. */
    public YamlNode.Mapping block() {
        return block;
    }

    public Location at() {
        return block.at();
    }

    /** Whether nothing at all is written. */
    public boolean isEmpty() {
        return block.fields().isEmpty();
    }

    public boolean has(String name) {
        return block.fields().containsKey(name);
    }

    /** Where the field's value stands, or the block when the field is absent. */
    public Location at(String name) {
        return block.value(name).map(YamlNode::at).orElse(block.at());
    }

    public Optional<YamlNode> node(String name) {
        return block.value(name);
    }

    /** Reports the field as missing when it is. */
    public Optional<YamlNode> requiredNode(String name) {
        Optional<YamlNode> node = block.value(name);
        if (node.isEmpty()) {
            problems.error(block.at(), "missing-field", what + " needs the field '" + name + "'");
        }
        return node;
    }

    public Optional<String> text(String name) {
        return node(name).flatMap(node -> text(node, "'" + name + "'"));
    }

    public Optional<String> requiredText(String name) {
        return requiredNode(name).flatMap(node -> text(node, "'" + name + "'"));
    }

    private Optional<String> text(YamlNode node, String name) {
        if (node instanceof YamlNode.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        problems.error(node.at(), "not-a-text", name + " must be a text, not " + node.kind());
        return Optional.empty();
    }

    /** The field as a value of another type. {@code parse} answers nothing for a text that is none; then {@code hint} says what is. */
    public <T> Optional<T> parsed(String name, Function<String, Optional<T>> parse, String code,
            String hint) {
        return text(name).flatMap(text -> parsed(at(name), text, parse, code, hint));
    }

    /** As {@link #parsed}, and the field must be there. */
    public <T> Optional<T> requiredParsed(String name, Function<String, Optional<T>> parse, String code,
            String hint) {
        return requiredText(name).flatMap(text -> parsed(at(name), text, parse, code, hint));
    }

    private <T> Optional<T> parsed(Location at, String text, Function<String, Optional<T>> parse, String code,
            String hint) {
        Optional<T> value = parse.apply(text);
        if (value.isEmpty()) {
            problems.error(at, code, "'" + text + "' is not " + hint);
        }
        return value;
    }

    public Optional<Duration> duration(String name) {
        return text(name).flatMap(text -> {
            Optional<Duration> duration = Durations.parse(text);
            if (duration.isEmpty()) {
                problems.error(at(name), "bad-duration", "'" + text + "' is not a duration",
                        "write hours and minutes, for example 90m or 1h30m");
            }
            return duration;
        });
    }

    /** {@code true} or {@code false}, nothing else. */
    public Optional<Boolean> bool(String name) {
        return text(name).flatMap(text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                problems.error(at(name), "bad-boolean", "'" + text + "' is neither true nor false");
                yield Optional.empty();
            }
        });
    }

    /** One of {@code values}, written as {@code written} writes them. */
    public <T> Optional<T> choice(String name, List<T> values, Function<T, String> written) {
        return text(name).flatMap(text -> {
            Optional<T> chosen = values.stream().filter(value -> written.apply(value).equals(text))
                    .findFirst();
            if (chosen.isEmpty()) {
                problems.add(new Problem(at(name), Problem.Severity.ERROR, "unknown-value",
                        "'" + text + "' is not a value of '" + name + "'",
                        Suggestion.hint(text, values.stream().map(written).toList())));
            }
            return chosen;
        });
    }

    /** A list, or a single value that stands for a list of one; empty when the field is absent. An empty list is refused. */
    public List<YamlNode> items(String name) {
        return node(name).map(node -> {
            if (node instanceof YamlNode.Sequence sequence) {
                if (sequence.items().isEmpty()) {
                    problems.error(sequence.at(), "empty-list", "'" + name + "' is an empty list",
                            "leave the field out, or name something");
                }
                return sequence.items();
            }
            return List.of(node);
        }).orElse(List.of());
    }

    /** As {@link #items}, but an empty list may be. */
    public List<YamlNode> itemsOrNone(String name) {
        return node(name)
                .map(node -> node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node))
                .orElse(List.of());
    }

    /** Texts of a list, each with its place; those that are no texts are reported and left out. */
    public List<YamlNode.Scalar> texts(String name) {
        List<YamlNode.Scalar> texts = new ArrayList<>();
        for (YamlNode node : items(name)) {
            if (node instanceof YamlNode.Scalar scalar) {
                texts.add(scalar);
            } else {
                problems.error(node.at(), "not-a-text",
                        "an entry of '" + name + "' must be a text, not " + node.kind());
            }
        }
        return texts;
    }

    /** The block under the field. */
    public Optional<Fields> block(String name, String what, Set<String> known) {
        return node(name).flatMap(node -> of(node, what, known, problems));
    }

    public Problems problems() {
        return problems;
    }
}
