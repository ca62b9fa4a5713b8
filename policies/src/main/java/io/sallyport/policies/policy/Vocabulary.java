package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.Suggestion;
import io.sallyport.policies.yaml.YamlNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that rules may mention, so that a slip of the fingers is an error and not a rule that never fits.
 *
 * @param labels the values a label may have; empty for any value
 * @param ticket the values that a field of a ticket may have, as the ticket system delivers them; empty for any value
 * @param external groups of providers: may ask, may never approve
 * @param internal groups of the company: may approve
 */
record Vocabulary(SortedMap<String, Optional<Set<String>>> labels,
        SortedMap<String, Optional<Set<String>>> ticket, Set<String> external, Set<String> internal) {
    /** Words that stand beside labels and ticket fields in rules and tests. */
    private static final Set<String> RESERVED = Set.of("owner", "any-host", "name", "id");

    static Vocabulary none() {
        return new Vocabulary(new TreeMap<>(), new TreeMap<>(), Set.of(), Set.of());
    }

    static Vocabulary read(Fields fields) {
        Problems problems = fields.problems();
        Set<String> external = new TreeSet<>();
        Set<String> internal = new TreeSet<>();
        fields.block("groups", Block.GROUPS.what(), FieldTable.names(Block.GROUPS)).ifPresent(groups -> {
            names(groups, "external", external);
            names(groups, "internal", internal);
            for (YamlNode.Scalar both : groups.texts("internal")) {
                if (external.contains(both.text())) {
                    problems.error(both.at(), "group-twice",
                            "'" + both.text() + "' can't be external and internal");
                }
            }
        });
        return new Vocabulary(declared(fields, "labels", "label"), declared(fields, "ticket", "ticket field"),
                external, internal);
    }

    private static SortedMap<String, Optional<Set<String>>> declared(Fields fields, String block,
            String what) {
        SortedMap<String, Optional<Set<String>>> declared = new TreeMap<>();
        fields.node(block).ifPresent(node -> {
            if (node instanceof YamlNode.Mapping mapping) {
                mapping.fields().forEach((name, field) -> values(name, what, field, fields.problems())
                        .ifPresent(values -> declared.put(name, values)));
            } else {
                fields.problems().error(node.at(), "not-a-block",
                        "'" + block + "' must be a block, not " + node.kind());
            }
        });
        return declared;
    }

    private static Optional<Optional<Set<String>>> values(String name, String what,
            YamlNode.Field field, Problems problems) {
        if (!name.matches("[a-z][a-z0-9_-]{0,38}") || RESERVED.contains(name)) {
            problems.error(field.at(), "bad-name", "'" + name + "' can't be the name of a " + what);
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
                            "a value of the " + what + " '" + name + "' must be a text");
                }
            }
        }
        if (values.isEmpty()) {
            problems.error(field.value().at(), "empty-list",
                    "the " + what + " '" + name + "' needs a list of values, or the word any");
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

    /** Reports a word that is not one of {@code known}, with what was probably meant. */
    static void requireKnown(YamlNode.Scalar text, Collection<String> known, String code, String message,
            Problems problems) {
        if (!known.contains(text.text())) {
            problems.add(new Problem(text.at(), Problem.Severity.ERROR, code,
                    "'" + text.text() + "' " + message, Suggestion.hint(text.text(), known)));
        }
    }
}
