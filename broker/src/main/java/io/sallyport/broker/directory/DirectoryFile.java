package io.sallyport.broker.directory;

import io.sallyport.broker.engagement.Care;
import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Mail;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.PersonKind;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.policies.yaml.YamlNode;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads a directory file (docs/formats/directory.md). All or nothing: every problem is reported with its place, and with one
 * error the file is not used. Not safe for many threads; made for one reading.
 */
public final class DirectoryFile {
    public static final String FORMAT = "sallyport-directory/1";
    static final int TITLE_LIMIT = 200;
    static final int NOTES_LIMIT = 2000;

    /** What came of reading. */
    public sealed interface Parsed {
        record Valid(Directory directory) implements Parsed {}

        record Invalid(List<Problem> problems) implements Parsed {}
    }

    private final Problems problems = new Problems();
    private final Map<OrganisationName, Organisation> organisations = new LinkedHashMap<>();
    private final Map<PersonName, Person> people = new LinkedHashMap<>();
    private final Map<KeyFingerprint, PersonName> owners = new HashMap<>();
    private final Map<PersonName, Location> sponsors = new HashMap<>();
    private final Map<PersonName, Location> stewards = new LinkedHashMap<>();
    private final Set<String> subjects = new HashSet<>();
    private final List<RegisteredKey> keys = new ArrayList<>();
    private final Map<String, Engagement> engagements = new LinkedHashMap<>();
    private final Map<TargetName, Target> targets = new LinkedHashMap<>();

    private DirectoryFile() {}

    /** Reads the text of {@code file}. */
    public static Parsed parse(String file, String text) {
        DirectoryFile reading = new DirectoryFile();
        YamlDocument.readMapping(file, text, reading.problems).ifPresent(reading::read);
        if (reading.problems.hasErrors()) {
            return new Parsed.Invalid(reading.problems.all());
        }
        return new Parsed.Valid(new Directory(List.copyOf(reading.organisations.values()),
                List.copyOf(reading.people.values()),
                reading.keys, List.copyOf(reading.engagements.values()),
                List.copyOf(reading.targets.values())));
    }

    private void read(YamlNode.Mapping root) {
        Fields fields = Fields.of(root, "the directory",
                Set.of("format", "organisations", "people", "engagements", "targets"),
                problems);
        fields.requiredText("format").filter(format -> !format.equals(FORMAT)).ifPresent(format -> problems
                .error(fields.at("format"), "unknown-format",
                        "'" + format + "' is not a format this broker reads", "write " + FORMAT));
        blocks(fields, "organisations", "an organisation",
                Set.of("name", "kind", "title", "sponsor", "contacts", "mail_domains", "groups", "roster"),
                this::organisation);
        blocks(fields, "people", "a person",
                Set.of("name", "full_name", "organisation", "groups", "roles", "keys", "enabled", "mail",
                        "subject", "kind", "owner", "until", "networks"),
                this::person);
        stewards.forEach(this::owned);
        sponsors.forEach((name, at) -> {
            if (insider(name).isEmpty()) {
                problems.error(at, "unknown-sponsor", "nobody inside the company is called '" + name + "'");
            }
        });
        blocks(fields, "engagements", "an engagement",
                Set.of("id", "provider", "sponsor", "targets", "from", "until"),
                this::engagement);
        blocks(fields, "targets", "a target", Set.of("name", "labels", "owner", "notes"), this::target);
    }

    private void blocks(Fields fields, String list, String what, Set<String> known,
            java.util.function.Consumer<Fields> read) {
        for (YamlNode node : fields.itemsOrNone(list)) {
            Fields.of(node, what, known, problems).ifPresent(read);
        }
    }

    private void organisation(Fields fields) {
        Optional<OrganisationName> name = name(fields, "name", OrganisationName::parse,
                "an organisation name");
        Optional<Boolean> internal = fields.requiredNode("kind").flatMap(
                _ -> fields.choice("kind", List.of(true, false), inside -> inside ? "internal" : "provider"));
        String title = line(fields, "title", TITLE_LIMIT, name.map(OrganisationName::value).orElse(""));
        if (name.isPresent() && internal.isPresent() && once(organisations, name.get(), fields, "name")) {
            Care care = new CareReader(fields, problems, sponsors).read(internal.get());
            organisations.put(name.get(), new Organisation(name.get(), internal.get(), title, care));
        }
    }

    private void person(Fields fields) {
        Optional<PersonName> name = name(fields, "name", PersonName::parse, "a person's name");
        Optional<OrganisationName> organisation = name(fields, "organisation", OrganisationName::parse,
                "an organisation name").filter(of -> known(fields, of));
        String fullName = line(fields, "full_name", TITLE_LIMIT, name.map(PersonName::value).orElse(""));
        Set<GroupName> groups = new HashSet<>(texts(fields, "groups", GroupName::parse, "a group name"));
        Set<Role> roles = new HashSet<>(texts(fields, "roles", Role::parse,
                "a role (engineer, approver, auditor, administrator, manager)"));
        boolean enabled = fields.bool("enabled").orElse(true);
        Optional<String> mail = fields.parsed("mail", DirectoryFile::mail, "bad-mail", "a mail address");
        Optional<String> subject = fields.parsed("subject",
                text -> Optional.of(text).filter(t -> t.matches("[!-~]{1,255}")), "bad-subject",
                "what the identity provider calls the person (1 to 255 visible ASCII characters)");
        Optional<ServiceAccount> service = new ServiceReader(fields, problems, stewards).read(name);
        if (name.isEmpty() || organisation.isEmpty() || !once(people, name.get(), fields, "name")) {
            return;
        }
        boolean internal = Optional.ofNullable(organisations.get(organisation.get()))
                .map(Organisation::internal).orElse(false);
        if (!internal && (roles.contains(Role.APPROVER) || roles.contains(Role.ADMINISTRATOR))) {
            problems.error(fields.at("roles"), "role-not-internal",
                    "only people of an internal organisation are approver or administrator");
        }
        if (internal && roles.contains(Role.MANAGER)) {
            problems.error(fields.at("roles"), "role-not-external", "only people of a provider are manager");
        }
        if (subject.isPresent() && !subjects.add(subject.get())) {
            problems.error(fields.at("subject"), "shared-subject", "this subject is written for two people",
                    "one account, one person");
        }
        people.put(name.get(), new Person(name.get(), fullName, organisation.get(), internal, groups, roles,
                enabled, service, mail, Origin.FILE, subject));
        for (YamlNode.Scalar key : scalars(fields, "keys")) {
            key(name.get(), key);
        }
    }

    // An owner whom the file does not name may be known from elsewhere; the broker says when there is
    // none.
    private void owned(PersonName account, Location at) {
        Person service = people.get(account);
        Optional<Person> owner = Optional.ofNullable(service).flatMap(Person::service)
                .map(each -> people.get(each.owner()));
        owner.filter(each -> each.kind() != PersonKind.HUMAN || !(each.internal()
                || each.organisation().equals(Objects.requireNonNull(service).organisation())))
                .ifPresent(each -> problems.error(at, "bad-owner", "'" + each.name()
                        + "' can't answer for '" + account
                        + "': that takes a human of its organisation or of the company"));
    }

    // Whoever answers for something thinks.
    private Optional<Person> insider(PersonName name) {
        return Optional.ofNullable(people.get(name)).filter(Person::internal)
                .filter(person -> person.kind() == PersonKind.HUMAN);
    }

    private static Optional<String> mail(String text) {
        return Optional.of(text).filter(each -> Mail.plausible(each.toLowerCase(Locale.ROOT)));
    }

    private boolean known(Fields fields, OrganisationName name) {
        if (organisations.containsKey(name)) {
            return true;
        }
        problems.error(fields.at("organisation"), "unknown-organisation",
                "there is no organisation '" + name + "'");
        return false;
    }

    private void key(PersonName person, YamlNode.Scalar text) {
        try {
            SshPublicKey key = SshPublicKey.parseLine(text.text());
            Optional<String> weak = key.refusalForPeople();
            if (weak.isPresent()) {
                problems.error(text.at(), "weak-key", weak.get());
                return;
            }
            KeyFingerprint fingerprint = new KeyFingerprint(key.fingerprint());
            PersonName other = owners.putIfAbsent(fingerprint, person);
            if (other != null) {
                problems.error(text.at(), "shared-key", "this key is registered already, for '" + other + "'",
                        "one key, one person, once");
                return;
            }
            keys.add(new RegisteredKey(person, fingerprint, key.line()));
        } catch (SshFormatException e) {
            problems.error(text.at(), "bad-key", "not an SSH public key: " + e.getMessage(),
                    "paste the line of the .pub file");
        }
    }

    private void engagement(Fields fields) {
        Optional<String> id = fields.requiredParsed("id",
                text -> Optional.of(text).filter(t -> t.matches("[a-z0-9][a-z0-9-]{0,62}")),
                "bad-name", "an engagement id (a-z, 0-9 and '-', at most 63 characters)");
        Optional<OrganisationName> provider = name(fields, "provider", OrganisationName::parse,
                "an organisation name");
        Optional<PersonName> sponsor = name(fields, "sponsor", PersonName::parse, "a person's name");
        provider.filter(
                name -> Optional.ofNullable(organisations.get(name)).filter(o -> !o.internal()).isEmpty())
                .ifPresent(name -> problems.error(fields.at("provider"), "unknown-provider",
                        "there is no provider '" + name + "'"));
        sponsor.filter(name -> insider(name).isEmpty())
                .ifPresent(name -> problems.error(fields.at("sponsor"), "unknown-sponsor",
                        "nobody inside the company is called '" + name + "'"));
        Map<String, List<String>> covered = coverage(fields);
        Optional<Instant> from = date(fields, "from", 0);
        Optional<Instant> until = fields.requiredNode("until").flatMap(_ -> date(fields, "until", 1));
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            problems.error(fields.at("until"), "bad-date", "the engagement ends before it begins");
        }
        if (id.isPresent() && provider.isPresent() && sponsor.isPresent() && until.isPresent()
                && once(engagements, id.get(), fields, "id")) {
            engagements.put(id.get(),
                    new Engagement(id.get(), provider.get(), sponsor.get(), covered, from, until.get()));
        }
    }

    private Map<String, List<String>> coverage(Fields fields) {
        Map<String, List<String>> covered = new TreeMap<>();
        if (fields.requiredNode("targets").orElse(null) instanceof YamlNode.Mapping labels) {
            Fields values = Fields.of(labels, "the targets of an engagement", labels.fields().keySet(),
                    problems);
            for (String label : labels.fields().keySet()) {
                covered.put(label, values.texts(label).stream().map(YamlNode.Scalar::text).toList());
            }
        } else if (fields.has("targets")) {
            problems.error(fields.at("targets"), "not-a-block",
                    "'targets' must be labels with their values, for example { env: [staging] }");
        }
        if (covered.isEmpty() && fields.has("targets")) {
            problems.error(fields.at("targets"), "empty-list",
                    "an engagement without labels covers no target");
        }
        return covered;
    }

    private void target(Fields fields) {
        Optional<TargetName> name = name(fields, "name", TargetName::parse, "a target name");
        Optional<GroupName> owner = name(fields, "owner", GroupName::parse, "a group name");
        Map<String, String> labels = new TreeMap<>();
        fields.node("labels").ifPresent(node -> {
            if (node instanceof YamlNode.Mapping block) {
                Fields values = Fields.of(block, "the labels of a target", block.fields().keySet(), problems);
                block.fields().keySet()
                        .forEach(label -> values.text(label).ifPresent(value -> labels.put(label, value)));
            } else {
                problems.error(node.at(), "not-a-block",
                        "'labels' must be a block, for example { env: staging, role: app }");
            }
        });
        String notes = fields.text("notes").orElse("").strip();
        if (notes.length() > NOTES_LIMIT) {
            problems.error(fields.at("notes"), "too-long",
                    "notes have at most " + NOTES_LIMIT + " characters");
        }
        if (name.isPresent() && owner.isPresent() && once(targets, name.get(), fields, "name")) {
            targets.put(name.get(), new Target(name.get(), labels, owner.get(), notes, false));
        }
    }

    // Dates are days in UTC. The last day counts in full.
    static Optional<Instant> date(Fields fields, String field, int daysAfter) {
        return fields.parsed(field, text -> {
            try {
                return Optional.of(
                        LocalDate.parse(text).plusDays(daysAfter).atStartOfDay(ZoneOffset.UTC).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }, "bad-date", "a date such as 2027-06-30");
    }

    private <T> Optional<T> name(Fields fields, String field, Function<String, Optional<T>> parse,
            String what) {
        return fields.requiredParsed(field, parse, "bad-name", what);
    }

    private <K> boolean once(Map<K, ?> all, K name, Fields fields, String field) {
        if (all.containsKey(name)) {
            problems.error(fields.at(field), "duplicate-name", "'" + name + "' is written twice");
            return false;
        }
        return true;
    }

    private String line(Fields fields, String field, int limit, String otherwise) {
        if (!fields.has(field)) {
            return otherwise;
        }
        String text = fields.text(field).orElse(otherwise).strip();
        if (text.isEmpty() || text.length() > limit || text.chars().anyMatch(Character::isISOControl)) {
            problems.error(fields.at(field), "bad-text",
                    "'" + field + "' must be one line of 1 to " + limit + " characters");
        }
        return text;
    }

    private <T> List<T> texts(Fields fields, String field, Function<String, Optional<T>> parse, String what) {
        List<T> parsed = new ArrayList<>();
        for (YamlNode.Scalar scalar : scalars(fields, field)) {
            parse.apply(scalar.text()).ifPresentOrElse(parsed::add,
                    () -> wrong(scalar.at(), scalar.text(), what));
        }
        return parsed;
    }

    private List<YamlNode.Scalar> scalars(Fields fields, String field) {
        List<YamlNode.Scalar> scalars = new ArrayList<>();
        for (YamlNode node : fields.itemsOrNone(field)) {
            if (node instanceof YamlNode.Scalar scalar) {
                scalars.add(scalar);
            } else {
                problems.error(node.at(), "not-a-text",
                        "an entry of '" + field + "' must be a text, not " + node.kind());
            }
        }
        return scalars;
    }

    private void wrong(Location at, String text, String what) {
        problems.error(at, "bad-name", "'" + text + "' is not " + what);
    }
}
