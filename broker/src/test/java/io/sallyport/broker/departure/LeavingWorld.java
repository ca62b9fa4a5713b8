package io.sallyport.broker.departure;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.store.SqlDepartures;
import io.sallyport.broker.store.SqlRequests;
import io.sallyport.broker.store.SqlSessions;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The standard world with an administrator, accounts, browsers, and off-boarding. */
final class LeavingWorld implements AutoCloseable {
    static final String INES = "  - { name: ines, full_name: Ines Admin, organisation: example, roles: [administrator], keys: [\""
            + World.key(8) + "\"] }\n";

    /** Accounts in memory, which may be away. */
    static final class Desk implements Accounts {
        final Map<PersonName, Boolean> enabled = new HashMap<>();
        final Set<PersonName> signedOut = new HashSet<>();
        boolean away;

        @Override
        public String kind() {
            return "desk";
        }

        @Override
        public Optional<Account> find(PersonName person) {
            answer();
            return Optional.ofNullable(enabled.get(person)).map(so -> new Account(person, "s-" + person,
                    person.value(), Optional.empty(), new OrganisationName("acme"), Set.of(), so, Set.of()));
        }

        @Override
        public Provisioned provision(NewAccount wanted) {
            throw new IllegalStateException("nobody asks for it here");
        }

        @Override
        public void disable(PersonName person) {
            answer();
            enabled.computeIfPresent(person, (_, _) -> false);
            signedOut.add(person);
        }

        @Override
        public void enable(PersonName person) {
            answer();
            enabled.computeIfPresent(person, (_, _) -> true);
        }

        @Override
        public void signOut(PersonName person) {
            throw new IllegalStateException("nobody asks for it here");
        }

        private void answer() {
            if (away) {
                throw new AccountsUnavailableException("away", new java.io.IOException("away"));
            }
        }
    }

    /** Browsers and tokens of people. */
    static final class Browsers implements Belongings {
        final Map<PersonName, Integer> open = new HashMap<>();

        @Override
        public List<String> tokens(PersonName person) {
            return open.containsKey(person) ? List.of("t-" + person) : List.of();
        }

        @Override
        public long consoleSessions(PersonName person) {
            return open.getOrDefault(person, 0);
        }

        @Override
        public void end(PersonName person) {
            open.remove(person);
        }
    }

    final World world;
    final Desk accounts = new Desk();
    final Browsers browsers = new Browsers();
    final Departures departures;
    private final Map<String, AgentIdentity> agents = new HashMap<>();
    private int numbers = 1;

    LeavingWorld(Path folder) {
        this.world = World.in(folder);
        this.departures = departures();
        var _ = world.adopt(text());
    }

    /** Off-boarding over the same journal and database, as another broker would have it. */
    Departures departures() {
        return Departures.of(world.domain.trail(), new SqlDepartures(world.database),
                new Departures.Known(world.domain.people(), world.domain.engagements(),
                        world.domain.targets(), new SqlRequests(world.database),
                        new SqlSessions(world.database)),
                new Departures.Told(world.tunnels, browsers, accounts), world.folder.resolve("departures"),
                world.journal::checkpoint, world.clock, world.random);
    }

    static String text() {
        return World.text().replace("engagements:\n", INES + "engagements:\n");
    }

    Orderer by(String name) {
        return Orderer.of(world.person(name));
    }

    Grant grant(String person, String target, String login) {
        AccessRequest request = asked(person, target, login);
        return assertInstanceOf(RequestOutcome.Granted.class,
                world.domain.requests().approve(world.person("otto"), request.id(), Narrowing.NONE,
                        Optional.empty(), Optional.of(request.hash())))
                .grant();
    }

    AccessRequest asked(String person, String target, String login) {
        return assertInstanceOf(RequestOutcome.Filed.class, world.domain.requests()
                .request(world.person(person), World.form(target, login, Duration.ofHours(1)))).request();
    }

    /** A live session under the grant. */
    Session session(Grant grant) {
        String person = grant.person().value();
        TargetName target = grant.target();
        AgentIdentity agent = agents.computeIfAbsent(target.value(),
                name -> world.enrol(name, numbers++));
        Session session = world.domain.sessions().opening(world.person(person), world.keyOf(person), target,
                World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.Began.class, world.domain.sessions().begin(agent, session.id(),
                1000 + numbers++, grant.id(), new LoginName(grant.login().value())));
        return session;
    }

    /** Its agent says that it ended. */
    void ended(Session session) {
        world.domain.sessions().ended(java.util.Objects.requireNonNull(agents.get(session.target().value())),
                session.id(), EndReason.REVOKED,
                "");
    }

    Departure done(DepartureOutcome outcome) {
        return assertInstanceOf(DepartureOutcome.Done.class, outcome).departure();
    }

    static DepartureOutcome.Reason refused(DepartureOutcome outcome) {
        return assertInstanceOf(DepartureOutcome.Refused.class, outcome).reason();
    }

    @Override
    public void close() {
        world.close();
    }
}
