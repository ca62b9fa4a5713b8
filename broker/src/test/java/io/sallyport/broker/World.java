package io.sallyport.broker;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.authority.Issuance;
import io.sallyport.broker.directory.Directory;
import io.sallyport.broker.directory.DirectoryFile;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.keys.KeySettings;
import io.sallyport.broker.policy.KeptPolicies;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.PolicyFolder;
import io.sallyport.broker.policy.PolicyVersion;
import io.sallyport.broker.policy.Reading;
import io.sallyport.broker.provider.Terms;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.NarrowOrder;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.stepup.StepUpSettings;
import io.sallyport.broker.stepup.TypedCodes;
import io.sallyport.broker.store.Database;
import io.sallyport.broker.store.EmptyDatabase;
import io.sallyport.broker.store.SqlProposals;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.target.Enrolment;
import io.sallyport.broker.target.EnrolmentForm;
import io.sallyport.broker.target.EnrolmentOutcome;
import io.sallyport.broker.ticket.TicketSystem;
import io.sallyport.broker.token.TokenSettings;
import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.LogKey;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Compiled;
import io.sallyport.policies.policy.PolicyCompiler;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.cert.TrustBundle;
import io.sallyport.wire.tls.JoinToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker's rules with a journal in a folder and a database in memory, and people to play with. */
public final class World implements AutoCloseable {
    public static final InetSocketAddress HOME = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"),
            50022);

    /** What was said to the agents. */
    public static final class Tunnels implements TunnelPort {
        public final Set<TargetName> offline = ConcurrentHashMap.newKeySet();
        public final List<String> said = new CopyOnWriteArrayList<>();
        public final List<NarrowOrder> narrowed = new CopyOnWriteArrayList<>();

        @Override
        public boolean online(TargetName target) {
            return !offline.contains(target);
        }

        @Override
        public void renew(TargetName target, List<SessionId> sessions, Instant brokerTime) {
            said.add("renew " + target + " " + sessions.size());
        }

        @Override
        public void end(TargetName target, SessionId session, EndReason reason, String text) {
            said.add("end " + target + " " + reason.code() + " " + text);
        }

        @Override
        public void narrow(TargetName target, SessionId session, NarrowOrder order) {
            narrowed.add(order);
        }
    }

    /** An authority that only has a state. */
    public static final class Stamp implements Authority {
        public volatile State state = State.READY;

        @Override
        public State state() {
            return state;
        }

        @Override
        public TrustBundle trust() {
            return new TrustBundle(1, List.of(), List.of(), false);
        }

        @Override
        public Issuance issueUser(SshPublicKey key, Grant grant, InetAddress source) {
            return new Issuance.Refused("test", "no keys here");
        }

        @Override
        public Issuance issueHost(SshPublicKey key, List<String> names) {
            return new Issuance.Refused("test", "no keys here");
        }
    }

    public final FakeClock clock = new FakeClock();
    public final Tunnels tunnels = new Tunnels();
    public final Stamp authority = new Stamp();
    public final TypedCodes codes = new TypedCodes();
    public final SecureRandom random = new SecureRandom();
    public final Path folder;
    public final Database database;
    public final Journal journal;
    public final Domain domain;
    private final String origin;
    private final Optional<TicketSystem> tickets;

    /** A world with the standard directory and policy. */
    public static World in(Path folder) {
        return new World(folder, EmptyDatabase.open(), true);
    }

    /** The same with a ticket system. */
    public static World in(Path folder, TicketSystem tickets) {
        return new World(folder, EmptyDatabase.open(), true, Optional.of(tickets));
    }

    public World(Path folder, Database database, boolean directory) {
        this(folder, database, directory, Optional.empty());
    }

    private World(Path folder, Database database, boolean directory, Optional<TicketSystem> tickets) {
        try {
            this.folder = folder;
            this.database = database;
            LogKey key = LogKey.loadOrCreate(folder.resolve("journal.key"), random);
            this.journal = Journal.open(Files.createDirectories(folder.resolve("journal")), key, clock,
                    random);
            Files.createDirectories(folder.resolve("recordings"));
            this.tickets = tickets;
            this.origin = key.publicHex();
            this.domain = open(policy(folder, "ops-approved"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        if (directory) {
            adopt(text());
        }
    }

    private Domain open(PolicySnapshot policy) {
        return Domain.open(journal, origin, database, folder.resolve("recordings"), policy,
                Optional.empty(), new Domain.Outside(tunnels, authority,
                        () -> new Enrolment.Endpoint("127.0.0.1", 8444, "0".repeat(64)), tickets, clock,
                        clock::nanos, random, StepUpSettings.STANDARD, codes, KeySettings.DEFAULT,
                        new Terms("the terms", "the notice"), TokenSettings.STANDARD));
    }

    /** What a broker knows that was killed and started again, with the policy that was in force. */
    public Domain restarted() {
        return open(domain.policy().current());
    }

    /** The standard policy; {@code rule} names its first rule, so another name is another policy. */
    public static PolicySnapshot policy(Path folder, String rule) throws IOException {
        return policy(folder, rule, """
                format: sallyport-policy/1
                allow:
                  - id: %s
                    title: Acme on staging
                    who: { group: acme/ops }
                    where: { env: staging }
                    login: [deploy, app]
                    max: 4h
                    approval: { before: [{ count: 1, from: ops-owners }] }
                    rights: { shell: true, concurrent: 2 }
                  - id: two-people
                    title: Acme on production
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: deploy
                    max: 2h
                    approval: { before: [{ count: 1, from: ops-owners }, { count: 1, from: security }] }
                    rights: { shell: true }
                  - id: quick-look
                    title: Quick look
                    who: { group: acme/quick }
                    where: { env: staging }
                    login: viewer
                    max: 1h
                    approval: { automatic: "read only and recorded" }
                    rights: { shell: true }
                """.formatted(rule));
    }

    /** A policy of these rules, with the windows {@code office}, {@code morning} and {@code night}; {@code name} names its folder. */
    public static PolicySnapshot policy(Path folder, String name, String rules) throws IOException {
        Path policy = Files.createDirectories(folder.resolve("policy-" + name));
        Files.createDirectories(policy.resolve("rules"));
        Files.writeString(policy.resolve("policy.yaml"), "format: sallyport-policy/1\n");
        Files.writeString(policy.resolve("vocabulary.yaml"), """
                format: sallyport-policy/1
                labels: { env: [staging, prod], role: [app, db] }
                groups: { internal: [ops-owners, db-owners, security], external: [acme/ops, acme/quick] }
                ticket: { state: [open, closed], priority: [P1, P2] }
                """);
        Files.writeString(policy.resolve("windows.yaml"), """
                format: sallyport-policy/1
                windows:
                  office: { zone: Europe/Berlin, weekly: [{ days: mon-fri, from: "08:00", to: "18:00" }] }
                  morning: { zone: Europe/Berlin, weekly: [{ days: mon-fri, from: "08:00", to: "12:00" }] }
                  night: { zone: Europe/Berlin, weekly: [{ days: mon-fri, from: "22:00", to: "02:00" }] }
                """);
        Files.writeString(policy.resolve("rules/acme.yaml"), rules);
        return switch (PolicyCompiler.compile(policy)) {
            case Compiled.Valid(PolicySnapshot snapshot, var _) -> snapshot;
            case Compiled.Invalid(var problems) -> throw new IllegalStateException(problems.toString());
        };
    }

    /** The standard policy as a folder that was read and tested. */
    public PolicyVersion version(String rule) {
        try {
            policy(folder, rule);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return ((Reading.Good) PolicyFolder.read(folder.resolve("policy-" + rule), clock.instant()))
                .version();
    }

    /** Brings other policies into force in {@link #domain}; keeps them in {@code kept}. */
    public PolicyDesk policies(boolean secondPerson) {
        try {
            return new PolicyDesk(domain.trail(), domain.policy(), version("ops-approved"),
                    KeptPolicies.in(folder.resolve("kept")), new SqlProposals(database),
                    domain.people(), secondPerson, domain.foresight(), clock);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static String key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        byte[] point = new byte[32];
        new org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters(seed).generatePublicKey().encode(point,
                0);
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        byte[] blob = java.nio.ByteBuffer.allocate(8 + type.length + 32).putInt(type.length).put(type)
                .putInt(32).put(point).array();
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob);
    }

    public static String text() {
        return """
                format: sallyport-directory/1
                organisations:
                  - { name: example, kind: internal, title: Example Corp }
                  - { name: acme, kind: provider, title: Acme Managed Services }
                people:
                  - { name: eva, full_name: Eva Engineer, organisation: acme, groups: [acme/ops, acme/quick], roles: [engineer], keys: ["%s"] }
                  - { name: emil, full_name: Emil Engineer, organisation: acme, groups: [acme/ops], roles: [engineer], keys: ["%s"] }
                  - { name: ada, full_name: Ada Approver, organisation: example, groups: [ops-owners, security], roles: [approver], keys: ["%s"] }
                  - { name: otto, full_name: Otto Owner, organisation: example, groups: [ops-owners], roles: [approver], keys: ["%s"] }
                  - { name: sue, full_name: Sue Security, organisation: example, groups: [security], roles: [approver], keys: ["%s"] }
                  - { name: ivan, full_name: Ivan Insider, organisation: example, groups: [ops-owners], roles: [engineer], keys: ["%s"] }
                  - { name: aud, full_name: Aud Auditor, organisation: example, roles: [auditor], keys: ["%s"] }
                engagements:
                  - { id: acme-2026, provider: acme, sponsor: ada, targets: { env: [staging, prod] }, until: 2026-03-31 }
                targets:
                  - { name: web-1, labels: { env: staging, role: app }, owner: ops-owners, notes: "Restart only with ops." }
                  - { name: db-1, labels: { env: prod, role: db }, owner: db-owners }
                """.formatted(key(1), key(2), key(3), key(4), key(5), key(6), key(7));
    }

    public int adopt(String text) {
        return switch (DirectoryFile.parse("directory.yaml", text)) {
            case DirectoryFile.Parsed.Valid(Directory directory) ->
                domain.directory().adopt(directory).changes();
            case DirectoryFile.Parsed.Invalid(var problems) ->
                throw new IllegalStateException(problems.toString());
        };
    }

    public Person person(String name) {
        return domain.people().byName(new PersonName(name)).orElseThrow();
    }

    public KeyFingerprint keyOf(String name) {
        return domain.people().keysOf(new PersonName(name)).getFirst().fingerprint();
    }

    public static RequestForm form(String target, String login, Duration duration) {
        return new RequestForm(new TargetName(target), new LoginName(login), duration, Optional.empty(),
                Optional.of("CHG-7"),
                "the disk is full");
    }

    /** Enrols an agent for a target; {@code number} makes its keys. */
    public AgentIdentity enrol(String target, int number) {
        JoinToken token = domain.enrolment().issue(new TargetName(target), Actor.OPERATOR).orElseThrow();
        EnrolmentOutcome outcome = domain.enrolment().enrol(enrolmentForm(token, target, number));
        return ((EnrolmentOutcome.Enrolled) outcome).agent();
    }

    public static EnrolmentForm enrolmentForm(JoinToken token, String target, int number) {
        return new EnrolmentForm(HexFormat.of().formatHex(token.secret().bytes()), new TargetName(target),
                "%064x".formatted(number), key(100 + number), "%064x".formatted(1000 + number), "0.1.0");
    }

    /** Every event so far, as types. */
    public List<String> journalled() {
        List<String> types = new ArrayList<>();
        journal.replay(0, (_, bytes) -> types.add(JsonParser
                .parseObject(bytes, 1 << 20, 12).string("type")));
        return types;
    }

    /** Every event of this type so far. */
    public List<Json.Obj> journalled(String type) {
        List<Json.Obj> events = new ArrayList<>();
        journal.replay(0, (_, bytes) -> {
            Json.Obj event = JsonParser.parseObject(bytes, 1 << 20, 12);
            if (event.string("type").equals(type)) {
                events.add(event);
            }
        });
        return events;
    }

    @Override
    public void close() {
        journal.close();
        database.close();
    }
}
