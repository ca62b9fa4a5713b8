package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The facts of one example: {@code base} with the fields of {@code with} put over it, inside blocks field by field. */
final class ExampleFacts {
    private static final String UNKNOWN = "unknown";
    private static final String NONE = "none";

    private final Map<String, YamlNode.Field> written = new LinkedHashMap<>();
    private final Vocabulary vocabulary;
    private final Fields facts;
    private final Problems problems;

    ExampleFacts(Optional<Fields> base, Optional<Fields> with, Vocabulary vocabulary, Location at,
            Problems problems) {
        base.ifPresent(fields -> put(written, fields.block()));
        with.ifPresent(fields -> put(written, fields.block()));
        this.vocabulary = vocabulary;
        this.problems = problems;
        // Both blocks were looked through for unknown fields when they were read.
        this.facts = Fields.of(new YamlNode.Mapping(at, written), Block.TEST_FACTS.what(), written.keySet(),
                problems);
    }

    private static void put(Map<String, YamlNode.Field> into, YamlNode.Mapping over) {
        over.fields().forEach((name, field) -> {
            YamlNode.Field under = into.get(name);
            if (under != null && under.value() instanceof YamlNode.Mapping old
                    && field.value() instanceof YamlNode.Mapping) {
                Map<String, YamlNode.Field> both = new LinkedHashMap<>(old.fields());
                put(both, (YamlNode.Mapping) field.value());
                into.put(name, new YamlNode.Field(field.at(), new YamlNode.Mapping(old.at(), both)));
            } else {
                into.put(name, field);
            }
        });
    }

    /** Nothing when something is wrong; what, is reported. */
    Optional<Facts> read() {
        long before = problems.errors();
        Optional<Facts.Requester> requester = facts.requiredNode("person")
                .flatMap(node -> fields(node, Block.TEST_PERSON, Set.of())).flatMap(this::requester);
        Optional<Facts.Target> target = facts.requiredNode("host")
                .flatMap(node -> fields(node, Block.TEST_HOST, vocabulary.labels().keySet()))
                .flatMap(this::target);
        Optional<LoginName> login = facts.requiredParsed("login", LoginName::parse, "bad-name",
                "the name of an account");
        Optional<Instant> at = facts.requiredParsed("at", ExampleFacts::moment, "bad-time",
                "a time with its offset, such as 2026-03-03T10:00+01:00");
        facts.requiredNode("for");
        Optional<Duration> asked = facts.duration("for");
        Fact<Ticket> ticket = ticket();
        Fact<Instant> maintenance = maintenance();
        boolean breakGlass = facts.bool("break_glass").orElse(false);
        Optional<RuleId> named = facts.parsed("rule", RuleId::parse, "bad-id", "the id of a rule");
        return problems.errors() > before || requester.isEmpty() || target.isEmpty() || login.isEmpty()
                || at.isEmpty() || asked.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Facts(requester.get(), target.get(), login.get(), at.get(),
                                asked.get(), ticket, maintenance, breakGlass, named));
    }

    private Optional<Facts.Requester> requester(Fields person) {
        Optional<PersonName> name = person.requiredParsed("name", PersonName::parse, "bad-name",
                "the name of a person");
        Optional<Set<GroupName>> groups = groups(person);
        Optional<OrganisationName> organisation = person.has("organisation")
                ? person.parsed("organisation", OrganisationName::parse, "bad-name",
                        "the name of an organisation")
                : groups.flatMap(ExampleFacts::organisation)
                        .or(() -> Optional.of(new OrganisationName("somewhere")));
        PersonKind kind = person.choice("kind", List.of(PersonKind.values()), PersonKind::code)
                .orElse(PersonKind.HUMAN);
        Optional<Mfa> mfa = person.text("mfa").filter(text -> !text.equals(UNKNOWN))
                .flatMap(_ -> person.choice("mfa", List.of(Mfa.values()), Mfa::text));
        Optional<InetAddress> source = person.text("source").filter(text -> !text.equals(UNKNOWN))
                .flatMap(_ -> person.parsed("source", Cidr::literal, "bad-network", "an address"));
        return name.flatMap(known -> organisation
                .map(company -> new Facts.Requester(known, kind, company, groups, mfa, source)));
    }

    private Optional<Set<GroupName>> groups(Fields person) {
        List<YamlNode.Scalar> texts = person.texts("groups");
        if (texts.size() == 1 && texts.getFirst().text().equals(UNKNOWN)) {
            return Optional.empty();
        }
        Set<GroupName> groups = new HashSet<>();
        for (YamlNode.Scalar text : texts) {
            Set<String> known = new HashSet<>(vocabulary.external());
            known.addAll(vocabulary.internal());
            Vocabulary.requireKnown(text, known, "unknown-group", "is not a group of vocabulary.yaml",
                    problems);
            GroupName.parse(text.text()).ifPresent(groups::add);
        }
        return Optional.of(groups);
    }

    private static Optional<OrganisationName> organisation(Set<GroupName> groups) {
        return groups.stream().map(GroupName::value).sorted().filter(group -> group.contains("/"))
                .map(group -> group.substring(0, group.indexOf('/'))).findFirst()
                .flatMap(OrganisationName::parse);
    }

    private Optional<Facts.Target> target(Fields host) {
        Map<String, String> labels = new TreeMap<>();
        vocabulary.labels().forEach((name, values) -> host.node(name).ifPresent(node -> {
            if (node instanceof YamlNode.Scalar text) {
                values.ifPresent(known -> Vocabulary.requireKnown(text, known, "unknown-value",
                        "is not a value of label '" + name + "'", problems));
                labels.put(name, text.text());
            } else {
                problems.error(node.at(), "not-a-text", "a label of a host has one value");
            }
        }));
        Optional<GroupName> owner = host.has("owner")
                ? host.parsed("owner", GroupName::parse, "bad-name", "the name of a group")
                : Optional.of(new GroupName("target-owners"));
        return host.requiredParsed("name", TargetName::parse, "bad-name", "the name of a target")
                .flatMap(name -> owner.map(group -> new Facts.Target(name, labels, group)));
    }

    private Fact<Ticket> ticket() {
        Optional<YamlNode> node = facts.node("ticket");
        if (node.isEmpty() || isWord(node.get(), NONE)) {
            return Fact.absent();
        }
        if (isWord(node.get(), UNKNOWN)) {
            return Fact.unknown();
        }
        return fields(node.get(), Block.TEST_TICKET, vocabulary.ticket().keySet()).flatMap(block -> {
            Map<String, String> fields = new TreeMap<>();
            vocabulary.ticket().keySet()
                    .forEach(name -> value(block, name).ifPresent(value -> fields.put(name, value)));
            return block.text("id").or(() -> Optional.of("TEST-1"))
                    .filter(id -> Grant.fits(id,
                            Grant.TICKET_CHARACTERS))
                    .map(id -> Fact.known(Ticket.of(id, fields)));
        }).orElse(Fact.absent());
    }

    private Optional<String> value(Fields ticket, String name) {
        Optional.ofNullable(vocabulary.ticket().get(name)).flatMap(values -> values)
                .ifPresent(known -> ticket.texts(name).forEach(text -> Vocabulary.requireKnown(text, known,
                        "unknown-value", "is not a value of ticket field '" + name + "'", problems)));
        return ticket.text(name);
    }

    private Fact<Instant> maintenance() {
        Optional<YamlNode> node = facts.node("maintenance_until");
        if (node.isEmpty() || isWord(node.get(), NONE)) {
            return Fact.absent();
        }
        return isWord(node.get(), UNKNOWN)
                ? Fact.unknown()
                : facts.parsed("maintenance_until", ExampleFacts::moment, "bad-time",
                        "a time with its offset, such as 2026-03-03T10:00+01:00, none or unknown")
                        .map(Fact::known).orElse(Fact.absent());
    }

    private static boolean isWord(YamlNode node, String word) {
        return node instanceof YamlNode.Scalar scalar && scalar.text().equals(word);
    }

    static Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Fields> fields(YamlNode node, Block block, Set<String> more) {
        Set<String> known = new HashSet<>(FieldTable.names(block));
        known.addAll(more);
        return Fields.of(node, block.what(), known, problems);
    }
}
