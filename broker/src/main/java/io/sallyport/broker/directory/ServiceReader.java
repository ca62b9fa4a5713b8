package io.sallyport.broker.directory;

import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.PersonKind;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a directory file says of an account for automation, and that it says nothing of it for a human. For one person. */
final class ServiceReader {
    static final List<String> FIELDS = List.of("owner", "until", "networks");
    /** What only somebody who thinks has. */
    private static final List<String> HUMAN = List.of("subject", "mail");

    private final Fields fields;
    private final Problems problems;
    private final Map<PersonName, Location> owners;

    /** @param owners where each is named, by the account, to be looked up once all people are read */
    ServiceReader(Fields fields, Problems problems, Map<PersonName, Location> owners) {
        this.fields = fields;
        this.problems = problems;
        this.owners = owners;
    }

    /** Empty for a human, and where something is wrong. */
    Optional<ServiceAccount> read(Optional<PersonName> account) {
        if (fields.choice("kind", List.of(PersonKind.values()), PersonKind::code)
                .orElse(PersonKind.HUMAN) == PersonKind.HUMAN) {
            none(FIELDS, "not-a-service", "' is for service accounts: write kind: service");
            return Optional.empty();
        }
        none(HUMAN, "not-a-human",
                "' is for people: a service account is written to nowhere and signs in by its key alone");
        roles();
        Optional<PersonName> owner = fields.requiredParsed("owner", PersonName::parse, "bad-name",
                "a person's name");
        account.filter(_ -> owner.isPresent()).ifPresent(name -> owners.put(name, fields.at("owner")));
        Optional<Instant> until = fields.requiredNode("until")
                .flatMap(_ -> DirectoryFile.date(fields, "until", 1));
        List<Cidr> networks = networks();
        return owner.isPresent() && until.isPresent()
                ? Optional.of(new ServiceAccount(owner.get(), until.get(), networks))
                : Optional.empty();
    }

    private void none(List<String> unwanted, String code, String why) {
        unwanted.stream().filter(fields::has)
                .forEach(field -> problems.error(fields.at(field), code, "'" + field + why));
    }

    private void roles() {
        for (YamlNode node : fields.itemsOrNone("roles")) {
            if (node instanceof YamlNode.Scalar role && !role.text().equals(Role.ENGINEER.code())) {
                problems.error(role.at(), "role-not-service",
                        "a service account decides nothing: its only role is engineer");
            }
        }
    }

    private List<Cidr> networks() {
        List<Cidr> networks = new ArrayList<>();
        List<YamlNode.Scalar> texts = fields.requiredNode("networks").isPresent()
                ? fields.texts("networks")
                : List.of();
        for (YamlNode.Scalar text : texts) {
            Cidr.parse(text.text()).ifPresentOrElse(networks::add,
                    () -> problems.error(text.at(), "bad-network", "'" + text.text()
                            + "' is not an address or network, such as 192.0.2.0/24"));
        }
        if (texts.size() > ServiceAccount.MOST_NETWORKS) {
            problems.error(fields.at("networks"), "too-many",
                    "'networks' has at most " + ServiceAccount.MOST_NETWORKS + " entries");
            return List.of();
        }
        return networks;
    }
}
