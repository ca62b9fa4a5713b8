package io.sallyport.broker.directory;

import io.sallyport.broker.engagement.Care;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a directory file says of who answers for a provider and how its people come and stay. For one organisation. */
final class CareReader {
    private static final int ENTRIES = 50;
    private static final int CONTACT = 200;
    private static final List<String> FIELDS = List.of("sponsor", "contacts", "mail_domains", "groups",
            "roster");

    private final Fields fields;
    private final Problems problems;
    private final Map<PersonName, Location> sponsors;

    /** @param sponsors where each is named, to be looked up once all people are read */
    CareReader(Fields fields, Problems problems, Map<PersonName, Location> sponsors) {
        this.fields = fields;
        this.problems = problems;
        this.sponsors = sponsors;
    }

    Care read(boolean internal) {
        if (internal) {
            FIELDS.stream().filter(fields::has).forEach(field -> problems.error(fields.at(field),
                    "not-a-provider", "'" + field + "' is for providers"));
            return Care.NONE;
        }
        Optional<PersonName> sponsor = fields.parsed("sponsor", PersonName::parse, "bad-name",
                "a person's name");
        sponsor.ifPresent(name -> sponsors.put(name, fields.at("sponsor")));
        List<String> contacts = list("contacts", CareReader::contact,
                "one line of at most " + CONTACT + " characters");
        List<String> domains = list("mail_domains", CareReader::domain, "a mail domain such as acme.example");
        List<GroupName> groups = list("groups", GroupName::parse, "a group name");
        return new Care(sponsor, contacts, domains, groups,
                fields.parsed("roster", CareReader::days, "bad-duration", "days, such as 90d"));
    }

    private <T> List<T> list(String field, Function<String, Optional<T>> parse, String what) {
        List<T> list = new ArrayList<>();
        List<YamlNode.Scalar> entries = fields.has(field) ? fields.texts(field) : List.of();
        for (YamlNode.Scalar entry : entries) {
            parse.apply(entry.text()).ifPresentOrElse(list::add, () -> problems.error(entry.at(), "bad-entry",
                    "'" + entry.text() + "' is not " + what));
        }
        if (entries.size() > ENTRIES) {
            problems.error(fields.at(field), "too-many",
                    "'" + field + "' has at most " + ENTRIES + " entries");
        }
        return list;
    }

    private static Optional<String> contact(String text) {
        return Optional.of(text.strip()).filter(line -> !line.isEmpty() && line.length() <= CONTACT
                && line.chars().noneMatch(Character::isISOControl));
    }

    private static Optional<String> domain(String text) {
        return Optional.of(text.toLowerCase(Locale.ROOT)).filter(domain -> domain.length() <= 253
                && domain.matches("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){1,8}"));
    }

    private static Optional<Duration> days(String text) {
        return text.matches("[1-9][0-9]{0,3}d")
                ? Optional.of(Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1))))
                : Optional.empty();
    }
}
