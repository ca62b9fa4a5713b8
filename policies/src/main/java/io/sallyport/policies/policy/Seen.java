package io.sallyport.policies.policy;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Durations;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Facts with the texts that many rules compare or show, made once for each decision. */
final class Seen {
    final Facts facts;
    final Optional<Set<String>> groups;
    final String groupsText;
    final String sourceText;
    final String askedText;

    Seen(Facts facts) {
        this.facts = facts;
        this.groups = facts.requester().groups()
                .map(names -> names.stream().map(GroupName::value).collect(Collectors.toSet()));
        this.groupsText = groups.map(names -> names.isEmpty()
                ? "no group"
                : String.join(", ", names.stream().sorted().toList())).orElse(Check.NOT_KNOWN);
        this.sourceText = facts.requester().source().map(address -> address.getHostAddress())
                .orElse(Check.NOT_KNOWN);
        this.askedText = Durations.text(facts.asked());
    }
}
