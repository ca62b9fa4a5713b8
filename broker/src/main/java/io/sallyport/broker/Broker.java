package io.sallyport.broker;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.authority.DemoAuthorityException;
import io.sallyport.broker.authority.SocketAuthority;
import io.sallyport.broker.gateway.SshGateway;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.policy.KeptPolicies;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.provider.Terms;
import io.sallyport.broker.provider.TermsFiles;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.broker.store.Database;
import io.sallyport.broker.store.SqlProposals;
import io.sallyport.broker.ticket.HttpsTicketSystem;
import io.sallyport.broker.ticket.TicketSystem;
import io.sallyport.broker.tunnel.AgentRegistry;
import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.LogKey;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.signing.AuthorityClient;
import io.sallyport.wire.signing.AuthorityException;
import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
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
            Broker broker = new Start(new Means(config, time, nanos, random, closing)).run();
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
        private final Means means;
        private final OwnAddresses addresses;
        private final AtomicReference<StepUpFactors> factors = new AtomicReference<>(StepUpFactors.NONE);

        Start(Means means) {
            this.means = means;
            this.addresses = new OwnAddresses(means.config());
        }

        Broker run() throws ConfigException, IOException {
            BrokerConfig config = means.config();
            Closing closing = means.closing();
            KeptPolicies kept = kept();
            Inputs inputs = Inputs.atStart(config, kept, means.time().instant());
            inputs.warnings().forEach(LOG::warning);
            StateFolder state = closing.add("state folder", StateFolder.take(config.state()));
            Authority authority = new SocketAuthority(new AuthorityClient(config.authoritySocket()),
                    config.demo());
            lookAt(authority);
            AgentRegistry registry = new AgentRegistry(means.random(), means.nanos());
            TlsIdentity identity = TlsIdentity.loadOrCreate(state.file("agents.key"),
                    state.file("agents.crt"), "Sallyport broker", List.of(config.agents().address().host()),
                    means.random(), means.time());
            Vertx vertx = vertx();
            Optional<TicketSystem> tickets = tickets(vertx);
            Database database = closing.add("database", Database.file(state.folder("database")));
            Domain domain = domain(inputs, state, database, authority, registry, identity, tickets);
            domain.trail().record(at -> new BrokerEvent.BrokerStarted(at, Actor.SYSTEM, BrokerMain.VERSION,
                    config.demo() ? "demo" : "production"));
            closing.add("journal's last word",
                    () -> domain.trail().record(at -> new BrokerEvent.BrokerStopped(at, Actor.SYSTEM)));
            List<PersonName> newcomers = Inputs.newcomers(inputs.directory(), domain);
            domain.directory().adopt(inputs.directory()).clashes()
                    .forEach(line -> LOG.log(Level.WARNING, "directory: not taken: {0}", line));
            Inputs.departed(inputs.directory(), domain).forEach(LOG::warning);
            AccountSources accounts = AccountSources.open(means, state, domain, addresses);
            factors.set(accounts.factors());
            Inputs.inherited(newcomers, domain.accounts()).forEach(LOG::warning);
            PolicyDesk policies = policies(inputs, kept, domain, database);
            Watches.start(means, domain);
            ReviewViews.Counts reviews = domain.reviewViews().counts();
            if (reviews.open() > 0) {
                LOG.log(Level.WARNING, "EMERGENCY ACCESS: {0}", reviews.text());
            }
            Health health = new Health(domain.trail(), database, authority, domain.targets(), registry,
                    policies, domain.reviewViews(), domain.tickets(), domain.departures().ownership(),
                    accounts.oidc());
            accounts.keycloak().ifPresent(link -> health.also(() -> Health.accounts(link)));
            if (config.nowhereToProve()) {
                health.also(Health::nowhereToProve);
            }
            Doors doors = new Doors(means, vertx, state, domain, policies, authority, registry, accounts,
                    addresses);
            doors.agents(identity);
            doors.console(health);
            SshGateway gateway = doors.gateway();
            AdminOrders orders = new AdminOrders(config, domain, registry, authority, policies, means.time(),
                    new AccountOrders(accounts.own(), addresses::console));
            closing.add("admin socket", AdminSocket.listen(StateFolder.adminSocket(config), orders::answer));
            state.announce(gateway.port(), addresses.consolePort(), addresses.agentsPort());
            return new Broker(closing, orders, gateway.port(), addresses.consolePort(),
                    addresses.agentsPort());
        }

        private KeptPolicies kept() throws ConfigException {
            try {
                return KeptPolicies.in(StateFolder.policies(means.config()));
            } catch (IOException e) {
                throw new ConfigException("the kept policies can't be used: " + e.getMessage());
            }
        }

        private PolicyDesk policies(Inputs inputs, KeptPolicies kept, Domain domain, Database database)
                throws IOException {
            PolicyDesk policies = new PolicyDesk(domain.trail(), domain.policy(), inputs.policy(), kept,
                    new SqlProposals(database),
                    domain.people(), means.config().secondPerson(), domain.foresight(), means.time());
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
            LogKey key = LogKey.loadOrCreate(state.file("journal.key"), means.random());
            Journal journal = means.closing().add("journal",
                    Journal.open(state.folder("journal"), key, means.time(), means.random()));
            journal.repaired().ifPresent(what -> LOG.log(Level.WARNING, "journal: {0}", what));
            Path recordings = state.folder("recordings");
            Domain.Outside outside = new Domain.Outside(registry, authority, () -> addresses.agents(identity),
                    tickets, means.time(), means.nanos(), means.random(), means.config().stepUp(),
                    StepUpFactors.later(factors::get), means.config().keys(), terms(state),
                    means.config().tokens());
            Domain domain = Domain.open(journal, key.publicHex(), database, recordings,
                    inputs.policy().snapshot(),
                    inputs.policy().commit(), outside);
            means.ticker().every(CHECKPOINT_EVERY, "checkpoint", journal::checkpoint);
            return domain;
        }

        private Terms terms(StateFolder state) throws IOException {
            return TermsFiles.load(means.config().joining().terms(), means.config().joining().notice(),
                    state.folder("terms"));
        }

        private Vertx vertx() {
            // Half of the cores carry bytes; with fewer loops more engineers meet their agent on one,
            // which spares each keystroke a change of threads.
            Vertx vertx = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
            means.closing().add("event loops",
                    () -> vertx.close().toCompletionStage().toCompletableFuture().join());
            return vertx;
        }

        private Optional<TicketSystem> tickets(Vertx vertx) throws ConfigException {
            if (means.config().tickets().isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(means.closing().add("ticket system",
                        HttpsTicketSystem.open(means.config().tickets().get(), vertx, means.nanos())));
            } catch (IOException e) {
                throw new ConfigException("the ticket system can't be asked: " + e.getMessage());
            }
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
