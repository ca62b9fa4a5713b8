package io.sallyport.policies.yaml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads one YAML 1.2 document into located nodes. Refuses what makes YAML surprising or dangerous: anchors and aliases, explicit tags,
 * keys written twice, keys that are not text, several documents, more than {@link #MOST_BYTES} or {@link #MOST_DEPTH} levels.
 */
public final class YamlDocument {
    public static final int MOST_BYTES = 256 * 1024;
    public static final int MOST_DEPTH = 12;

    private final String file;
    private final Problems problems;

    private YamlDocument(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The document, or nothing when it could not be read or is empty; why not is in {@code problems}. */
    public static Optional<YamlNode> read(String file, String text, Problems problems) {
        return new YamlDocument(file, problems).read(text);
    }

    /** As {@link #read}, and the document must be a block of fields. */
    public static Optional<YamlNode.Mapping> readMapping(String file, String text, Problems problems) {
        Optional<YamlNode> node = read(file, text, problems);
        if (node.isPresent() && node.get() instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        node.ifPresent(other -> problems.error(other.at(), "not-a-block",
                "the file must be a block of fields, not " + other.kind()));
        return Optional.empty();
    }

    private Optional<YamlNode> read(String text) {
        Location start = new Location(file, 1, 1);
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            problems.error(start, "file-too-large", "the file has more than " + MOST_BYTES / 1024 + " KiB");
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MOST_BYTES).setUseMarks(true).build();
        try {
            if (!new PlainText(file, problems).check(settings, text)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.error(start, "file-empty", "the file is empty");
            }
            return root.map(node -> convert(node));
        } catch (MarkedYamlEngineException e) {
            problems.error(e.getProblemMark().map(this::at).orElse(start), "yaml-syntax",
                    String.valueOf(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.error(start, "yaml-syntax", firstLine(e));
        }
        return Optional.empty();
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML");
    }

    private YamlNode convert(Node node) {
        Location at = node.getStartMark().map(this::at).orElse(new Location(file, 1, 1));
        return switch (node) {
            case ScalarNode scalar -> scalar(at, scalar);
            case SequenceNode sequence -> new YamlNode.Sequence(at, items(sequence));
            case MappingNode mapping -> new YamlNode.Mapping(at, fields(mapping));
            default -> throw new IllegalStateException("a node of no kind that YAML has");
        };
    }

    private YamlNode scalar(Location at, ScalarNode node) {
        String text = node.getValue();
        // Half a character has no UTF-8 form, so nothing that quotes it could be stored.
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            problems.error(at, "not-a-text", "a text with half a character in it");
            text = "";
        }
        return new YamlNode.Scalar(at, text, node.getScalarStyle() != ScalarStyle.PLAIN);
    }

    private List<YamlNode> items(SequenceNode sequence) {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(convert(item));
        }
        return items;
    }

    private Map<String, YamlNode.Field> fields(MappingNode mapping) {
        Map<String, YamlNode.Field> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlNode key = convert(tuple.getKeyNode());
            YamlNode value = convert(tuple.getValueNode());
            if (!(key instanceof YamlNode.Scalar name)) {
                problems.error(key.at(), "bad-key", "the name of a field must be a text, not " + key.kind());
            } else if (fields.containsKey(name.text())) {
                YamlNode.Field first = fields.get(name.text());
                problems.error(key.at(), "duplicate-key",
                        "'" + name.text() + "' is written twice in this block"
                                + (first == null ? "" : " (first on line " + first.at().line() + ")"));
            } else {
                fields.put(name.text(), new YamlNode.Field(key.at(), value));
            }
        }
        return fields;
    }

    private Location at(Mark mark) {
        return new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
