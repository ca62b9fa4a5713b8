package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.window.Windows;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the conditions of a rule ({@code who} to {@code ticket}) against the vocabulary. */
final class MatchReader {
    private static final String ANY_HOST = "any-host";

    private final Fields rule;
    private final RuleKind kind;
    private final Vocabulary vocabulary;
    private final Problems problems;
    private final Windows windows;
    private final List<Condition> conditions = new ArrayList<>();

    MatchReader(Fields rule, RuleKind kind, Vocabulary vocabulary, Windows windows) {
        this.windows = windows;
        this.rule = rule;
        this.kind = kind;
        this.vocabulary = vocabulary;
        this.problems = rule.problems();
    }

    /** All conditions in the order of the rule's fields; those that are wrong are reported and left out. */
    List<Condition> read() {
        Block who = kind == RuleKind.ALLOW ? Block.WHO : Block.WHO_TIGHTER;
        if (kind == RuleKind.ALLOW) {
            rule.requiredNode("who");
            rule.requiredNode("where");
            rule.requiredNode("login");
            requireNames(rule, "login");
        }
        rule.block("who", who.what(), FieldTable.names(who)).ifPresent(this::who);
        where();
        choice(rule, "login", text -> requireForm(text, LoginName.parse(text.text()).isPresent(),
                "the name of an account"))
                .ifPresent(logins -> conditions.add(new Condition.Named(Condition.Subject.LOGIN, logins)));
        when();
        ticket();
        return List.copyOf(conditions);
    }

    private void who(Fields who) {
        if (kind == RuleKind.ALLOW) {
            who.requiredNode("group");
            requireNames(who, "group");
        }
        choice(who, "group", this::externalGroup)
                .ifPresent(groups -> conditions.add(new Condition.Groups(groups)));
        choice(who, "person", text -> requireForm(text, PersonName.parse(text.text()).isPresent(),
                "the name of a person"))
                .ifPresent(names -> conditions.add(new Condition.Named(Condition.Subject.PERSON, names)));
        choice(who, "provider", text -> requireForm(text, OrganisationName.parse(text.text()).isPresent(),
                "the name of an organisation"))
                .ifPresent(names -> conditions.add(new Condition.Named(Condition.Subject.PROVIDER, names)));
        kind(who);
        who.choice("mfa", List.of(Mfa.values()), Mfa::text)
                .ifPresent(least -> conditions.add(new Condition.MfaAtLeast(least)));
        who.choice("mfa_below", List.of(Mfa.OTP, Mfa.PHISHING_RESISTANT), Mfa::text)
                .ifPresent(limit -> conditions.add(new Condition.MfaBelow(limit)));
        List<Cidr> sources = sources(who);
        if (!sources.isEmpty()) {
            conditions.add(new Condition.Source(sources));
        }
    }

    /** What opens something opens it for people unless it says otherwise; what tightens or refuses meets everybody. */
    private void kind(Fields who) {
        Optional<PersonKind> written = who.choice("kind", List.of(PersonKind.values()), PersonKind::code);
        if (kind == RuleKind.ALLOW || written.isPresent()) {
            conditions.add(new Condition.Kind(written.orElse(PersonKind.HUMAN), written.isEmpty()));
        }
        if (written.equals(Optional.of(PersonKind.SERVICE))) {
            for (String proof : List.of("mfa", "mfa_below")) {
                if (who.has(proof)) {
                    problems.error(who.at(proof), "service-proof",
                            "'" + proof
                                    + "' makes no sense for service accounts: they prove a key and nothing else");
                }
            }
        }
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
                    "'" + text.text() + "' is an internal group; rules are about external groups");
        } else {
            Vocabulary.requireKnown(text, vocabulary.external(), "unknown-group", "is not an external group",
                    problems);
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

    private void where() {
        Optional<YamlNode> node = rule.node("where");
        if (node.isEmpty()
                || (node.get() instanceof YamlNode.Scalar scalar && scalar.text().equals(ANY_HOST))) {
            return;
        }
        if (!(node.get() instanceof YamlNode.Mapping mapping)) {
            problems.error(node.get().at(), "not-a-block",
                    "'where' is a block of labels, or the word " + ANY_HOST);
            return;
        }
        Set<String> known = new LinkedHashSet<>(vocabulary.labels().keySet());
        known.addAll(FieldTable.names(Block.WHERE));
        Fields where = Fields.of(mapping, Block.WHERE.what(), known, problems);
        vocabulary.labels().forEach((name, values) -> choice(where, name,
                text -> declared(text, values, "label '" + name + "'"))
                .ifPresent(choice -> conditions.add(new Condition.Label(name, choice))));
        if (mapping.fields().isEmpty()) {
            problems.error(mapping.at(), "empty-list", "'where' names no label",
                    "write where: " + ANY_HOST + " if every target is meant");
        }
        choice(where, "owner", text -> Vocabulary.requireKnown(text, vocabulary.internal(), "unknown-group",
                "is not an internal group", problems))
                .ifPresent(owners -> conditions.add(new Condition.Named(Condition.Subject.OWNER, owners)));
    }

    private void when() {
        List<String> names = new ArrayList<>();
        for (YamlNode.Scalar text : rule.texts("when")) {
            List<String> known = new ArrayList<>(windows.names());
            known.add(TimeWindow.MAINTENANCE);
            Vocabulary.requireKnown(text, known, "unknown-window", "is not a window of windows.yaml",
                    problems);
            if (known.contains(text.text())) {
                names.add(text.text());
            }
        }
        if (!names.isEmpty()) {
            conditions.add(TimeWindow.of(windows, names));
        }
    }

    private void ticket() {
        rule.block("ticket", Block.TICKET.what(),
                vocabulary.ticket().keySet()).ifPresent(ticket -> {
                    for (Map.Entry<String, Optional<Set<String>>> field : vocabulary.ticket().entrySet()) {
                        choice(ticket, field.getKey(),
                                text -> declared(text, field.getValue(),
                                        "ticket field '" + field.getKey() + "'"))
                                .ifPresent(choice -> conditions
                                        .add(new Condition.TicketField(field.getKey(), choice)));
                    }
                    if (ticket.isEmpty()) {
                        problems.error(ticket.at(), "empty-list", "'ticket' names no field");
                    }
                });
    }

    private void declared(YamlNode.Scalar text, Optional<Set<String>> values, String what) {
        values.ifPresent(known -> Vocabulary.requireKnown(text, known, "unknown-value",
                "is not a value of " + what, problems));
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
            Fields not = Fields.of(mapping, Block.NOT.what(), FieldTable.names(Block.NOT), problems);
            not.requiredNode("not");
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
