package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Observer;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.RightsCodec;
import io.sallyport.policies.grant.RightsReader;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.Suggestion;
import io.sallyport.policies.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads every {@code rights} block of a folder: of the limits, of profiles, of rules. */
final class RightsBlocks {
    /** Lists of one rule with those of the limits. As much is left to all rules that tighten it at the same time. */
    static final int MOST_LIST_BYTES = GrantLists.MOST_BYTES / 2;
    /** Half of a certificate's grant; the rest is for what else stands in it, whatever became of the lists. */
    private static final int MOST_OTHER_BYTES = 2048;

    private final Vocabulary vocabulary;
    private final Problems problems;
    private final Map<String, Rights> profiles = new TreeMap<>();
    private Rights standard = Rights.standard();
    private Rights limits = Rights.widest();

    RightsBlocks(Vocabulary vocabulary, Problems problems) {
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    Rights limits() {
        return limits;
    }

    Set<String> profiles() {
        return profiles.keySet();
    }

    void readDefaults(Fields defaults) {
        standard = RightsReader.read(defaults, standard);
    }

    void readLimits(Fields block) {
        limits = read(block, limits);
    }

    void readProfile(String name, Fields block) {
        Rights rights = read(block, standard);
        checkLimits(block, rights);
        profiles.put(name, rights);
    }

    /** What an allow rule gives: permissions that it does not mention are not given. */
    Optional<Rights> allow(Fields rule) {
        rule.requiredNode("rights");
        return rule.block("rights", Block.RIGHTS.what(), FieldTable.names(Block.RULE_RIGHTS)).map(block -> {
            Optional<Rights> profile = profile(block);
            Rights rights = read(block, profile.orElse(standard));
            profile.filter(base -> !rights.within(base))
                    .ifPresent(base -> problems.error(block.at(), "wider-than-profile",
                            "beside a profile, rights may only be tightened: "
                                    + String.join(", ", Meet.of(rights, base).fieldsOtherThanIn(rights))));
            if (rights.shell() && !rights.exec().isAny() && !rights.exec().isNone()) {
                problems.error(block.at("exec"), "list-beside-shell",
                        "a list of commands says nothing beside a shell", "leave one of them out");
            }
            checkLimits(block, rights);
            checkSize(block, rights);
            return rights;
        });
    }

    /** What a require rule leaves: what it does not mention stays as it is. */
    Rights require(Fields rule) {
        return rule.block("rights", Block.RIGHTS.what(), FieldTable.names(Block.RULE_RIGHTS))
                .map(block -> {
                    Rights read = read(block, Rights.widest());
                    Rights rights = profile(block).map(profile -> Meet.of(profile, read)).orElse(read);
                    checkSize(block, rights);
                    return rights;
                })
                .orElse(Rights.widest());
    }

    private Optional<Rights> profile(Fields block) {
        return block.text("profile").flatMap(name -> {
            Optional<Rights> found = Optional.ofNullable(profiles.get(name));
            if (found.isEmpty()) {
                problems.add(new Problem(block.at("profile"), Problem.Severity.ERROR, "unknown-profile",
                        "'" + name + "' is not a profile of profiles.yaml",
                        Suggestion.hint(name, profiles.keySet())));
            }
            return found;
        });
    }

    private Rights read(Fields block, Rights base) {
        Rights rights = RightsReader.read(block, base);
        // The reader of rights knows no vocabulary: it serves a host's ceiling too.
        for (YamlNode entry : block.itemsOrNone("observer")) {
            if (entry instanceof YamlNode.Mapping mapping
                    && mapping.value("from").orElse(null) instanceof YamlNode.Scalar from) {
                requireObserver(from);
            }
        }
        return rights;
    }

    private void requireObserver(YamlNode.Scalar from) {
        if (GroupName.parse(from.text()).isEmpty()) {
            return; // Reported already.
        }
        if (vocabulary.external().contains(from.text())) {
            problems.error(from.at(), "observer-not-internal",
                    "'" + from.text() + "' is not an internal group; only internal people may observe");
        } else {
            Vocabulary.requireKnown(from, vocabulary.internal(), "unknown-group", "is not an internal group",
                    problems);
        }
    }

    private void checkSize(Fields block, Rights rights) {
        Rights both = Meet.of(rights, limits);
        if (!GrantLists.fit(both, MOST_LIST_BYTES)) {
            problems.error(block.at(), "rights-too-large",
                    "the lists of these rights and of the limits need more than " + MOST_LIST_BYTES
                            + " bytes beside a grant",
                    "use fewer or shorter patterns");
        } else if (RightsCodec.encode(GrantLists.without(both)).canonical().length > MOST_OTHER_BYTES) {
            problems.error(block.at(), "rights-too-large",
                    "the rights and limits need more than " + MOST_OTHER_BYTES
                            + " bytes in a grant, even without their lists",
                    "name fewer groups of observers");
        }
    }

    private void checkLimits(Fields block, Rights asked) {
        for (String field : Meet.of(asked, limits).fieldsOtherThanIn(asked)) {
            // What a block leaves out follows the limits by itself.
            if (block.has(field) && isWider(field, asked)) {
                problems.error(block.at(field), "above-limits",
                        "'" + field + "' gives more than limits.rights in policy.yaml");
            }
        }
    }

    /** Two lists that both have to match are never wider than one of them, however different they look. */
    private boolean isWider(String field, Rights asked) {
        return switch (field) {
            case "exec" -> asked.exec().isAny() || limits.exec().isNone();
            case "sudo" -> asked.sudo().isAny() || limits.sudo().isNone();
            case "forward" -> asked.forward().isAny() || limits.forward().isNone();
            case "reverse" -> asked.reverse().isAny() || limits.reverse().isNone();
            case "sftp" -> asked.sftp().mode().compareTo(limits.sftp().mode()) > 0;
            case "observer" -> asked.observers().stream().anyMatch(this::laxer);
            default -> true;
        };
    }

    /** Another group's observers are added to those of the limits; only of the same group they can ask for less. */
    private boolean laxer(Observer observer) {
        return limits.observers().stream().filter(limit -> limit.from().equals(observer.from()))
                .anyMatch(limit -> !limit.meet(observer).equals(observer));
    }
}
