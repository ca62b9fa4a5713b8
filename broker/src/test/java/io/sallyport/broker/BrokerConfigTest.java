package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.broker.ticket.TicketSettings;
import io.sallyport.policies.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static final String TICKETS = """
            tickets:
              url: "%s"
              token_file: ticket-token
              ids: "CHG-[0-9]{1,8}"
              fields:
                kind: /fields/type
                state: { pointer: /fields/status/name, values: { "In Progress": open, Done: closed } }
              allow_addresses: [10.20.0.0/16, "fd00:1::/32"]
              trust: tickets-ca.pem
            """;
    private static final String URL = "https://tickets.example.com:8443/api/2/issue/{id}?fields=status";

    @Test
    void aTicketSystemIsReadWhole() {
        TicketSettings tickets = valid(GOOD + TICKETS.formatted(URL)).tickets().orElseThrow();
        assertEquals("tickets.example.com", tickets.host());
        assertEquals(8443, tickets.port());
        assertEquals("/api/2/issue/", tickets.before());
        assertEquals("?fields=status", tickets.after());
        assertEquals(Path.of("/etc/sallyport/ticket-token"), tickets.tokenFile());
        assertEquals(new TicketSettings.Field("/fields/status/name",
                java.util.Map.of("In Progress", "open", "Done", "closed")), tickets.fields().get("state"));
        assertEquals(2, tickets.allowed().size());
        assertEquals(true, valid(GOOD).tickets().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://tickets.example.com/{id}", "https://tickets.example.com/x",
            "https://tickets.example.com/CHG-{id}", "https://tickets.example.com/{id}x",
            "https://tickets.example.com/{id}/{id}", "https://tickets.example.com?ticket=/{id}",
            "https://{id}.example.com/x", "https://u:p@tickets.example.com/{id}",
            "https://tickets.example.com/{id}#x", "https://tickets.example.com/../{id}",
            "https://2130706433/{id}",
            "https://0x7f.1/{id}", "https://127.1/{id}", "https://0177.0.0.1/{id}", "https:///{id}",
            "https://tickets.example.com/a b/{id}"})
    void aUrlOfAnotherShapeIsRefused(String url) {
        assertEquals(List.of("bad-url"), assertInstanceOf(BrokerConfig.Parsed.Invalid.class,
                BrokerConfig.parse(Path.of("broker.yaml"), GOOD + TICKETS.formatted(url))).problems()
                .stream().map(Problem::code).toList(), url);
    }

    @Test
    void everyMistakeOfTheTicketsBlockIsToldWithItsPlace() {
        List<Problem> problems = assertInstanceOf(BrokerConfig.Parsed.Invalid.class,
                BrokerConfig.parse(Path.of("broker.yaml"), GOOD + """
                        tickets:
                          url: "http://tickets.example.com/{id}"
                          ids: "CHG-[0-9"
                          fields:
                            State: fields/status
                            kind: { pointr: /x }
                          allow_addresses: [10.20.0.1/16]
                        """)).problems();
        assertEquals(List.of("11:3 missing-field", "11:8 bad-url", "12:8 bad-pattern", "14:5 bad-name",
                "14:12 bad-pointer", "15:11 missing-field", "15:13 unknown-field", "16:21 bad-network"),
                problems.stream().map(problem -> problem.at().line() + ":" + problem.at().column() + " "
                        + problem.code()).toList());
    }

    private static final String KEYCLOAK = """
            keycloak:
              server: "https://id.example.com"
              realm: company
              client_id: sallyport-sync
              secret_file: keycloak-sync.secret
              internal: { organisation: example, group: /company }
            """;

    @Test
    void accountsElsewhereWithoutASignInThereAreADoubtWithItsPlace() {
        BrokerConfig config = valid(GOOD + KEYCLOAK);
        assertEquals(1, config.doubts().size());
        String line = config.doubts().getFirst().toString();
        int at = GOOD.lines().toList().size() + 2;
        assertEquals("/etc/sallyport/broker.yaml:" + at
                + ":3: warning [nowhere-to-prove] keycloak without oidc: nobody"
                + " can prove more than their key, so whatever asks for a second factor stays shut, but for security"
                + " keys with PIN\n    add the block oidc that sallyport keycloak init prints", line);
        assertEquals(true, config.nowhereToProve());
        BrokerConfig both = valid(GOOD + KEYCLOAK + """
                oidc:
                  issuer: https://id.example.com/realms/company
                  client_id: sallyport-console
                  secret_file: oidc-secret
                  acr: { otp: mfa }
                """);
        assertEquals(List.of(), both.doubts());
        assertEquals(false, both.nowhereToProve());
        assertEquals(List.of(), valid(GOOD).doubts());
    }
}
