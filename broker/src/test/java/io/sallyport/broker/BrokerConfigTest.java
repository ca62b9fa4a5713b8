package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.policies.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
    static final String GOOD = """
            format: sallyport-broker/1
            mode: demo
            state: state
            gateway: { listen: "127.0.0.1:0", names: [gw] }
            console: { listen: "127.0.0.1:0", url: "https://127.0.0.1:0" }
            agents: { listen: "127.0.0.1:0", address: "127.0.0.1:0" }
            authority: { socket: ../authority/authority.sock }
            policy: policy
            directory: directory.yaml
            """;

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects
                .requireNonNull(BrokerConfigTest.class.getResourceAsStream("/golden/config/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void tenMistakesAreToldInOneRunWithTheirPlaces() throws IOException {
        List<Problem> problems = assertInstanceOf(BrokerConfig.Parsed.Invalid.class,
                BrokerConfig.parse(Path.of("broker.yaml"), resource("ten-mistakes.yaml"))).problems();
        assertEquals(resource("ten-mistakes.txt"),
                problems.stream().map(problem -> problem + "\n").collect(Collectors.joining()));
        assertEquals(10, problems.size());
    }

    @Test
    void pathsAreRelativeToTheFile() {
        BrokerConfig config = assertInstanceOf(BrokerConfig.Parsed.Valid.class,
                BrokerConfig.parse(Path.of("/etc/sallyport/broker.yaml"), GOOD)).config();
        assertEquals(Path.of("/etc/sallyport/state"), config.state());
        assertEquals(Path.of("/etc/authority/authority.sock"), config.authoritySocket());
        assertEquals(true, config.demo());
    }

    @Test
    void withoutAModeItIsProduction() {
        assertEquals(false, assertInstanceOf(BrokerConfig.Parsed.Valid.class,
                BrokerConfig.parse(Path.of("broker.yaml"), GOOD.replace("mode: demo\n", ""))).config()
                .demo());
    }

    private static BrokerConfig valid(String text) {
        return assertInstanceOf(BrokerConfig.Parsed.Valid.class,
                BrokerConfig.parse(Path.of("/etc/sallyport/broker.yaml"), text)).config();
    }

    @Test
    void inProductionASecondPersonActivatesUnlessTheFileSaysOtherwise() {
        assertEquals(false, valid(GOOD).secondPerson());
        assertEquals(true, valid(GOOD.replace("mode: demo\n", "")).secondPerson());
        String block = "policy: { path: rules, activation: %s }";
        assertEquals(true,
                valid(GOOD.replace("policy: policy", block.formatted("second-person"))).secondPerson());
        BrokerConfig alone = valid(
                GOOD.replace("mode: demo\n", "").replace("policy: policy", block.formatted("operator")));
        assertEquals(false, alone.secondPerson());
        assertEquals(Path.of("/etc/sallyport/rules"), alone.policy());
    }

    @Test
    void aPolicyBlockIsReadStrictly() {
        List<Problem> problems = assertInstanceOf(BrokerConfig.Parsed.Invalid.class,
                BrokerConfig.parse(Path.of("broker.yaml"), GOOD.replace("policy: policy",
                        "policy: { activation: nobody, pathh: x }")))
                .problems();
        assertEquals(List.of("missing-field", "unknown-field", "unknown-value"),
                problems.stream().map(Problem::code).sorted().toList());
    }
}
