package io.sallyport.broker;

import io.sallyport.broker.directory.Directory;
import io.sallyport.broker.directory.DirectoryDesk;
import io.sallyport.broker.directory.DirectoryFile;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.keycloak.AdminApi;
import io.sallyport.broker.keycloak.KeycloakSettings;
import io.sallyport.broker.keycloak.RealmInit;
import io.sallyport.broker.keycloak.RealmPlan;
import io.sallyport.broker.keycloak.Secret;
import io.sallyport.broker.keycloak.Step;
import io.sallyport.policies.yaml.Problem;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sallyport keycloak init}: a realm as Sallyport needs it, made or brought back to that. */
@Command(name = "init", mixinStandardHelpOptions = true, description = {
        "Make the realm of the block 'keycloak' what Sallyport needs: events, brute-force detection, groups, an Organization for each provider, a sign-in with a second factor, two clients, and the roles of the service account. What is as wanted is left alone; a second run changes nothing.",
        "Exit codes: 0 done; 1 failed, or with --dry-run: something would change; 2 wrong usage or configuration; 3 Keycloak does not answer"}, footer = {
                "", "Examples:",
                "  sallyport keycloak init --config broker.yaml --password-file admin.password --dry-run",
                "  sallyport keycloak init --config broker.yaml        (asks for the password)"})
final class KeycloakInitCommand implements Callable<Integer> {
    private final BrokerMain main;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--admin", defaultValue = "admin", paramLabel = "USER", description = "an administrator of the realm master (default: ${DEFAULT-VALUE})")
    private String admin = "admin";

    @Option(names = "--password-file", paramLabel = "FILE", description = "holds that administrator's password, mode 0600; without it, it is asked for")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(names = "--console-client", defaultValue = "sallyport-console", paramLabel = "ID", description = "the client that signs people in to the console (default: ${DEFAULT-VALUE})")
    private String consoleClient = "sallyport-console";

    @Option(names = "--console-secret-file", paramLabel = "FILE", description = "that client's secret, made when missing (default: console.secret beside the service account's)")
    private Optional<Path> consoleSecretFile = Optional.empty();

    @Option(names = "--console-url", paramLabel = "URL", description = "what people type to reach the console (default: console.url of the configuration)")
    private Optional<URI> consoleUrl = Optional.empty();

    @Option(names = "--dry-run", description = "say what would change, and change nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "one object on one line, for scripts")
    private boolean json;

    KeycloakInitCommand(BrokerMain main) {
        this.main = main;
    }

    @Override
    public Integer call() throws InterruptedException {
        return main.guarded(() -> {
            try {
                return run(main.configuration());
            } catch (AccountsUnavailableException e) {
                main.err(List.of(String.valueOf(e.getMessage())));
                return AdminApi.unanswered(e) ? BrokerMain.NOT_RUNNING : BrokerMain.REFUSED;
            }
        });
    }

    private int run(BrokerConfig config) throws ConfigException, IOException {
        KeycloakSettings settings = config.keycloak().orElseThrow(
                () -> new ConfigException(
                        "the configuration has no block 'keycloak'; docs/operating.md shows one"));
        Path secret = consoleSecretFile.map(Path::toAbsolutePath)
                .orElseGet(() -> settings.secretFile().resolveSibling("console.secret"));
        RealmPlan plan = new RealmPlan(settings, console(config), consoleClient,
                directory(config).organisations().stream().filter(each -> !each.internal()).toList());
        KeycloakInitReport report = new KeycloakInitReport(plan, secret, dryRun, json,
                spec.commandLine().getOut(), spec.commandLine().getErr());
        try (AdminApi api = AdminApi.asAdministrator(settings.server(), admin, password(), settings.realm(),
                settings.trust())) {
            RealmInit init = new RealmInit(api, plan, secret, dryRun, new SecureRandom(), report::step);
            Optional<String> doubt = init.doubt();
            doubt.ifPresent(report::doubt);
            List<Step> steps = init.run();
            report.end(steps, doubt);
            return dryRun && steps.stream().anyMatch(Step::change) ? BrokerMain.REFUSED : BrokerMain.DONE;
        }
    }

    private URI console(BrokerConfig config) throws ConfigException {
        URI url = consoleUrl.orElse(config.console().url());
        if (!"https".equals(url.getScheme()) || url.getHost() == null || url.getPort() == 0
                || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new ConfigException("the console's address must be one that people can type, such as"
                    + " https://gw.example.com:8443; say it with --console-url");
        }
        return URI.create("https://" + url.getRawAuthority());
    }

    private static Directory directory(BrokerConfig config) throws ConfigException, IOException {
        return switch (DirectoryDesk.read(config.directory())) {
            case DirectoryFile.Parsed.Valid(Directory directory) -> directory;
            case DirectoryFile.Parsed.Invalid(List<Problem> problems) ->
                throw new ConfigException(problems.stream().map(Problem::toString).toList());
        };
    }

    private Secret password() throws ConfigException {
        try {
            if (passwordFile.isPresent()) {
                return Secret.read(passwordFile.get());
            }
            Console terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal)
                    .orElseThrow(() -> new ConfigException(
                            "there is no terminal to ask for the password; say where it is with"
                                    + " --password-file"));
            char[] typed = terminal.readPassword("Password of %s at Keycloak: ", admin);
            return Secret.typed(typed == null ? new char[0] : typed);
        } catch (IOException e) {
            throw new ConfigException("the password can't be read: " + e.getMessage());
        }
    }
}
