package io.sallyport.policies.policy;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that rules may mention, so that a slip of the fingers is an error and not a rule that never fits.
 *
 * @param labels the values a label may have; empty for any value
 * @param external groups of providers: may ask, may never approve
 * @param internal groups of the company: may approve
 */
record Vocabulary(SortedMap<String, Optional<Set<String>>> labels, Set<String> external,
        Set<String> internal) {
    static final Set<String> FIELDS = Set.of("format", "labels", "groups", "ticket");

    static Vocabulary none() {
        return new Vocabulary(new TreeMap<>(), Set.of(), Set.of());
    }

    static Vocabulary read(Fields fields) {
        Problems problems = fields.problems();
        SortedMap<String, Optional<Set<String>>> labels = new TreeMap<>();
        fields.node("labels").ifPresent(node -> {
            if (node instanceof YamlNode.Mapping mapping) {
                mapping.fields().forEach((name, field) -> values(name, field, problems)
                        .ifPresent(values -> labels.put(name, values)));
            } else {
                problems.error(node.at(), "not-a-block",
                        "'labels' must be a block of labels, not " + node.kind());
            }
        });
        Set<String> external = new TreeSet<>();
        Set<String> internal = new TreeSet<>();
        fields.block("groups", "the groups block", Set.of("external", "internal")).ifPresent(groups -> {
            names(groups, "external", external);
            names(groups, "internal", internal);
            for (YamlNode.Scalar both : groups.texts("internal")) {
                if (external.contains(both.text())) {
                    problems.error(both.at(), "group-twice",
                            "'" + both.text() + "' can't be external and internal");
                }
            }
        });
        return new Vocabulary(labels, external, internal);
    }

    private static Optional<Optional<Set<String>>> values(String name, YamlNode.Field field,
            Problems problems) {
        if (!name.matches("[a-z][a-z0-9_-]{0,38}") || Set.of("owner", "any-host").contains(name)) {
            problems.error(field.at(), "bad-name", "'" + name + "' can't be the name of a label");
            return Optional.empty();
        }
        if (field.value() instanceof YamlNode.Scalar scalar && scalar.text().equals("any")) {
            return Optional.of(Optional.empty());
        }
        Set<String> values = new LinkedHashSet<>();
        if (field.value() instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                if (item instanceof YamlNode.Scalar scalar && !scalar.text().isEmpty()) {
                    values.add(scalar.text());
                } else {
                    problems.error(item.at(), "not-a-text",
                            "a value of the label '" + name + "' must be a text");
                }
            }
        }
        if (values.isEmpty()) {
            problems.error(field.value().at(), "empty-list",
                    "the label '" + name + "' needs a list of values, or the word any");
            return Optional.empty();
        }
        return Optional.of(Optional.of(values));
    }

    private static void names(Fields groups, String field, Set<String> into) {
        for (YamlNode.Scalar text : groups.texts(field)) {
            if (GroupName.parse(text.text()).isEmpty()) {
                groups.problems().error(text.at(), "bad-name",
                        "'" + text.text() + "' can't be the name of a group");
            } else {
                into.add(text.text());
            }
        }
    }

    /** What a label may be, or nothing when it is not declared. */
    Optional<Optional<Set<String>>> label(String name) {
        return Optional.ofNullable(((Map<String, Optional<Set<String>>>) labels).get(name));
    }
}
