package io.sallyport.broker;

import io.sallyport.broker.audit.AuditException;
import io.sallyport.broker.keycloak.KeycloakLink;
import io.sallyport.broker.keycloak.KeycloakSettings;
import io.sallyport.broker.oidc.OidcSettings;
import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.broker.ticket.HttpsTicketSystem;
import io.sallyport.broker.ticket.TicketSettings;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.Hangup;
import io.sallyport.wire.text.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The broker's command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or configuration, 3 not running. */
@Command(name = "broker", mixinStandardHelpOptions = true, version = BrokerMain.VERSION, description = "The gateway, the console and the rules between providers and targets.", footer = {
        "", "Examples:", "  broker check --config broker.yaml", "  broker run --config broker.yaml",
        "  broker join-token web-1 --config broker.yaml > token", "  broker reload --config broker.yaml"})
public final class BrokerMain {
    static final String VERSION = "0.1.0";
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int WRONG = 2;
    static final int NOT_RUNNING = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", defaultValue = "broker.yaml", paramLabel = "FILE", scope = CommandLine.ScopeType.INHERIT, description = "the configuration (default: ${DEFAULT-VALUE})")
    private Path config = Path.of("broker.yaml");

    private BrokerMain() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        Logging.install();
        System.exit(commandLine(Screen.ofProcess(System.getenv()), InstantSource.system())
                .execute(arguments));
    }

    static CommandLine commandLine(Screen screen, InstantSource time) {
        BrokerMain main = new BrokerMain();
        StoredRequests stored = new StoredRequests(main, screen, time, System::nanoTime);
        return new CommandLine(main).addSubcommand(new CommandLine(new KeycloakCommands())
                .addSubcommand(new KeycloakInitCommand(main)))
                .addSubcommand(new CommandLine(new PolicyCommands(main))
                        .addSubcommand(new PolicyDiffCommand(stored))
                        .addSubcommand(new PolicyFactsCommand(stored)))
                .addSubcommand(new OffboardCommands(main));
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = "Run in the foreground until SIGTERM. SIGHUP reloads.")
    int run() throws InterruptedException {
        return guarded(() -> {
            Broker broker = Broker.start(Inputs.config(config), InstantSource.system(), System::nanoTime,
                    new SecureRandom());
            CountDownLatch closed = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                broker.close();
                closed.countDown();
            }));
            Hangup.onSignal(broker::reload);
            out("broker: listening (gateway " + broker.gatewayPort() + ", console " + broker.consolePort()
                    + ", agents "
                    + broker.agentsPort() + ")");
            closed.await();
            return DONE;
        });
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Check configuration, directory and policy; start nothing.")
    int check() throws InterruptedException {
        return guarded(() -> {
            BrokerConfig read = Inputs.config(config);
            Inputs inputs = Inputs.read(read, InstantSource.system().instant());
            if (read.tickets().isPresent()) {
                checked(read.tickets().get());
            }
            if (read.keycloak().isPresent()) {
                checked(read.keycloak().get());
            }
            if (read.oidc().isPresent()) {
                checked(read.oidc().get());
            }
            inputs.warnings().forEach(this::out);
            out("good: " + inputs.directory().people().size() + " people, "
                    + inputs.directory().targets().size()
                    + " targets, policy " + inputs.policy().hash() + ", its tests hold");
            return DONE;
        });
    }

    private static void checked(TicketSettings tickets) throws ConfigException {
        try {
            HttpsTicketSystem.check(tickets);
        } catch (IOException e) {
            throw new ConfigException("the ticket system can't be asked: " + e.getMessage());
        }
    }

    private static void checked(KeycloakSettings keycloak) throws ConfigException {
        try {
            KeycloakLink.check(keycloak);
        } catch (IOException e) {
            throw new ConfigException("Keycloak can't be used: " + e.getMessage());
        }
    }

    private static void checked(OidcSettings oidc) throws ConfigException {
        try {
            OidcSignIn.check(oidc);
        } catch (IOException e) {
            throw new ConfigException("the identity provider can't be used: " + e.getMessage());
        }
    }

    @Command(name = "join-token", mixinStandardHelpOptions = true, description = "Print a token that enrols an agent for TARGET, once, within 15 minutes. It is a secret.", footer = {
            "", "Example:", "  broker join-token web-1 --config broker.yaml > token"})
    int joinToken(@Parameters(paramLabel = "TARGET", description = "a target of the directory") String target)
            throws InterruptedException {
        return ask(Json.object().put("order", "join-token").put("target", target).build());
    }

    @Command(name = "reload", mixinStandardHelpOptions = true, description = "Read directory and policy again. With a problem in either, nothing changes.")
    int reload() throws InterruptedException {
        return ask(Json.object().put("order", "reload").build());
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Say how the running broker is.")
    int status() throws InterruptedException {
        return ask(Json.object().put("order", "status").build());
    }

    @Command(name = "targets", mixinStandardHelpOptions = true, description = "List targets and whether their agents are connected.")
    int targets() throws InterruptedException {
        return ask(Json.object().put("order", "targets").build());
    }

    @Command(name = "first-admin", mixinStandardHelpOptions = true, description = "Print a link, good once within 30 minutes, with which the administrator NAME sets up an account. Refused once an administrator has a second factor.")
    int firstAdmin(
            @Parameters(paramLabel = "NAME", description = "an administrator of the directory") String person)
            throws InterruptedException {
        return ask(Json.object().put("order", AccountOrders.FIRST_ADMIN).put("person", person).build());
    }

    @Command(name = "account-open", mixinStandardHelpOptions = true, description = "Open the account of NAME for a week: with a registered key they enrol their first second factor.")
    int accountOpen(
            @Parameters(paramLabel = "NAME", description = "a person of the directory") String person,
            @Option(names = "--reset", description = "first take every factor away and end every sign-in") boolean reset)
            throws InterruptedException {
        return ask(Json.object().put("order", AccountOrders.OPEN).put("person", person).put("reset", reset)
                .build());
    }

    private int ask(Json.Obj order) throws InterruptedException {
        return ask(order, answer -> answer.strings("lines"));
    }

    /** Prints what {@code shown} takes from the answer of the running broker. */
    int ask(Json.Obj order, Function<Json.Obj, List<String>> shown) throws InterruptedException {
        return guarded(() -> {
            Json.Obj answer;
            try {
                answer = AdminSocket.ask(StateFolder.adminSocket(Inputs.config(config)), order);
            } catch (IOException e) {
                err(List.of("the broker does not answer: " + e.getMessage()));
                return NOT_RUNNING;
            }
            if (answer.bool("ok")) {
                shown.apply(answer).forEach(this::out);
                return DONE;
            }
            err(answer.strings("lines"));
            return REFUSED;
        });
    }

    BrokerConfig configuration() throws ConfigException {
        return Inputs.config(config);
    }

    int guarded(Callable<Integer> command) throws InterruptedException {
        try {
            return command.call();
        } catch (ConfigException e) {
            err(e.lines());
            return WRONG;
        } catch (AuditException e) {
            err(List.of(String.valueOf(e.getMessage())));
            return WRONG;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            err(List.of("broker: " + e));
            return REFUSED;
        }
    }

    private void out(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    void err(List<String> lines) {
        PrintWriter err = spec.commandLine().getErr();
        lines.forEach(err::println);
        err.flush();
    }
}
