package io.sallyport.agent;

import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.wire.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an agent was told when it was enrolled ({@code agent.yaml}).
 *
 * @param brokerKey SHA-256 of the broker's SubjectPublicKeyInfo, lower-case hex: the only broker this agent talks to
 */
public record AgentConfig(TargetName target, String brokerHost, int brokerPort, String brokerKey, Mode mode) {

    private static final String FORMAT = "sallyport-agent/1";
    private static final Set<String> FIELDS = Set.of("format", "target", "broker", "spki", "mode");

    private record Address(String host, int port) {}

    /** The configuration, or nothing, and then everything that is wrong with it is in {@code problems}. */
    public static Optional<AgentConfig> parse(String file, String text, Problems problems) {
        return YamlDocument.readMapping(file, text, problems)
                .flatMap(block -> read(Fields.of(block, "an agent's configuration", FIELDS, problems)));
    }

    private static Optional<AgentConfig> read(Fields fields) {
        Optional<String> format = fields.requiredParsed("format",
                text -> Optional.of(text).filter(FORMAT::equals),
                "bad-format", FORMAT);
        Optional<TargetName> target = fields.requiredParsed("target", TargetName::parse, "bad-target",
                "a target name");
        Optional<Address> broker = fields.requiredParsed("broker", AgentConfig::address, "bad-address",
                "an address such as broker.example:8444");
        Optional<String> key = fields.requiredParsed("spki",
                text -> Optional.of(text).filter(hex -> hex.matches("[0-9a-f]{64}")),
                "bad-key-hash", "64 lower-case hexadecimal digits");
        Optional<Mode> mode = fields.choice("mode", List.of(Mode.values()),
                value -> value.name().toLowerCase(Locale.ROOT));
        boolean whole = format.isPresent() && target.isPresent() && broker.isPresent() && key.isPresent()
                && !fields.problems().hasErrors();
        return whole
                ? Optional
                        .of(new AgentConfig(target.get(), broker.get().host(), broker.get().port(), key.get(),
                                mode.orElse(Mode.PRODUCTION)))
                : Optional.empty();
    }

    private static Optional<Address> address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        String port = text.substring(colon + 1);
        boolean good = host.matches("[A-Za-z0-9.:-]{1,253}") && port.matches("[1-9][0-9]{0,4}")
                && Integer.parseInt(port) <= 65_535;
        return good ? Optional.of(new Address(host, Integer.parseInt(port))) : Optional.empty();
    }

    /** As {@link #parse} reads it. */
    public String text() {
        String host = brokerHost.indexOf(':') >= 0 ? "[" + brokerHost + "]" : brokerHost;
        return """
                # Written at enrolment. The broker is known by its key, not by its name.
                format: %s
                target: "%s"
                broker: "%s:%d"
                spki: "%s"
                mode: %s
                """.formatted(FORMAT, target, host, brokerPort, brokerKey,
                mode.name().toLowerCase(Locale.ROOT));
    }
}
