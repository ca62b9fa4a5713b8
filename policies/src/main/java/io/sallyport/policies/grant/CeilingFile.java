package io.sallyport.policies.grant;

import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.policies.yaml.YamlNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The ceiling as a YAML file (docs/formats/ceiling.md). Where the file is silent, {@link Ceiling#builtIn()} holds. */
public final class CeilingFile {

    public static final String FORMAT = "sallyport-ceiling/1";

    private static final Set<String> APPROVALS = Set.of("at_least", "automatic", "break_glass");
    private static final Set<String> FIELDS = Set.of("format", "logins", "providers", "max", "approvals",
            "rights", "trust");

    private CeilingFile() {}

    /** What became of the file. */
    public sealed interface Parsed {

        /** Usable. */
        record Valid(Ceiling ceiling) implements Parsed {}

        /** Not usable: the host serves nothing beyond the built-in ceiling. */
        record Invalid(List<Problem> problems) implements Parsed {

            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads a ceiling; all problems in one go. */
    public static Parsed parse(String fileName, String text) {
        var problems = new Problems();
        Optional<Ceiling> ceiling = YamlDocument.readMapping(fileName, text, problems)
                .map(root -> ceiling(Fields.of(root, "a ceiling", FIELDS, problems)));
        return ceiling.isPresent() && !problems.hasErrors()
                ? new Parsed.Valid(ceiling.get())
                : new Parsed.Invalid(problems.all());
    }

    /** The built-in ceiling as a file that parses to it. */
    public static String builtInText() {
        return """
            format: sallyport-ceiling/1
            # Every login but root, every organisation.
            max: 1h
            approvals: { at_least: 1, automatic: false, break_glass: false }
            rights:
              shell: true
              pty: true
              exec: any
              sftp: read-write
              forward: none
              agent_forwarding: false
              x11: false
              record: { output: on, input: timing, on_failure: terminate, seal: escrowed }
              concurrent: 10
            """;
    }

    private static Ceiling ceiling(Fields fields) {
        Ceiling builtIn = Ceiling.builtIn();
        if (!fields.requiredText("format").equals(Optional.of(FORMAT))) {
            fields.problems().error(fields.at("format"), "wrong-format",
                    "the first line of the file must be: format: " + FORMAT);
        }
        if (fields.has("trust")) {
            fields.problems().error(fields.at("trust"), "not-in-this-version",
                    "this version of Sallyport does not have 'trust'");
        }
        Ceiling.Approvals approvals = fields.block("approvals", "an approvals block", APPROVALS)
                .map(block -> approvals(block, builtIn.approvals()))
                .orElse(builtIn.approvals());
        Rights rights = fields.block("rights", "a rights block", RightsReader.FIELDS)
                .map(block -> rights(block, builtIn.rights()))
                .orElse(builtIn.rights());
        return new Ceiling(names(fields, "logins", LoginName::parse, "the name of a login"),
                names(fields, "providers", OrganisationName::parse, "the name of an organisation"),
                max(fields).orElse(builtIn.max()), approvals, rights);
    }

    /** Empty only when the field is not there at all: a list that is wrong must not read as "every one". */
    private static <T> Optional<Set<T>> names(Fields fields, String name, Function<String, Optional<T>> parse,
            String what) {
        if (!fields.has(name)) {
            return Optional.empty();
        }
        Set<T> names = new HashSet<>();
        for (YamlNode.Scalar text : fields.texts(name)) {
            Optional<T> parsed = parse.apply(text.text());
            if (parsed.isEmpty()) {
                fields.problems().error(text.at(), "bad-name", "'" + text.text() + "' is not " + what);
            }
            parsed.ifPresent(names::add);
        }
        return Optional.of(names);
    }

    private static Optional<Duration> max(Fields fields) {
        return fields.duration("max").filter(max -> {
            boolean fits = max.compareTo(Duration.ofMinutes(1)) >= 0 && max.compareTo(Grant.MAX_MOST) <= 0;
            if (!fits) {
                fields.problems().error(fields.at("max"), "out-of-bounds", "'max' is 1m to 24h");
            }
            return fits;
        });
    }

    private static Ceiling.Approvals approvals(Fields block, Ceiling.Approvals builtIn) {
        return new Ceiling.Approvals(
                RightsReader.number(block, "at_least", 0, Grant.APPROVALS_MOST).orElse(builtIn.atLeast()),
                block.bool("automatic").orElse(builtIn.automatic()),
                block.bool("break_glass").orElse(builtIn.breakGlass()));
    }

    private static Rights rights(Fields block, Rights builtIn) {
        Rights rights = RightsReader.read(block, builtIn);
        if (rights.shell() && !rights.exec().isAny() && !rights.exec().isNone()) {
            block.problems().error(block.at("exec"), "list-beside-shell",
                    "a list of commands says nothing beside a shell",
                    "write shell: false as well");
        }
        return rights;
    }
}
