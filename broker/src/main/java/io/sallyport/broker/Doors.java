package io.sallyport.broker;

import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.commands.Commands;
import io.sallyport.broker.commands.Desks;
import io.sallyport.broker.console.Confirmations;
import io.sallyport.broker.console.ConsoleDesks;
import io.sallyport.broker.console.ConsoleSettings;
import io.sallyport.broker.console.DeskPolicies;
import io.sallyport.broker.console.DeskRequests;
import io.sallyport.broker.console.DeskReviews;
import io.sallyport.broker.console.DeskSessions;
import io.sallyport.broker.console.HttpConsole;
import io.sallyport.broker.console.Joining;
import io.sallyport.broker.console.KeyBook;
import io.sallyport.broker.console.Leaving;
import io.sallyport.broker.console.MaintenanceBook;
import io.sallyport.broker.console.ProviderBook;
import io.sallyport.broker.console.ServiceBook;
import io.sallyport.broker.console.VaultRecordings;
import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.door.Doorkeeper;
import io.sallyport.broker.gateway.CommandRunner;
import io.sallyport.broker.gateway.SecondStep;
import io.sallyport.broker.gateway.SessionOpener;
import io.sallyport.broker.gateway.SshGateway;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.tunnel.AgentListener;
import io.sallyport.broker.tunnel.AgentRegistry;
import io.sallyport.broker.tunnel.BrokerAgentDesk;
import io.sallyport.broker.waiting.WaitingViews;
import io.sallyport.policies.grant.GrantText;
import io.sallyport.wire.cert.OpenSshKeyFile;
import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What listens: for agents, for browsers and scripts, for engineers. Opened in this order, once everything behind them works. */
final class Doors {
    private final Means means;
    private final Vertx vertx;
    private final StateFolder state;
    private final Domain domain;
    private final PolicyDesk policies;
    private final Authority authority;
    private final AgentRegistry registry;
    private final AccountSources accounts;
    private final OwnAddresses addresses;

    Doors(Means means, Vertx vertx, StateFolder state, Domain domain, PolicyDesk policies,
            Authority authority, AgentRegistry registry, AccountSources accounts, OwnAddresses addresses) {
        this.means = means;
        this.vertx = vertx;
        this.state = state;
        this.domain = domain;
        this.policies = policies;
        this.authority = authority;
        this.registry = registry;
        this.accounts = accounts;
        this.addresses = addresses;
    }

    /** The agents' own port. */
    void agents(TlsIdentity identity) throws IOException {
        AgentListener agents = means.closing().add("agents' listener",
                AgentListener.start(vertx, means.config().agents().listen().address(), identity,
                        new BrokerAgentDesk(domain.enrolment(), authority, domain.sessions(),
                                domain.leases(), domain.vault(), means.time()),
                        registry, new Doorkeeper(DoorLimits.AGENTS, means.nanos(), means.random()),
                        means.nanos()));
        addresses.agentsAt(agents.port());
    }

    /** Browser and API. */
    void console(Health health) throws IOException {
        HttpConsole console = means.closing().add("console", new HttpConsole(vertx, consoleSettings(),
                consoleDesks(health), means.random(), means.time(), means.nanos()));
        addresses.consoleAt(console.start());
    }

    private ConsoleSettings consoleSettings() throws IOException {
        BrokerConfig.Console console = means.config().console();
        HostPort listen = console.listen();
        if (console.certificate().isPresent() && console.key().isPresent()) {
            return new ConsoleSettings(listen.host(), listen.port(), console.url(),
                    console.certificate().get(),
                    console.key().get());
        }
        return ConsoleSettings.selfSigned(listen.host(), listen.port(), console.url(),
                state.folder("console"), means.random(), means.time());
    }

    private ConsoleDesks consoleDesks(Health health) {
        return new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                registry,
                new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                        grant -> GrantText.rights(grant.rights()), means.time(),
                        means.config().stepUp().remember()),
                new DeskReviews(domain.reviews(), domain.reviewViews()),
                new DeskSessions(domain.sessionViews()),
                new VaultRecordings(domain.vault()), new DeskPolicies(policies),
                MaintenanceBook.of(domain.maintenance()), domain.trail().feed(), health,
                Confirmations.by(domain.stepUp(), domain.signIn(),
                        Confirmations.Raise.of(accounts.oidc(), accounts.own().isPresent())),
                Leaving.of(domain.departures(), means.time()),
                KeyBook.of(domain.people(), domain.keys().desk()),
                Joining.of(domain.providers().joining()), ProviderBook.of(domain.providers()),
                ServiceBook.of(domain.services()),
                new WaitingViews(domain.keys(), domain.departures().views(), domain.providers(),
                        domain.services(),
                        means.time())::of,
                accounts.oidc(), Optional.of(domain.tokens()), accounts.own());
    }

    // What commands say of the gateway's own port is known only once it listens.
    SshGateway gateway() throws IOException {
        AtomicReference<CommandRunner> commands = new AtomicReference<>(
                (_, _, _) -> BrokerMain.NOT_RUNNING);
        SshGateway gateway = means.closing().add("gateway", SshGateway.start(new SshGateway.Parts(
                means.config().gateway().listen().address(), means.config().gateway().names(),
                hostKey(), authority,
                domain.people(), seen(domain, SecondStep.by(domain.stepUp(), addresses.console())),
                domain.services().foreignUse()::proven,
                new SessionOpener(domain.people(), domain.admissions(), domain.sessions(), authority,
                        registry, domain.proofs()),
                (caller, line, screen) -> commands.get().run(caller, line, screen),
                new Doorkeeper(DoorLimits.ENGINEERS, means.nanos(), means.random()), means.time(),
                ((VertxInternal) vertx).nettyEventLoopGroup(), means.nanos(), means.random())));
        Desks.Place place = new Desks.Place(means.config().gateway().names().getFirst(),
                means.config().gateway().listen().host(),
                gateway.port(), addresses.console());
        commands.set(
                new Commands(new Desks(domain.people(), domain.targets(), registry, domain.requests(),
                        domain.requestViews(), domain.revocations(), domain.reviews(),
                        domain.reviewViews(),
                        domain.admissions(), domain.sessionViews(), domain.vault(),
                        authority,
                        domain.signIn(), policies, domain.tickets(), domain.maintenance(),
                        domain.proofs(), domain.stepUp(), place,
                        means.time(), domain.departures(), domain.keys(),
                        domain.providers(), domain.tokens(), domain.services(), accounts.own()))::run);
        return gateway;
    }

    // Whoever comes this far has proven a key, whatever more is asked of them.
    private static SecondStep seen(Domain domain, SecondStep next) {
        return holder -> {
            domain.keys().use().proven(holder.person(), holder.key());
            return next.after(holder);
        };
    }

    private Path hostKey() throws IOException {
        Path file = state.file("gateway_host_ed25519");
        OpenSshKeyFile.readOrCreate(file, means.random());
        return file;
    }
}
