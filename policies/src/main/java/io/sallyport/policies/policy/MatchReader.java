package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.Suggestion;
import io.sallyport.policies.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads {@code who}, {@code where} and {@code login} of a rule against the vocabulary. */
final class MatchReader {
    private static final Set<String> WHO = Set.of("group", "person", "provider", "mfa", "source");
    private static final String ANY_HOST = "any-host";

    private final Fields rule;
    private final Vocabulary vocabulary;
    private final Problems problems;

    MatchReader(Fields rule, Vocabulary vocabulary) {
        this.rule = rule;
        this.vocabulary = vocabulary;
        this.problems = rule.problems();
    }

    /** The conditions of an allow rule, which must say who, where and as which login. */
    Rule.Match allow() {
        rule.requiredNode("who");
        rule.requiredNode("where");
        rule.requiredNode("login");
        Optional<Fields> who = rule.block("who", "a who block", WHO);
        who.ifPresent(block -> block.requiredNode("group"));
        who.ifPresent(block -> requireNames(block, "group"));
        requireNames(rule, "login");
        Optional<Choice> groups = who.flatMap(block -> choice(block, "group", this::externalGroup));
        Optional<Choice> persons = who.flatMap(block -> choice(block, "person",
                text -> requireForm(text, PersonName.parse(text.text()).isPresent(),
                        "the name of a person")));
        Optional<Choice> providers = who.flatMap(block -> choice(block, "provider",
                text -> requireForm(text, OrganisationName.parse(text.text()).isPresent(),
                        "the name of an organisation")));
        Optional<Mfa> mfa = who.flatMap(block -> block.choice("mfa", List.of(Mfa.values()), Mfa::text));
        List<Cidr> sources = who.map(this::sources).orElse(List.of());
        SortedMap<String, Choice> labels = new TreeMap<>();
        Optional<Choice> owners = where(labels);
        Optional<Choice> logins = choice(rule, "login", text -> requireForm(text,
                LoginName.parse(text.text()).isPresent(), "the name of an account"));
        return new Rule.Match(groups, persons, providers, mfa, sources, labels, owners, logins);
    }

    /** What a rule opens it has to name: everything but something would also open what comes later. */
    private void requireNames(Fields block, String name) {
        if (block.node(name).orElse(null) instanceof YamlNode.Mapping mapping) {
            problems.error(mapping.at(), "names-needed",
                    "'" + name + "' of an allow rule names what it opens, without exceptions");
        }
    }

    private void externalGroup(YamlNode.Scalar text) {
        if (vocabulary.internal().contains(text.text())) {
            problems.error(text.at(), "group-not-external",
                    "'" + text.text() + "' is an internal group; rules let external groups in");
        } else {
            requireKnown(text, vocabulary.external(), "unknown-group", "is not an external group");
        }
    }

    private List<Cidr> sources(Fields who) {
        List<Cidr> sources = new ArrayList<>();
        for (YamlNode.Scalar text : who.texts("source")) {
            Cidr.parse(text.text()).ifPresentOrElse(sources::add,
                    () -> problems.error(text.at(), "bad-network",
                            "'" + text.text() + "' is not an address or network, such as 192.0.2.0/24"));
        }
        return sources;
    }

    private Optional<Choice> where(SortedMap<String, Choice> labels) {
        Optional<YamlNode> node = rule.node("where");
        if (node.isEmpty()
                || (node.get() instanceof YamlNode.Scalar scalar && scalar.text().equals(ANY_HOST))) {
            return Optional.empty();
        }
        if (!(node.get() instanceof YamlNode.Mapping mapping)) {
            problems.error(node.get().at(), "not-a-block",
                    "'where' is a block of labels, or the word " + ANY_HOST);
            return Optional.empty();
        }
        Set<String> known = new LinkedHashSet<>(vocabulary.labels().keySet());
        known.add("owner");
        Fields where = Fields.of(mapping, "a where block (declare labels in vocabulary.yaml)", known,
                problems);
        for (Map.Entry<String, YamlNode.Field> entry : mapping.fields().entrySet()) {
            vocabulary.label(entry.getKey()).ifPresent(
                    values -> choice(where, entry.getKey(), text -> label(entry.getKey(), values, text))
                            .ifPresent(choice -> labels.put(entry.getKey(), choice)));
        }
        if (mapping.fields().isEmpty()) {
            problems.error(mapping.at(), "empty-list", "'where' names no label",
                    "write where: " + ANY_HOST + " if every target is meant");
        }
        return choice(where, "owner", text -> requireKnown(text, vocabulary.internal(), "unknown-group",
                "is not an internal group"));
    }

    private void label(String name, Optional<Set<String>> values, YamlNode.Scalar text) {
        values.ifPresent(known -> requireKnown(text, known, "unknown-value",
                "is not a value of label '" + name + "'"));
    }

    private void requireKnown(YamlNode.Scalar text, Collection<String> known, String code, String message) {
        if (!known.contains(text.text())) {
            problems.add(new Problem(text.at(), Problem.Severity.ERROR, code,
                    "'" + text.text() + "' " + message, Suggestion.hint(text.text(), known)));
        }
    }

    private void requireForm(YamlNode.Scalar text, boolean holds, String what) {
        if (!holds) {
            problems.error(text.at(), "bad-name", "'" + text.text() + "' can't be " + what);
        }
    }

    /** A value, a list of values, or {@code { not: [values] }}. */
    private Optional<Choice> choice(Fields block, String name, Consumer<YamlNode.Scalar> check) {
        Optional<YamlNode> node = block.node(name);
        if (node.isPresent() && node.get() instanceof YamlNode.Mapping mapping) {
            Fields not = Fields.of(mapping, "a not block", Set.of("not"), problems);
            return values(not, "not", check).map(values -> new Choice(values, true));
        }
        return values(block, name, check).map(values -> new Choice(values, false));
    }

    private static Optional<Set<String>> values(Fields block, String name, Consumer<YamlNode.Scalar> check) {
        List<YamlNode.Scalar> texts = block.texts(name);
        texts.forEach(check);
        Set<String> values = new LinkedHashSet<>(texts.stream().map(YamlNode.Scalar::text).toList());
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }
}
