package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.authority.Issuance;
import io.sallyport.broker.authority.SocketAuthority;
import io.sallyport.broker.maintenance.Maintenance;
import io.sallyport.broker.maintenance.MaintenanceStore;
import io.sallyport.broker.maintenance.Maintenances;
import io.sallyport.broker.session.Admission;
import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Decision;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.signing.AuthorityClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants whose lists are longer than a certificate: journal, approval, database and admission have them whole. */
class LargeListsTest {
    private final World world;
    private final Path folder;

    LargeListsTest(@TempDir Path folder) {
        this.folder = folder;
        this.world = World.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static String commands(String name, int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> "\"systemctl restart %s-%04d-%s\"".formatted(name, i, "x".repeat(40)))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** With as much as a rule may give, tightened by as much as rules may tighten. */
    private void activate(String name, String approval, String list) throws IOException {
        world.domain.policy().activate(World.policy(folder, name, """
                format: sallyport-policy/1
                allow:
                  - id: many-commands
                    title: Very many commands
                    who: { group: acme/ops }
                    where: { env: staging }
                    login: deploy
                    max: 4h
                    approval: { %s }
                    rights: { exec: %s }
                require:
                  - { id: tight, title: Tighter, where: { role: app }, rights: { exec: %s } }
                """.formatted(approval, commands(list, 300), commands("tight", 300))), Actor.OPERATOR,
                Optional.empty(), Optional.empty());
    }

    private RequestOutcome ask() {
        return world.domain.requests().request(world.person("eva"),
                World.form("web-1", "deploy", Duration.ofHours(1)));
    }

    private static final Maintenances NO_MAINTENANCE = new Maintenances(new MaintenanceStore() {
        @Override
        public List<Maintenance> notOver(Instant at) {
            return List.of();
        }

        @Override
        public List<Maintenance> newest(int limit) {
            return List.of();
        }
    }, () -> Instant.EPOCH);
    private static final String ONE = "before: [{ count: 1, from: ops-owners }]";

    private Grant granted() {
        AccessRequest request = assertInstanceOf(RequestOutcome.Filed.class, ask()).request();
        assertTrue(request.draft().lines().toString().contains("restart many-0299-"),
                "the approver reads it all");
        return assertInstanceOf(RequestOutcome.Granted.class, world.domain.requests().approve(
                world.person("ada"), request.id(), Narrowing.NONE, Optional.empty(),
                Optional.of(request.hash()))).grant();
    }

    private List<Json.Obj> events(String type) {
        List<Json.Obj> found = new ArrayList<>();
        world.journal.replay(0, (_, bytes) -> {
            Json.Obj event = JsonParser.parseObject(bytes, 1 << 20, 12);
            if (event.string("type").equals(type)) {
                found.add(event);
            }
        });
        return found;
    }

    private Optional<Grant> admitted() {
        Admission admission = world.domain.admissions().admit(world.person("eva"), new TargetName("web-1"),
                World.HOME.getAddress());
        return admission instanceof Admission.Admitted(List<Grant> grants)
                ? Optional.of(grants.getFirst())
                : Optional.empty();
    }

    @Test
    void everythingButTheCertificateHasTheWholeLists() throws IOException {
        activate("large", ONE, "many");
        Grant grant = granted();
        assertEquals(2, grant.rights().exec().lists().size());
        assertTrue(GrantLists.bytes(grant.rights()) > 40_000);
        assertTrue(CarriedGrant.of(grant).lists().isPresent());
        assertEquals(grant, Draft.grant(events("request-approved").getFirst().object("grant")));
        Json.Obj filed = events("request-filed").getFirst();
        assertEquals(grant.rights(), Draft.parse(filed.object("draft").text()).template().rights());
        assertEquals(grant.rights(), assertInstanceOf(Decision.Allowed.class,
                Decision.parse(filed.object("decision"))).rights());
    }

    @Test
    void grantedAtOnceItFitsOneEvent() throws IOException {
        activate("large", "automatic: Nobody needs to look at this", "many");
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, ask()).grant();
        assertEquals(grant, Draft.grant(events("request-filed").getFirst().object("grant")));
        assertTrue(events("request-filed").getFirst().object("decision").canonical().length > 40_000);
    }

    @Test
    void whatNoCertificateCanCarryTheAuthorityIsNotAskedFor() throws IOException {
        activate("large", ONE, "many");
        Grant grant = granted();
        List<String> must = new ArrayList<>(grant.must());
        IntStream.range(0, 24).mapToObj("a-protection-with-a-very-long-long-na-%02d"::formatted)
                .forEach(must::add);
        Grant beyond = new Grant(grant.version(), grant.id(), grant.kind(), grant.person(),
                grant.organisation(), grant.target(), grant.login(), grant.notBefore(), grant.notAfter(),
                grant.max(), "\u20ac".repeat(200), grant.ticket(), "\u20ac".repeat(500), grant.policyHash(),
                grant.rule(),
                IntStream.range(0, 16).mapToObj(i -> new RuleId("a-rule-that-tightens-%02d".formatted(i)))
                        .toList(),
                grant.approvals(), grant.rights(), grant.lease(),
                grant.epoch(), must);
        var authority = new SocketAuthority(
                new AuthorityClient(folder.resolve("none.sock"), Duration.ofSeconds(1)), false);
        SshPublicKey key = Ed25519Key.generate(world.random).publicKey();
        assertEquals("unreachable",
                refusal(authority.issueUser(key, grant, InetAddress.getLoopbackAddress())));
        assertEquals("grant-form",
                refusal(authority.issueUser(key, beyond, InetAddress.getLoopbackAddress())));
    }

    private static String refusal(Issuance issuance) {
        return assertInstanceOf(Issuance.Refused.class, issuance).reason();
    }

    /** What was granted and what policy says now both hold; when no grant can say both, there is nothing left of it. */
    @Test
    void aGrantThatCannotHoldWhatPolicySaysNowIsWorthNothing() throws IOException {
        activate("large", ONE, "many");
        Grant grant = granted();
        Rights before = grant.rights();
        Grants grants = new Grants(world.domain.people(), world.domain.targets(), world.domain.engagements(),
                world.domain.policy(), new PresentFacts(world.domain.tickets(), NO_MAINTENANCE));
        assertInstanceOf(PresentTerms.Unchanged.class,
                grants.terms(grant, world.clock.instant(), Arrival.UNKNOWN));
        activate("other", ONE, "other");
        assertTrue(before.mostLists() < Rights.LISTS_IN_GRANT, "it is their size");
        PresentTerms.Gone gone = assertInstanceOf(PresentTerms.Gone.class,
                grants.terms(grant, world.clock.instant(), Arrival.UNKNOWN));
        assertTrue(gone.text().contains("more limits now than one grant can hold"), gone.text());
        assertEquals(Optional.empty(), admitted());
    }
}
