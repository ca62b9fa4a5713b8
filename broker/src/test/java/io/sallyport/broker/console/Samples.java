package io.sallyport.broker.console;

import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.engagement.EngagementStore;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.PeopleStore;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.NarrowOrder;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.TargetStore;
import io.sallyport.broker.target.Targets;
import io.sallyport.broker.token.InMemoryTokens;
import io.sallyport.broker.token.TokenDesk;
import io.sallyport.broker.token.TokenSettings;
import io.sallyport.broker.waiting.Waiting;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A small company with a provider, in memory: what the console asks in tests and in {@link ConsoleDemo}. */
final class Samples {
    static final Person EVA = person("eva", "Eva Engineer", "acme", false, Set.of("acme/ops"), Role.ENGINEER);
    static final Person OLLI = person("olli", "Olli Other", "other", false, Set.of(), Role.ENGINEER);
    static final Person ADA = person("ada", "Ada Approver", "example", true, Set.of("ops-owners"),
            Role.APPROVER, Role.ADMINISTRATOR);
    static final Person TESS = person("tess", "Tess Auditor", "example", true, Set.of(), Role.AUDITOR);

    final List<Person> everyone = new ArrayList<>(List.of(EVA, OLLI, ADA, TESS));
    final List<Target> machines = new ArrayList<>(List.of(
            new Target(new TargetName("web-1"), Map.of("env", "staging", "role", "web"),
                    new GroupName("ops-owners"),
                    "Restart nginx with systemctl only. The certificate job runs at 02:00.", true),
            new Target(new TargetName("db-1"), Map.of("env", "prod", "role", "database"),
                    new GroupName("ops-owners"),
                    "", true)));
    final FakeRequests requests = new FakeRequests();
    final FakeSessions sessions = new FakeSessions();
    final FakePolicies policies = new FakePolicies();
    final FakeRecordings recordings = new FakeRecordings();
    final List<HealthProbe.Check> checks = new ArrayList<>(List.of(
            new HealthProbe.Check("journal", true, true, "1 204 events, the last one a moment ago"),
            new HealthProbe.Check("database", true, true, "answers"),
            new HealthProbe.Check("authority", true, true, "unsealed"),
            new HealthProbe.Check("agents", true, false, "1 of 2 connected")));
    final FakeMaintenance maintenance = new FakeMaintenance();
    final Feed feed = new Feed();
    volatile Function<Person, List<Waiting>> waiting = _ -> List.of();
    final People people;
    final SignIn signIn;
    Optional<OidcSignIn> oidc = Optional.empty();
    final InMemoryTokens tokenStore;
    final TokenDesk tokens;

    Samples(SecureRandom random, InstantSource time) {
        people = new People(new PeopleStore() {
            @Override
            public List<Person> people() {
                return everyone;
            }

            @Override
            public List<RegisteredKey> keys() {
                return List.of();
            }
        }, time);
        tokenStore = new InMemoryTokens(time);
        tokens = new TokenDesk(tokenStore, tokenStore, people, TokenSettings.STANDARD, random, time);
        signIn = new SignIn(people, random, time, System::nanoTime, (_, _) -> {
        });
    }

    ConsoleDesks desks(InstantSource time) {
        Engagements engagements = new Engagements(contracts());
        return new ConsoleDesks(people, engagements, signIn, new Targets(store(), engagements, time),
                tunnels(), requests,
                new NoReviews(), sessions, recordings, policies, maintenance, feed, () -> checks,
                Confirmations.NONE, new NobodyLeaves(), new NoKeys(), Joining.NONE,
                ProviderBook.NONE, ServiceBook.NONE, viewer -> waiting.apply(viewer), oidc,
                Optional.of(tokens), Optional.empty());
    }

    private static EngagementStore contracts() {
        return new EngagementStore() {
            @Override
            public List<Organisation> organisations() {
                return List.of(new Organisation(new OrganisationName("acme"), false, "Acme Managed Services"),
                        new Organisation(new OrganisationName("example"), true, "Example Corp"));
            }

            @Override
            public List<Engagement> engagements() {
                return List
                        .of(new Engagement("acme-2026", new OrganisationName("acme"), new PersonName("ada"),
                                Map.of("env", List.of("staging", "prod")), Optional.empty(),
                                Instant.parse("2099-01-01T00:00:00Z")));
            }
        };
    }

    private TargetStore store() {
        return new TargetStore() {
            @Override
            public List<Target> targets() {
                return machines;
            }

            @Override
            public List<AgentIdentity> agents() {
                return List.of();
            }

            @Override
            public Optional<Token> token(String hash) {
                return Optional.empty();
            }

            @Override
            public boolean spkiUsed(String spki) {
                return false;
            }
        };
    }

    private static TunnelPort tunnels() {
        return new TunnelPort() {
            @Override
            public boolean online(TargetName target) {
                return target.value().equals("web-1");
            }

            @Override
            public void renew(TargetName target, List<SessionId> sessions, Instant brokerTime) {}

            @Override
            public void end(TargetName target, SessionId session, EndReason reason, String text) {}

            @Override
            public void narrow(TargetName target, SessionId session, NarrowOrder order) {}
        };
    }

    /** True when this person may see the session at all, as the real desk would say. */
    static boolean sees(Person viewer, SessionSummary session) {
        return viewer.is(Role.AUDITOR) || viewer.internal()
                || session.session().person().equals(viewer.name());
    }

    private static Person person(String name, String fullName, String organisation, boolean internal,
            Set<String> groups, Role... roles) {
        return new Person(new PersonName(name), fullName, new OrganisationName(organisation), internal,
                Set.copyOf(groups.stream().map(GroupName::new).toList()), Set.of(roles), true);
    }
}
