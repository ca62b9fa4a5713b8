package io.sallyport.broker;

import io.sallyport.broker.directory.Directory;
import io.sallyport.broker.directory.DirectoryDesk;
import io.sallyport.broker.directory.DirectoryFile;
import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.KeptPolicies;
import io.sallyport.broker.policy.PolicyFolder;
import io.sallyport.broker.policy.PolicyVersion;
import io.sallyport.broker.policy.Reading;
import io.sallyport.broker.request.Staffing;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Directory and policy as they are to come into force, both good.
 *
 * @param refused the policy folder, which is not used but the last good version; empty when the folder is used
 */
record Inputs(Directory directory, PolicyVersion policy, List<String> warnings,
        Optional<Reading.Bad> refused) {

    /**
     * Reads the configuration.
     *
     * @throws ConfigException with every problem
     */
    static BrokerConfig config(Path file) throws ConfigException {
        try {
            String text = new String(OwnFiles.read(file, YamlDocument.MOST_BYTES), StandardCharsets.UTF_8);
            return switch (BrokerConfig.parse(file, text)) {
                case BrokerConfig.Parsed.Valid(BrokerConfig config) -> config;
                case BrokerConfig.Parsed.Invalid(List<Problem> problems) ->
                    throw new ConfigException(lines(problems));
            };
        } catch (IOException e) {
            throw new ConfigException(file + " can't be read: " + e.getMessage());
        }
    }

    /**
     * Reads both from the operator's files.
     *
     * @param now warns of what time makes wrong in the policy
     * @throws ConfigException with every problem of both
     */
    static Inputs read(BrokerConfig config, Instant now) throws ConfigException {
        return of(config, PolicyFolder.read(config.policy(), now));
    }

    /** Reads the directory and joins it with a policy that was read. */
    static Inputs of(BrokerConfig config, Reading policy) throws ConfigException {
        List<String> wrong = new ArrayList<>();
        Optional<Directory> directory = directory(config, wrong);
        if (policy instanceof Reading.Good(PolicyVersion version, List<String> warnings)
                && directory.isPresent()) {
            List<String> doubts = new ArrayList<>(lines(config.doubts()));
            doubts.addAll(warnings);
            doubts.addAll(lines(Staffing.warnings(version.snapshot(), directory.get().people(),
                    directory.get().targets())));
            return new Inputs(directory.get(), version, List.copyOf(doubts), Optional.empty());
        }
        if (policy instanceof Reading.Bad(List<String> problems, _)) {
            wrong.addAll(problems);
        }
        throw new ConfigException(wrong);
    }

    /**
     * What a broker starts with. A folder that can't be used gives way to the version that was in force last; where a second person activates,
     * a restart activates nothing either.
     *
     * @throws ConfigException with every problem: of the directory, and of the folder when no version was ever in force
     */
    static Inputs atStart(BrokerConfig config, KeptPolicies kept, Instant now) throws ConfigException {
        Reading folder = PolicyFolder.read(config.policy(), now);
        Optional<Activation> last = kept.inForce();
        if (last.isEmpty()) {
            return of(config, folder);
        }
        return switch (folder) {
            case Reading.Bad bad -> {
                Inputs inputs = of(config, kept(kept, last.get(), bad.problems(), now));
                yield new Inputs(inputs.directory, inputs.policy, inputs.warnings, Optional.of(bad));
            }
            case Reading.Good(PolicyVersion version, _) when config.secondPerson()
                    && !version.hash().equals(last.get().hash()) -> {
                Inputs inputs = of(config, kept(kept, last.get(), List.of(), now));
                List<String> warnings = new ArrayList<>(inputs.warnings);
                warnings.add(
                        "the policy folder holds another version than the one in force, " + last.get().hash()
                                + ", which stays; propose it with: sallyport policy activate");
                yield new Inputs(inputs.directory, inputs.policy, List.copyOf(warnings),
                        Optional.empty());
            }
            case Reading.Good good -> of(config, good);
        };
    }

    private static Reading kept(KeptPolicies kept, Activation last, List<String> problems,
            Instant now) {
        List<String> wrong = new ArrayList<>(problems);
        try {
            switch (PolicyFolder.check(kept.source(last.hash()), last.commit(), now)) {
                case Reading.Good good -> {
                    return good;
                }
                case Reading.Bad(List<String> found, _) -> wrong.addAll(found);
            }
        } catch (IOException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        wrong.add("the version that was in force, " + last.hash() + ", can't be used either");
        return new Reading.Bad(wrong, Optional.empty());
    }

    private static Optional<Directory> directory(BrokerConfig config, List<String> wrong) {
        try {
            switch (DirectoryDesk.read(config.directory())) {
                case DirectoryFile.Parsed.Valid(Directory read) -> {
                    return Optional.of(read);
                }
                case DirectoryFile.Parsed.Invalid(List<Problem> problems) -> wrong.addAll(lines(problems));
            }
        } catch (IOException e) {
            wrong.add(config.directory() + " can't be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    /** Whom the directory names and who is nobody here yet. */
    static List<PersonName> newcomers(Directory directory, Domain domain) {
        return directory.people().stream().map(Person::name)
                .filter(name -> domain.people().byName(name).isEmpty()).toList();
    }

    /** Warnings of those among {@code newcomers} for whom this broker keeps factors already: whoever had the name before has them. */
    static List<String> inherited(List<PersonName> newcomers, Accounts accounts) {
        if (accounts.federated()) {
            return List.of();
        }
        try {
            return newcomers.stream()
                    .filter(name -> accounts.find(name).filter(there -> !there.factors().isEmpty())
                            .isPresent())
                    .map(name -> "warning: " + name + " is new in the directory, and there are factors under"
                            + " that name: if they are somebody else's, take them away with"
                            + " sallyport broker account-open " + name + " --reset")
                    .toList();
        } catch (AccountsUnavailableException e) {
            return List.of("warning: whether there are factors under the names of newcomers can't be read: "
                    + e.getMessage());
        }
    }

    /** Warnings of what the directory names although it was off-boarded: naming it does not bring it back. */
    static List<String> departed(Directory directory, Domain domain) {
        List<String> lines = new ArrayList<>();
        directory.people().stream()
                .filter(person -> domain.people().holdsOf(person.name()).contains(Hold.DEPARTED))
                .forEach(person -> lines.add("warning: the directory names the person " + person.name()
                        + ", who was off-boarded and stays so"));
        directory.organisations().stream()
                .filter(each -> domain.engagements().held().contains(each.name()))
                .forEach(each -> lines.add("warning: the directory names the provider " + each.name()
                        + ", which was off-boarded and stays so"));
        directory.engagements().stream()
                .filter(each -> domain.engagements().byId(each.id()).flatMap(Engagement::ended).isPresent())
                .forEach(each -> lines.add("warning: the directory names the engagement " + each.id()
                        + ", which was ended early and stays so"));
        return lines;
    }
}
