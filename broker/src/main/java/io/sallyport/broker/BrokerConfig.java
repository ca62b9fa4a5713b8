package io.sallyport.broker;

import io.sallyport.broker.keycloak.KeycloakSettings;
import io.sallyport.broker.keycloak.KeycloakSettingsReader;
import io.sallyport.broker.keys.KeySettings;
import io.sallyport.broker.keys.KeySettingsReader;
import io.sallyport.broker.oidc.OidcSettings;
import io.sallyport.broker.oidc.OidcSettingsReader;
import io.sallyport.broker.stepup.StepUpSettings;
import io.sallyport.broker.stepup.StepUpSettingsReader;
import io.sallyport.broker.ticket.TicketSettings;
import io.sallyport.broker.ticket.TicketSettingsReader;
import io.sallyport.broker.token.TokenSettings;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.policies.yaml.YamlNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The broker's configuration, {@code broker.yaml}. Relative paths in the file are relative to the file.
 *
 * @param demo mode demo: keys and certificates made for demonstrations are accepted
 * @param state the folder for everything the broker writes, mode 0700
 * @param authoritySocket the authority's unix socket
 * @param policy the policy folder
 * @param secondPerson another policy comes into force only after an approver's yes
 * @param directory the directory file
 * @param tickets absent: no ticket system
 * @param stepUp how proof beyond the key is asked for
 * @param keys what people may do with their keys, and who is dormant
 * @param keycloak absent: no accounts are synchronised from a Keycloak
 * @param joining what people who are invited agree to
 * @param oidc absent: no identity provider signs anybody in
 * @param tokens how long API tokens live
 * @param doubts what is good by the letter and surely not meant, with its place
 */
public record BrokerConfig(boolean demo, Path state, Gateway gateway, Console console, Agents agents,
        Path authoritySocket,
        Path policy, boolean secondPerson, Path directory, Optional<TicketSettings> tickets,
        StepUpSettings stepUp, KeySettings keys, Optional<KeycloakSettings> keycloak, Joining joining,
        Optional<OidcSettings> oidc, TokenSettings tokens, List<Problem> doubts) {
    public static final String FORMAT = "sallyport-broker/1";

    public BrokerConfig {
        doubts = List.copyOf(doubts);
    }

    /** People's accounts are in a Keycloak, and nothing takes anybody there to prove more than their key. */
    boolean nowhereToProve() {
        return keycloak.isPresent() && oidc.isEmpty();
    }

    /**
     * The SSH side.
     *
     * @param names what engineers call it in their ssh_config; never empty
     */
    public record Gateway(HostPort listen, List<String> names) {
        public Gateway {
            names = List.copyOf(names);
        }
    }

    /**
     * The web side.
     *
     * @param url what people type; with port 0 the port is replaced by the real one
     * @param certificate PEM; absent: a self-signed one is made once
     * @param key PEM; there when {@code certificate} is
     */
    public record Console(HostPort listen, URI url, Optional<Path> certificate, Optional<Path> key) {}

    /**
     * Where agents dial in.
     *
     * @param address what agents dial; with port 0 the port is replaced by the real one
     */
    public record Agents(HostPort listen, HostPort address) {}

    /**
     * What people who are invited agree to and are told.
     *
     * @param terms file; absent: the text that comes with the program
     * @param notice file, that sessions are recorded; absent: likewise
     */
    public record Joining(Optional<Path> terms, Optional<Path> notice) {}

    /** What came of reading. */
    public sealed interface Parsed {
        record Valid(BrokerConfig config) implements Parsed {}

        record Invalid(List<Problem> problems) implements Parsed {}
    }

    /** Reads the text of {@code file}; reports every problem at once. */
    public static Parsed parse(Path file, String text) {
        Problems problems = new Problems();
        Optional<BrokerConfig> config = YamlDocument.readMapping(file.toString(), text, problems)
                .flatMap(root -> new Reading(file.toAbsolutePath().getParent(), problems).read(root));
        return config.isPresent() && !problems.hasErrors()
                ? new Parsed.Valid(config.get())
                : new Parsed.Invalid(problems.all());
    }

    private record Reading(@org.jspecify.annotations.Nullable Path base, Problems problems) {
        private static final String ADDRESS = "an address such as 127.0.0.1:2222";

        Optional<BrokerConfig> read(YamlNode.Mapping root) {
            Fields fields = Fields.of(root, "the broker's configuration",
                    Set.of("format", "mode", "state", "gateway", "console",
                            "agents", "authority", "policy", "directory", "tickets", "step_up", "keys",
                            "dormancy", "keycloak", "invitations", "oidc", "api_tokens"),
                    problems);
            fields.requiredText("format").filter(format -> !format.equals(FORMAT))
                    .ifPresent(format -> problems.error(
                            fields.at("format"), "unknown-format",
                            "'" + format + "' is not a format this broker reads", "write " + FORMAT));
            Optional<Boolean> demo = fields.has("mode")
                    ? fields.choice("mode", List.of(true, false), each -> each ? "demo" : "production")
                    : Optional.of(false);
            Optional<Path> state = path(fields, "state");
            Optional<Gateway> gateway = required(fields, "gateway", Set.of("listen", "names"))
                    .flatMap(this::gateway);
            Optional<Console> console = required(fields, "console",
                    Set.of("listen", "url", "certificate", "key")).flatMap(this::console);
            Optional<Agents> agents = required(fields, "agents", Set.of("listen", "address"))
                    .flatMap(this::agents);
            Optional<Path> socket = required(fields, "authority", Set.of("socket"))
                    .flatMap(block -> path(block, "socket"));
            Optional<Fields> policyBlock = fields.node("policy").filter(YamlNode.Mapping.class::isInstance)
                    .flatMap(_ -> fields.block("policy", "the block 'policy'", Set.of("path", "activation")));
            Optional<Path> policy = path(policyBlock.orElse(fields),
                    policyBlock.isPresent() ? "path" : "policy");
            Optional<Boolean> secondPerson = policyBlock.filter(block -> block.has("activation"))
                    .map(block -> block.choice("activation", List.of(true, false),
                            each -> each ? "second-person" : "operator"))
                    // A demonstration has one person at the keyboard.
                    .orElseGet(() -> demo.map(made -> !made));
            Optional<Path> directory = path(fields, "directory");
            Optional<TicketSettings> tickets = fields
                    .block("tickets", "the block 'tickets'", TicketSettingsReader.KNOWN)
                    .flatMap(new TicketSettingsReader(this::resolve, problems)::read);
            StepUpSettings stepUp = StepUpSettingsReader.read(fields, problems);
            KeySettings keys = KeySettingsReader.read(fields, problems);
            Optional<KeycloakSettings> keycloak = fields
                    .block("keycloak", "the block 'keycloak'", KeycloakSettingsReader.KNOWN)
                    .flatMap(new KeycloakSettingsReader(this::resolve, problems)::read);
            Optional<Fields> invitations = fields.block("invitations", "the block 'invitations'",
                    Set.of("terms", "notice"));
            Joining joining = new Joining(
                    invitations.flatMap(block -> block.text("terms")).map(this::resolve),
                    invitations.flatMap(block -> block.text("notice")).map(this::resolve));
            Optional<OidcSettings> oidc = fields.block("oidc", "the block 'oidc'", OidcSettingsReader.KNOWN)
                    .flatMap(new OidcSettingsReader(this::resolve, problems)::read);
            TokenSettings tokens = TokenSettings.read(fields, problems);
            if (problems.hasErrors() || demo.isEmpty() || state.isEmpty() || gateway.isEmpty()
                    || console.isEmpty()
                    || agents.isEmpty() || socket.isEmpty() || policy.isEmpty() || secondPerson.isEmpty()
                    || directory.isEmpty()) {
                return Optional.empty();
            }
            return Optional
                    .of(new BrokerConfig(demo.get(), state.get(), gateway.get(), console.get(), agents.get(),
                            socket.get(), policy.get(), secondPerson.get(), directory.get(), tickets,
                            stepUp, keys, keycloak, joining, oidc, tokens, doubts(fields)));
        }

        private static List<Problem> doubts(Fields fields) {
            return fields.has("keycloak") && !fields.has("oidc")
                    ? List.of(new Problem(fields.at("keycloak"), Problem.Severity.WARNING,
                            "nowhere-to-prove",
                            "keycloak without oidc: nobody can prove more than their key, so whatever asks for"
                                    + " a second factor stays shut, but for security keys with PIN",
                            Optional.of("add the block oidc that sallyport keycloak init prints")))
                    : List.of();
        }

        private Optional<Fields> required(Fields fields, String name, Set<String> known) {
            return fields.requiredNode(name)
                    .flatMap(_ -> fields.block(name, "the block '" + name + "'", known));
        }

        private Optional<Gateway> gateway(Fields fields) {
            Optional<HostPort> listen = address(fields, "listen");
            fields.requiredNode("names");
            List<YamlNode.Scalar> names = fields.texts("names");
            for (YamlNode.Scalar name : names) {
                if (!name.text().matches("[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?")) {
                    problems.error(name.at(), "bad-name", "'" + name.text() + "' is not a host name");
                }
            }
            return listen.map(at -> new Gateway(at, names.stream().map(YamlNode.Scalar::text).toList()));
        }

        private Optional<Console> console(Fields fields) {
            Optional<HostPort> listen = address(fields, "listen");
            Optional<URI> url = fields.requiredParsed("url", Reading::https, "bad-url",
                    "an https address such as https://gw.example.com:8443");
            if (fields.has("certificate") != fields.has("key")) {
                problems.error(fields.at(), "missing-field",
                        "a console certificate and its key come together, or not at all");
            }
            Optional<Path> certificate = fields.text("certificate").map(this::resolve);
            Optional<Path> key = fields.text("key").map(this::resolve);
            return listen.isEmpty() || url.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Console(listen.get(), url.get(), certificate, key));
        }

        private Optional<Agents> agents(Fields fields) {
            Optional<HostPort> listen = address(fields, "listen");
            Optional<HostPort> address = address(fields, "address");
            return listen.isEmpty() || address.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Agents(listen.get(), address.get()));
        }

        private Optional<HostPort> address(Fields fields, String name) {
            return fields.requiredParsed(name, HostPort::parse, "bad-address", ADDRESS);
        }

        private Optional<Path> path(Fields fields, String name) {
            return fields.requiredText(name).map(this::resolve);
        }

        private Path resolve(String text) {
            return base == null ? Path.of(text).normalize() : base.resolve(text).normalize();
        }

        private static Optional<URI> https(String text) {
            try {
                URI uri = new URI(text);
                boolean plain = "https".equals(uri.getScheme()) && uri.getHost() != null
                        && uri.getUserInfo() == null
                        && uri.getQuery() == null && uri.getFragment() == null
                        && (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"));
                return plain ? Optional.of(uri) : Optional.empty();
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
    }
}
