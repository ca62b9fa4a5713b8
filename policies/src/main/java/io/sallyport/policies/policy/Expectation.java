package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.RightsReader;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Durations;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The {@code expect} block of an example, held against a decision. Only what it mentions is looked at. */
final class Expectation {
    private final Fields expect;
    private final List<String> differences = new ArrayList<>();

    Expectation(Fields expect) {
        this.expect = expect;
    }

    /** What is different, one line for each; mistakes in the block itself are reported as problems. */
    List<String> differences(Decision decision) {
        String word = decision instanceof Decision.Allowed ? "allow" : "deny";
        expect.requiredNode("decision");
        expect.choice("decision", List.of("allow", "deny"), text -> text)
                .ifPresent(wanted -> compare("decision", wanted, word));
        if (!differences.isEmpty()) {
            differences.addAll(decision instanceof Decision.Denied denied
                    ? reasons(denied)
                    : List.of("it is allowed by " + ((Decision.Allowed) decision).rule()));
            return List.copyOf(differences);
        }
        switch (decision) {
            case Decision.Allowed allowed -> allowed(allowed);
            case Decision.Denied denied -> denied(denied);
        }
        return List.copyOf(differences);
    }

    private static List<String> reasons(Decision.Denied denied) {
        List<String> lines = new ArrayList<>(List.of(denied.reason()));
        lines.addAll(denied.forEngineer());
        return lines;
    }

    private void allowed(Decision.Allowed allowed) {
        expect.text("rule").ifPresent(wanted -> compare("rule", wanted, allowed.rule().value()));
        expect.choice("kind", List.of(Grant.Kind.values()), Grant.Kind::text)
                .ifPresent(wanted -> compare("kind", wanted.text(), allowed.kind().text()));
        RightsReader.number(expect, "approvals", 0, Grant.APPROVALS_MOST)
                .ifPresent(wanted -> compare("approvals", wanted.toString(),
                        Integer.toString(allowed.people())));
        expect.duration("max").ifPresent(
                wanted -> compare("max", Durations.text(wanted), Durations.text(allowed.max())));
        expect.parsed("ends", ExampleFacts::moment, "bad-time", "a time with its offset")
                .ifPresent(wanted -> compare("ends", wanted.toString(), allowed.end().toString()));
        names("requires").ifPresent(wanted -> compare("requires", wanted.toString(),
                allowed.requires().stream().map(RuleId::value).toList().toString()));
        rights(allowed.rights());
        absent("failed", "running");
    }

    /** What the block says of rights, put over those that came out, must change nothing. */
    private void rights(Rights actual) {
        Rights wanted = RightsReader.read(expect, actual);
        // "sftp: read" is about the mode, whatever the paths.
        if (expect.node("sftp").orElse(null) instanceof YamlNode.Scalar) {
            wanted = Rights.from(wanted)
                    .sftp(new Sftp(wanted.sftp().mode(), actual.sftp().paths())).build();
        }
        for (String field : wanted.fieldsOtherThanIn(actual)) {
            differences.add(field + ": is not as expected");
        }
    }

    private void denied(Decision.Denied denied) {
        expect.text("rule").ifPresent(wanted -> compare("rule", wanted,
                denied.rule().map(RuleId::value).orElse("none")));
        expect.choice("running", List.of(Running.values()), Running::text)
                .ifPresent(wanted -> compare("running", wanted.text(), denied.running().text()));
        names("failed").ifPresent(wanted -> compare("failed", wanted.toString(),
                new TreeSet<>(denied.explanation().closest().map(Trace::failed).orElse(List.of()).stream()
                        .map(Check::field).toList()).toString()));
        absent("kind", "approvals", "max", "ends", "requires");
        absent(RightsReader.FIELDS.toArray(String[]::new));
    }

    private void absent(String... names) {
        for (String name : new TreeSet<>(List.of(names))) {
            if (expect.has(name)) {
                expect.problems().error(expect.at(name), "not-of-this-decision",
                        "'" + name + "' says nothing about this decision");
            }
        }
    }

    /** Sorted, also empty: {@code []} expects that there is none. */
    private Optional<List<String>> names(String field) {
        if (!expect.has(field)) {
            return Optional.empty();
        }
        TreeSet<String> names = new TreeSet<>();
        for (YamlNode node : expect.itemsOrNone(field)) {
            if (node instanceof YamlNode.Scalar text) {
                names.add(text.text());
            } else {
                expect.problems().error(node.at(), "not-a-text", "'" + field + "' is a list of texts");
            }
        }
        return Optional.of(List.copyOf(names));
    }

    private void compare(String field, String wanted, String actual) {
        if (!wanted.equals(actual)) {
            differences.add(field + ": expected " + wanted + ", is " + actual);
        }
    }
}
