package io.sallyport.broker;

import io.netty.channel.EventLoopGroup;
import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.authority.DemoAuthorityException;
import io.sallyport.broker.authority.SocketAuthority;
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
import io.sallyport.broker.console.VaultRecordings;
import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.door.Doorkeeper;
import io.sallyport.broker.gateway.CommandRunner;
import io.sallyport.broker.gateway.SecondStep;
import io.sallyport.broker.gateway.SessionOpener;
import io.sallyport.broker.gateway.SshGateway;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.keycloak.KeycloakLink;
import io.sallyport.broker.keycloak.KeycloakSync;
import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.broker.policy.KeptPolicies;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.provider.Terms;
import io.sallyport.broker.provider.TermsFiles;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.broker.store.Database;
import io.sallyport.broker.store.SqlProposals;
import io.sallyport.broker.target.Enrolment;
import io.sallyport.broker.ticket.HttpsTicketSystem;
import io.sallyport.broker.ticket.TicketRefresh;
import io.sallyport.broker.ticket.TicketSystem;
import io.sallyport.broker.tunnel.AgentListener;
import io.sallyport.broker.tunnel.AgentRegistry;
import io.sallyport.broker.tunnel.BrokerAgentDesk;
import io.sallyport.broker.waiting.WaitingViews;
import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.LogKey;
import io.sallyport.policies.grant.GrantText;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.Limits;
import io.sallyport.wire.cert.OpenSshKeyFile;
import io.sallyport.wire.signing.AuthorityClient;
import io.sallyport.wire.signing.AuthorityException;
import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The running broker: opened in the order in which things need each other, closed in reverse. Nothing listens before
 * everything behind it works.
 */
final class Broker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Broker.class.getName());
    private static final Duration PEOPLE_EVERY = Duration.ofMinutes(5);
    private static final Duration PROVIDER_LOOK_EVERY = Duration.ofSeconds(30);
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(10);

    private final Closing closing;
    private final AdminOrders orders;
    private final int gatewayPort;
    private final int consolePort;
    private final int agentsPort;

    private Broker(Closing closing, AdminOrders orders, int gatewayPort, int consolePort, int agentsPort) {
        this.closing = closing;
        this.orders = orders;
        this.gatewayPort = gatewayPort;
        this.consolePort = consolePort;
        this.agentsPort = agentsPort;
    }

    /**
     * Starts all of it, or nothing.
     *
     * @throws ConfigException the operator has something to mend
     * @throws IOException a file or an address can't be had
     */
    static Broker start(BrokerConfig config, InstantSource time, LongSupplier nanos, SecureRandom random)
            throws ConfigException, IOException {
        Closing closing = new Closing();
        boolean started = false;
        try {
            Broker broker = new Start(config, time, nanos, random, closing).run();
            started = true;
            return broker;
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    /** What one start carries from step to step. */
    private static final class Start {
        private final BrokerConfig config;
        private final InstantSource time;
        private final LongSupplier nanos;
        private final SecureRandom random;
        private final Closing closing;
        private volatile int agentsPort;
        private volatile int consolePort;
        private volatile StepUpFactors factors = StepUpFactors.NONE;

        Start(BrokerConfig config, InstantSource time, LongSupplier nanos, SecureRandom random,
                Closing closing) {
            this.config = config;
            this.time = time;
            this.nanos = nanos;
            this.random = random;
            this.closing = closing;
        }

        Broker run() throws ConfigException, IOException {
            KeptPolicies kept = kept();
            Inputs inputs = Inputs.atStart(config, kept, time.instant());
            inputs.warnings().forEach(LOG::warning);
            StateFolder state = closing.add("state folder", StateFolder.take(config.state()));
            Authority authority = new SocketAuthority(new AuthorityClient(config.authoritySocket()),
                    config.demo());
            lookAt(authority);
            AgentRegistry registry = new AgentRegistry(random, nanos);
            TlsIdentity identity = TlsIdentity.loadOrCreate(state.file("agents.key"),
                    state.file("agents.crt"),
                    "Sallyport broker", List.of(config.agents().address().host()), random, time);
            Vertx vertx = vertx();
            Optional<TicketSystem> tickets = tickets(vertx);
            Database database = closing.add("database", Database.file(state.folder("database")));
            Domain domain = domain(inputs, state, database, authority, registry, identity, tickets);
            domain.trail().record(at -> new BrokerEvent.BrokerStarted(at, Actor.SYSTEM, BrokerMain.VERSION,
                    config.demo() ? "demo" : "production"));
            closing.add("journal's last word",
                    () -> domain.trail().record(at -> new BrokerEvent.BrokerStopped(at, Actor.SYSTEM)));
            domain.directory().adopt(inputs.directory()).clashes()
                    .forEach(line -> LOG.log(Level.WARNING, "directory: not taken: {0}", line));
            Inputs.departed(inputs.directory(), domain).forEach(LOG::warning);
            Optional<EmbeddedAccounts> accounts = accounts(state, domain);
            Optional<KeycloakLink> keycloak = keycloak(domain);
            PolicyDesk policies = policies(inputs, kept, domain, database);
            watch(domain);
            ReviewViews.Counts reviews = domain.reviewViews().counts();
            if (reviews.open() > 0) {
                LOG.log(Level.WARNING, "EMERGENCY ACCESS: {0}", reviews.text());
            }
            Optional<OidcSignIn> oidc = oidc(domain);
            Health health = new Health(domain.trail(), database, authority, domain.targets(), registry,
                    policies, domain.reviewViews(), domain.tickets(),
                    domain.departures().ownership(), oidc);
            keycloak.ifPresent(link -> health.also(() -> Health.accounts(link)));
            if (config.nowhereToProve()) {
                health.also(Health::nowhereToProve);
            }
            if (accounts.isEmpty()) {
                factors = StepUpFactors
                        .inBrowser(level -> oidc.filter(provider -> provider.reaches(level)).isPresent());
            }
            return listen(vertx, state, domain, policies, health, authority, registry, identity, oidc,
                    accounts);
        }

        // Where an identity provider has the people's accounts, there are none beside it.
        private Optional<EmbeddedAccounts> accounts(StateFolder state, Domain domain)
                throws ConfigException {
            if (config.keycloak().isPresent() || config.oidc().isPresent()) {
                return Optional.empty();
            }
            try {
                EmbeddedAccounts accounts = EmbeddedAccounts.open(new EmbeddedAccounts.Parts(
                        state.folder("accounts"), state.file("accounts.key"), domain.trail(),
                        domain.people(), person -> domain.signIn().endAll(person),
                        config.console().url().getHost(), () -> URI.create(consoleUrl(consolePort)), time,
                        nanos, random));
                factors = accounts.stepUp();
                domain.accounts().use(accounts);
                return Optional.of(accounts);
            } catch (IOException e) {
                throw new ConfigException("the accounts can't be used: " + e.getMessage());
            }
        }

        private KeptPolicies kept() throws ConfigException {
            try {
                return KeptPolicies.in(StateFolder.policies(config));
            } catch (IOException e) {
                throw new ConfigException("the kept policies can't be used: " + e.getMessage());
            }
        }

        private PolicyDesk policies(Inputs inputs, KeptPolicies kept, Domain domain, Database database)
                throws IOException {
            PolicyDesk policies = new PolicyDesk(domain.trail(), domain.policy(), inputs.policy(), kept,
                    new SqlProposals(database),
                    domain.people(), config.secondPerson(), domain.foresight(), time);
            policies.started(inputs.refused());
            if (inputs.refused().isPresent()) {
                inputs.refused().get().problems().forEach(line -> LOG.log(Level.SEVERE, "policy: {0}", line));
                LOG.log(Level.SEVERE,
                        "THE POLICY FOLDER CAN''T BE USED: the broker goes on with the last good version, {0}",
                        inputs.policy().hash());
            }
            return policies;
        }

        // A broker without an authority serves people who want to look and to ask; it lets nobody in.
        private static void lookAt(Authority authority) throws ConfigException {
            try {
                authority.trust();
            } catch (DemoAuthorityException e) {
                throw new ConfigException(String.valueOf(e.getMessage()));
            } catch (AuthorityException e) {
                LOG.log(Level.WARNING, "the authority does not answer: no new sessions until it does", e);
                return;
            }
            if (authority.state() == Authority.State.SEALED) {
                LOG.warning("the authority is sealed: no new sessions until it is unsealed");
            }
        }

        private Domain domain(Inputs inputs, StateFolder state, Database database, Authority authority,
                AgentRegistry registry, TlsIdentity identity, Optional<TicketSystem> tickets)
                throws IOException {
            LogKey key = LogKey.loadOrCreate(state.file("journal.key"), random);
            Journal journal = closing.add("journal",
                    Journal.open(state.folder("journal"), key, time, random));
            journal.repaired().ifPresent(what -> LOG.log(Level.WARNING, "journal: {0}", what));
            Path recordings = state.folder("recordings");
            Domain.Outside outside = new Domain.Outside(registry, authority, () -> endpoint(identity),
                    tickets, time, nanos, random, config.stepUp(),
                    StepUpFactors.later(() -> factors), config.keys(), terms(state), config.tokens());
            Domain domain = Domain.open(journal, key.publicHex(), database, recordings,
                    inputs.policy().snapshot(),
                    inputs.policy().commit(), outside);
            ticker().every(CHECKPOINT_EVERY, "checkpoint", journal::checkpoint);
            return domain;
        }

        private Terms terms(StateFolder state) throws IOException {
            return TermsFiles.load(config.joining().terms(), config.joining().notice(),
                    state.folder("terms"));
        }

        private Ticker ticker() {
            return closing.add("ticker", new Ticker());
        }

        private Enrolment.Endpoint endpoint(TlsIdentity identity) {
            HostPort address = config.agents().address();
            return new Enrolment.Endpoint(address.host(), address.port() == 0 ? agentsPort : address.port(),
                    identity.spkiSha256());
        }

        private void watch(Domain domain) {
            Ticker ticker = ticker();
            ticker.every(Limits.LEASE_RENEWAL, "lease check", domain.leases()::check);
            ticker.every(Limits.LEASE_RENEWAL, "request expiry", domain.requests()::expireOverdue);
            ticker.every(Limits.LEASE_RENEWAL, "overdue reviews", domain.reviews()::reportOverdue);
            ticker.every(Limits.LEASE_RENEWAL, "engagements that end",
                    () -> domain.departures().desk().endOverdue(time.instant()));
            ticker.every(Duration.ofDays(1), "dormancy", domain.keys().dormancy()::check);
            Feed feed = domain.trail().feed();
            closing.add("departure watch", domain.departures().closure().watch(feed));
            closing.add("service account watch", domain.services().stewardship().watch(feed));
            ticker.every(Limits.LEASE_RENEWAL, "service accounts", domain.services().stewardship()::check);
            domain.departures().ownership().check();
            domain.keys().dormancy().check();
            ticker.every(Duration.ofDays(1), "ownership", domain.departures().ownership()::check);
            ticker.every(PEOPLE_EVERY, "overdue invitations",
                    domain.providers().invitations()::expireOverdue);
            ticker.every(PEOPLE_EVERY, "rosters", domain.providers().rosters()::lapse);
            closing.add("lease watch", domain.leases().watch(feed));
            if (domain.tickets().configured()) {
                closing.add("ticket refresh",
                        TicketRefresh.start(domain.tickets(), domain.requestViews()::tickets, random));
            }
        }

        private Vertx vertx() {
            // Half of the cores carry bytes; with fewer loops more engineers meet their agent on one,
            // which spares each keystroke a change of threads.
            Vertx vertx = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
            closing.add("event loops", () -> vertx.close().toCompletionStage().toCompletableFuture().join());
            return vertx;
        }

        private Optional<TicketSystem> tickets(Vertx vertx) throws ConfigException {
            if (config.tickets().isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(closing.add("ticket system",
                        HttpsTicketSystem.open(config.tickets().get(), vertx, nanos)));
            } catch (IOException e) {
                throw new ConfigException("the ticket system can't be asked: " + e.getMessage());
            }
        }

        private Optional<KeycloakLink> keycloak(Domain domain) throws ConfigException {
            if (config.keycloak().isEmpty()) {
                return Optional.empty();
            }
            try {
                KeycloakLink link = closing.add("keycloak", KeycloakLink.open(config.keycloak().get(),
                        new KeycloakSync.Parts(domain.trail(), domain.people(), domain.directory(),
                                domain.signIn()::endAll),
                        nanos, random));
                domain.accounts().use(link.accounts());
                return Optional.of(link);
            } catch (IOException e) {
                throw new ConfigException("Keycloak can't be used: " + e.getMessage());
            }
        }

        private Optional<OidcSignIn> oidc(Domain domain) throws ConfigException {
            if (config.oidc().isEmpty()) {
                return Optional.empty();
            }
            try {
                OidcSignIn oidc = closing.add("identity provider", OidcSignIn.open(config.oidc().get(),
                        () -> consoleUrl(consolePort), new OidcSignIn.Surroundings(domain.people(),
                                domain.signIn(),
                                new ProviderSignOuts(domain.signOuts(), config.oidc().get().logoutEnds()),
                                random, time, nanos)));
                Thread.ofVirtual().name("identity-provider-first").start(oidc::look);
                ticker().every(PROVIDER_LOOK_EVERY, "identity provider", oidc::look);
                return Optional.of(oidc);
            } catch (IOException e) {
                throw new ConfigException("the identity provider can't be used: " + e.getMessage());
            }
        }

        private Broker listen(Vertx vertx, StateFolder state, Domain domain, PolicyDesk policies,
                Health health,
                Authority authority,
                AgentRegistry registry, TlsIdentity identity, Optional<OidcSignIn> oidc,
                Optional<EmbeddedAccounts> accounts)
                throws IOException {
            AgentListener agents = closing.add("agents' listener",
                    AgentListener.start(vertx, config.agents().listen().address(), identity,
                            new BrokerAgentDesk(domain.enrolment(), authority, domain.sessions(),
                                    domain.leases(),
                                    domain.vault(), time),
                            registry, new Doorkeeper(DoorLimits.AGENTS, nanos, random), nanos));
            agentsPort = agents.port();
            HttpConsole console = closing.add("console",
                    new HttpConsole(vertx, consoleSettings(state),
                            consoleDesks(domain, policies, registry, health, oidc, accounts),
                            random, time, nanos));
            consolePort = console.start();
            SshGateway gateway = gateway(state, domain, policies, authority, registry,
                    ((VertxInternal) vertx).nettyEventLoopGroup(), accounts);
            AdminOrders orders = new AdminOrders(config, domain, registry, authority, policies, time,
                    new AccountOrders(accounts, () -> consoleUrl(consolePort)));
            closing.add("admin socket", AdminSocket.listen(StateFolder.adminSocket(config), orders::answer));
            state.announce(gateway.port(), consolePort, agents.port());
            return new Broker(closing, orders, gateway.port(), consolePort, agents.port());
        }

        private ConsoleSettings consoleSettings(StateFolder state) throws IOException {
            BrokerConfig.Console console = config.console();
            HostPort listen = console.listen();
            if (console.certificate().isPresent() && console.key().isPresent()) {
                return new ConsoleSettings(listen.host(), listen.port(), console.url(),
                        console.certificate().get(),
                        console.key().get());
            }
            return ConsoleSettings.selfSigned(listen.host(), listen.port(), console.url(),
                    state.folder("console"), random, time);
        }

        private ConsoleDesks consoleDesks(Domain domain, PolicyDesk policies, AgentRegistry registry,
                Health health, Optional<OidcSignIn> oidc, Optional<EmbeddedAccounts> accounts) {
            return new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                    registry,
                    new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                            grant -> GrantText.rights(grant.rights()), time, config.stepUp().remember()),
                    new DeskReviews(domain.reviews(), domain.reviewViews()),
                    new DeskSessions(domain.sessionViews()),
                    new VaultRecordings(domain.vault()), new DeskPolicies(policies),
                    MaintenanceBook.of(domain.maintenance()), domain.trail().feed(), health,
                    Confirmations.by(domain.stepUp(), domain.signIn(),
                            Confirmations.Raise.of(oidc, accounts.isPresent())),
                    Leaving.of(domain.departures(), time),
                    KeyBook.of(domain.people(), domain.keys().desk()),
                    Joining.of(domain.providers().joining()), ProviderBook.of(domain.providers()),
                    new WaitingViews(domain.keys(), domain.departures().views(), domain.providers(),
                            domain.services(),
                            time)::of,
                    oidc, Optional.of(domain.tokens()), accounts);
        }

        // What commands say of the gateway's own port is known only once it listens.
        private SshGateway gateway(StateFolder state, Domain domain, PolicyDesk policies,
                Authority authority,
                AgentRegistry registry, EventLoopGroup loops,
                Optional<EmbeddedAccounts> accounts) throws IOException {
            AtomicReference<CommandRunner> commands = new AtomicReference<>(
                    (_, _, _) -> BrokerMain.NOT_RUNNING);
            SshGateway gateway = closing.add("gateway", SshGateway.start(new SshGateway.Parts(
                    config.gateway().listen().address(), config.gateway().names(),
                    hostKey(state), authority,
                    domain.people(), seen(domain, SecondStep.by(domain.stepUp(), consoleUrl(consolePort))),
                    domain.services().foreignUse()::proven,
                    new SessionOpener(domain.people(), domain.admissions(), domain.sessions(), authority,
                            registry, domain.proofs()),
                    (caller, line, screen) -> commands.get().run(caller, line, screen),
                    new Doorkeeper(DoorLimits.ENGINEERS, nanos, random), time, loops, nanos, random)));
            Desks.Place place = new Desks.Place(config.gateway().names().getFirst(),
                    config.gateway().listen().host(),
                    gateway.port(), consoleUrl(consolePort));
            commands.set(
                    new Commands(new Desks(domain.people(), domain.targets(), registry, domain.requests(),
                            domain.requestViews(), domain.revocations(), domain.reviews(),
                            domain.reviewViews(),
                            domain.admissions(), domain.sessionViews(), domain.vault(),
                            authority,
                            domain.signIn(), policies, domain.tickets(), domain.maintenance(),
                            domain.proofs(), domain.stepUp(), place,
                            time, domain.departures(), domain.keys(),
                            domain.providers(), domain.tokens(), domain.services(), accounts))::run);
            return gateway;
        }

        // Whoever comes this far has proven a key, whatever more is asked of them.
        private static SecondStep seen(Domain domain, SecondStep next) {
            return holder -> {
                domain.keys().use().proven(holder.person(), holder.key());
                return next.after(holder);
            };
        }

        private Path hostKey(StateFolder state) throws IOException {
            Path file = state.file("gateway_host_ed25519");
            OpenSshKeyFile.readOrCreate(file, random);
            return file;
        }

        private String consoleUrl(int port) {
            URI url = config.console().url();
            String origin = "https://" + url.getAuthority();
            return url.getPort() == 0 ? origin.substring(0, origin.lastIndexOf(':') + 1) + port : origin;
        }
    }

    /** Reads directory and policy again; says in the log what came of it. */
    void reload() {
        Json.Obj answer = orders.reload(Optional.empty());
        Level level = answer.bool("ok") ? Level.INFO : Level.SEVERE;
        answer.strings("lines").forEach(line -> LOG.log(level, "reload: {0}", line));
    }

    int gatewayPort() {
        return gatewayPort;
    }

    int consolePort() {
        return consolePort;
    }

    int agentsPort() {
        return agentsPort;
    }

    @Override
    public void close() {
        closing.close();
    }
}
