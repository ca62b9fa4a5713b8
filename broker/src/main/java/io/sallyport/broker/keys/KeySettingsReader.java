package io.sallyport.broker.keys;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the block {@code keys} and {@code dormancy} of broker.yaml (docs/operating.md); both may be left out. */
public final class KeySettingsReader {
    private static final String DAYS = "whole days from 1d to 3650d, such as 730d";

    private KeySettingsReader() {}

    /** The settings of the whole file's {@code fields}; the usual ones where nothing good is written, which is reported. */
    public static KeySettings read(Fields fields, Problems problems) {
        Optional<Fields> block = fields.block("keys", "the block 'keys'",
                Set.of("longest", "second_approval"));
        Optional<Duration> longest = block
                .flatMap(found -> found.parsed("longest", KeySettingsReader::days, "bad-duration", DAYS));
        Optional<Duration> dormancy = fields.parsed("dormancy", KeySettingsReader::days, "bad-duration",
                DAYS);
        return new KeySettings(longest.orElse(KeySettings.DEFAULT.longest()),
                block.map(found -> groups(found, problems)).orElse(Set.of()),
                dormancy.orElse(KeySettings.DEFAULT.dormancy()));
    }

    private static Set<GroupName> groups(Fields fields, Problems problems) {
        Set<GroupName> groups = new HashSet<>();
        for (YamlNode node : fields.itemsOrNone("second_approval")) {
            Optional<GroupName> group = node instanceof YamlNode.Scalar scalar
                    ? GroupName.parse(scalar.text())
                    : Optional.empty();
            if (group.isEmpty()) {
                problems.error(node.at(), "bad-name", "not a group name");
            }
            group.ifPresent(groups::add);
        }
        return groups;
    }

    /** Whole days within the bounds; empty for anything else. */
    public static Optional<Duration> days(String text) {
        if (!text.matches("[0-9]{1,4}d")) {
            return Optional.empty();
        }
        Duration days = Duration.ofDays(Integer.parseInt(text.substring(0, text.length() - 1)));
        return Optional.of(days).filter(each -> each.compareTo(KeySettings.SHORTEST) >= 0
                && each.compareTo(KeySettings.LONGEST) <= 0);
    }
}
