package io.sallyport.policies.grant;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a {@code rights} block, the same in a rule, a profile, the organisation's limits and a host's ceiling. What the block does not
 * mention keeps its value from {@code base}; what is wrong is reported and keeps it too.
 */
public final class RightsReader {
    /** Names of all fields that a rights block may have. */
    public static final Set<String> FIELDS = FieldTable.names(Block.RIGHTS);

    private final Fields fields;
    private final Problems problems;
    private final RightsBuilder rights;

    private RightsReader(Fields fields, Rights base) {
        this.fields = fields;
        this.problems = fields.problems();
        this.rights = Rights.from(base);
    }

    /** {@code base} with the block's fields put over it. */
    public static Rights read(Fields fields, Rights base) {
        return new RightsReader(fields, base).read();
    }

    private Rights read() {
        fields.bool("shell").ifPresent(rights::shell);
        fields.bool("pty").ifPresent(rights::pty);
        fields.bool("agent_forwarding").ifPresent(rights::agentForwarding);
        fields.bool("x11").ifPresent(rights::x11);
        patterns("exec", "any", Commands.any(), Commands.none(), Commands::of).ifPresent(rights::exec);
        patterns("forward", "any", Destinations.any(), Destinations.none(), Destinations::of)
                .ifPresent(rights::forward);
        patterns("reverse", "any", Destinations.any(), Destinations.none(), Destinations::of)
                .ifPresent(rights::reverse);
        patterns("sudo", "any", Commands.any(), Commands.none(), Commands::of).ifPresent(rights::sudo);
        sftp().ifPresent(rights::sftp);
        observers();
        fields.block("record", Block.RECORD.what(), FieldTable.names(Block.RECORD))
                .ifPresent(this::record);
        fields.duration("idle").filter(idle -> between("idle", idle, Rights.IDLE_LEAST, Rights.IDLE_MOST))
                .ifPresent(idle -> rights.idle(Optional.of(idle)));
        number(fields, "concurrent", 1, Rights.CONCURRENT_MOST).ifPresent(rights::concurrent);
        return rights.build();
    }

    /** {@code none}, {@code any}, or a list of patterns. */
    private <T> Optional<T> patterns(String name, String anyWord, T any, T none,
            Function<List<String>, T> of) {
        Optional<YamlNode> node = fields.node(name);
        if (node.isPresent() && node.get() instanceof YamlNode.Scalar scalar && !scalar.quoted()) {
            if (scalar.text().equals(anyWord)) {
                return Optional.of(any);
            }
            if (scalar.text().equals("none")) {
                return Optional.of(none);
            }
        }
        List<String> texts = fields.texts(name).stream().map(YamlNode.Scalar::text).toList();
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of.apply(texts));
        } catch (IllegalArgumentException e) {
            problems.error(fields.at(name), "bad-pattern",
                    "'" + name + "' is none, any, or a list of patterns: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** {@code sftp: read} is short for {@code sftp: { mode: read }}. */
    private Optional<Sftp> sftp() {
        List<Sftp.Mode> modes = List.of(Sftp.Mode.values());
        if (fields.node("sftp").isPresent() && fields.node("sftp").get() instanceof YamlNode.Scalar) {
            return fields.choice("sftp", modes, Sftp.Mode::text).map(Sftp::everywhere);
        }
        return fields.block("sftp", Block.SFTP.what(), FieldTable.names(Block.SFTP)).flatMap(block -> {
            block.requiredNode("mode");
            Optional<Sftp.Mode> mode = block.choice("mode", modes, Sftp.Mode::text);
            List<String> paths = block.texts("paths").stream().map(YamlNode.Scalar::text).toList();
            if (mode.equals(Optional.of(Sftp.Mode.NONE)) && block.has("paths")) {
                problems.error(block.at("paths"), "paths-without-sftp",
                        "'paths' says nothing when the mode is none");
            }
            try {
                Paths allowed = paths.isEmpty() ? Paths.any() : Paths.of(paths);
                return mode.map(known -> new Sftp(known, allowed));
            } catch (IllegalArgumentException e) {
                problems.error(block.at("paths"), "bad-pattern",
                        "'paths' is a list of path patterns: " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    private void observers() {
        List<Observer> observers = new ArrayList<>();
        for (YamlNode node : fields.items("observer")) {
            Fields.of(node, Block.OBSERVER.what(), FieldTable.names(Block.OBSERVER), problems)
                    .flatMap(this::observer).ifPresent(observers::add);
        }
        if (observers.stream().map(Observer::from).distinct().count() < observers.size()) {
            problems.error(fields.at("observer"), "observer-twice", "two observer entries of one group");
        } else if (!observers.isEmpty()) {
            rights.observers(observers);
        }
    }

    private Optional<Observer> observer(Fields block) {
        int count = number(block, "count", 1, 5).orElse(1);
        Observer.Absence absent = block
                .choice("absent", List.of(Observer.Absence.values()), Observer.Absence::text)
                .orElse(Observer.Absence.PAUSE);
        Duration grace = block.text("grace").filter(text -> text.matches("0[ms]?")).isPresent()
                ? Duration.ZERO
                : block.duration("grace").orElse(Duration.ZERO);
        if (grace.compareTo(Observer.MOST_GRACE) > 0) {
            problems.error(block.at("grace"), "out-of-bounds", "'grace' is 0m to 30m");
            return Optional.empty();
        }
        return block.requiredParsed("from", GroupName::parse, "bad-name", "the name of a group")
                .map(from -> new Observer(count, from, absent, grace));
    }

    private void record(Fields block) {
        block.text("output").filter(text -> !text.equals("on"))
                .ifPresent(text -> problems.error(block.at("output"), "unknown-value",
                        "output is always recorded: the only value of 'output' is on"));
        Recording base = rights.build().record();
        rights.record(new Recording(
                block.choice("input", List.of(Recording.InputMode.values()), Recording.InputMode::text)
                        .orElse(base.input()),
                block.choice("on_failure", List.of(Recording.OnFailure.values()), Recording.OnFailure::text)
                        .orElse(base.onFailure()),
                block.choice("seal", List.of(Recording.Seal.values()), Recording.Seal::text)
                        .orElse(base.seal())));
    }

    private boolean between(String name, Duration value, Duration least, Duration most) {
        boolean fits = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
        if (!fits) {
            problems.error(fields.at(name), "out-of-bounds",
                    "'" + name + "' is " + least.toMinutes() + "m to " + most.toMinutes() + "m");
        }
        return fits;
    }

    /** A whole number within bounds, both inclusive. */
    public static Optional<Integer> number(Fields fields, String name, int least, int most) {
        return fields.text(name).flatMap(text -> {
            if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least
                    && Integer.parseInt(text) <= most) {
                return Optional.of(Integer.parseInt(text));
            }
            fields.problems().error(fields.at(name), "bad-number",
                    "'" + text + "' is not a number from " + least + " to " + most);
            return Optional.empty();
        });
    }
}
