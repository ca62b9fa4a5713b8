package io.sallyport.broker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another policy would do to what is open, before it does it. */
class ForesightTest {
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: acme-staging
                title: Acme on staging
                who: { group: acme/ops }
                where: { env: staging }
                login: [deploy, app]
                when: [office, night]
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true, sftp: read-write }
            """;
    private static final String DENY = """
            deny:
              - id: stop-acme
                title: Acme is out
                who: { provider: acme }
                where: any-host
                reason: Ask the service desk.
                running: terminate-now
            """;

    private final World world;
    private final Path folder;
    private final AgentIdentity agent;
    private final Grant used;
    private final Session session;

    ForesightTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.world = World.in(folder);
        activate("first", RULES);
        this.agent = world.enrol("web-1", 1);
        this.used = granted("eva", "deploy", Optional.empty());
        this.session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"),
                new TargetName("web-1"), World.HOME, List.of(used));
        assertInstanceOf(BeginOutcome.Began.class, world.domain.sessions().begin(agent, session.id(), 7,
                used.id(), new LoginName("deploy")));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void activate(String name, String rules) throws IOException {
        world.domain.policy().activate(World.policy(folder, name, rules), Actor.OPERATOR, Optional.empty(),
                Optional.empty());
    }

    private AccessRequest filed(String who, String login, Optional<Duration> later) {
        RequestForm form = World.form("web-1", login, Duration.ofHours(3));
        return assertInstanceOf(RequestOutcome.Filed.class, world.domain.requests().request(
                world.person(who), new RequestForm(form.target(), form.login(), form.duration(),
                        later.map(world.clock.instant()::plus), form.ticket(), form.reason())))
                .request();
    }

    private Grant granted(String who, String login, Optional<Duration> later) {
        return assertInstanceOf(RequestOutcome.Granted.class,
                world.domain.requests().approve(world.person("ada"), filed(who, login, later).id(),
                        Narrowing.NONE, Optional.empty(), Optional.empty()))
                .grant();
    }

    /** Says what it would do, and that it did nothing. */
    private PolicyEffects would(String name, String rules) throws IOException {
        PolicySnapshot candidate = World.policy(folder, name, rules);
        List<String> journal = world.journalled();
        PolicyEffects effects = world.domain.foresight().of(candidate);
        assertEquals(journal, world.journalled());
        assertEquals(List.of(), world.tunnels.narrowed);
        assertEquals(List.of(), world.tunnels.said);
        return effects;
    }

    private Judgement judgement(PolicyEffects effects) {
        assertEquals(1, effects.sessions().size(), effects.toString());
        assertEquals(session.id(), effects.sessions().getFirst().session().session().id());
        return effects.sessions().getFirst().judgement();
    }

    @Test
    void aWiderPolicyAffectsNothing() throws IOException {
        PolicyEffects effects = would("wider", RULES.replace("max: 4h", "max: 8h"));
        assertTrue(effects.none(), effects.toString());
        assertEquals(List.of("no running session, open grant or waiting request is affected"),
                effects.lines());
    }

    @Test
    void aSessionThatWouldLoseARightIsNamedWithTheRight() throws IOException {
        PolicyEffects effects = would("read", RULES.replace("sftp: read-write", "sftp: none"));
        Judgement.Less less = assertInstanceOf(Judgement.Less.class, judgement(effects));
        assertEquals(Sftp.none(), less.order().rights().sftp());
        assertEquals(List.of("sftp"), less.fields());
        world.domain.leases().check();
        assertEquals(List.of(), world.tunnels.narrowed, "nothing is remembered");
        assertTrue(
                String.join("\n", effects.lines()).contains(session.id() + "  eva  deploy@web-1  loses sftp"
                        + ", ends at " + used.notAfter() + ": rule acme-staging gives less now (sftp)."),
                effects.lines().toString());
    }

    @Test
    void aSessionThatWouldEndAfterTheGraceIsNamedWithTheCheck() throws IOException {
        PolicyEffects effects = would("night", RULES.replace("[office, night]", "night"));
        Judgement.Less less = assertInstanceOf(Judgement.Less.class, judgement(effects));
        assertTrue(less.grace());
        assertEquals(FakeClock.START.plus(Judge.GRACE), less.order().end());
        Json.Obj json = effects.json(10_000).objects("sessions").getFirst();
        assertEquals("after-grace", json.string("outcome"));
        assertEquals(List.of("acme-staging"), json.strings("rules"));
        assertTrue(json.string("text").contains("when needs night, is closed"), json.text());
    }

    @Test
    void aSessionThatWouldEndAtOnceIsNamedWithTheDenyRule() throws IOException {
        PolicyEffects effects = would("now", RULES + DENY);
        Judgement.End end = assertInstanceOf(Judgement.End.class, judgement(effects));
        assertEquals("stop-acme", end.cause().rules().getFirst().value());
        assertTrue(effects.lines().get(1).contains("ends at once: Rule stop-acme forbids this"),
                effects.lines().toString());
    }

    @Test
    void itComesAsItWasForetold() throws IOException {
        String rules = RULES.replace("max: 4h", "max: 1h").replace("sftp: read-write", "sftp: none");
        Judgement.Less less = assertInstanceOf(Judgement.Less.class, judgement(would("tight", rules)));
        activate("tight", rules);
        world.domain.leases().check();
        assertEquals(List.of(less.order()), world.tunnels.narrowed);
        world.tunnels.narrowed.clear();
        world.tunnels.said.clear();
        assertEquals(List.of(), would("tight", rules).sessions(), "nothing new");
    }

    @Test
    void aGrantWithoutASessionIsNamedAlsoWhenItStartsLater() throws IOException {
        Grant unused = granted("emil", "app", Optional.empty());
        Grant later = granted("emil", "deploy", Optional.of(Duration.ofHours(2)));
        PolicyEffects effects = would("short", RULES.replace("max: 4h", "max: 1h"));
        assertEquals(List.of(unused, later),
                effects.grants().stream().map(PolicyEffects.OnGrant::grant).toList());
        assertEquals(List.of("end"), effects.json(10_000).objects("grants").getFirst().strings("loses"));
        PolicyEffects none = would("gone", RULES.replace("acme-staging", "acme-renamed"));
        assertEquals("nothing", none.json(10_000).objects("grants").getFirst().string("outcome"));
    }

    @Test
    void aRequestThatWouldBeVoidIsNamed() throws IOException {
        AccessRequest waiting = filed("emil", "app", Optional.empty());
        PolicyEffects effects = would("gone", RULES.replace("login: [deploy, app]", "login: deploy"));
        assertEquals(List.of(waiting.id()),
                effects.requests().stream().map(each -> each.request().id()).toList());
        assertTrue(effects.requests().getFirst().why().startsWith("it would be refused now"));
        activate("gone", RULES.replace("login: [deploy, app]", "login: deploy"));
        assertEquals(RequestOutcome.Reason.CHANGED,
                assertInstanceOf(RequestOutcome.Refused.class, world.domain.requests().approve(
                        world.person("ada"), waiting.id(), Narrowing.NONE, Optional.empty(),
                        Optional.empty())).reason());
    }

    @Test
    void moreThanFitsIsCounted() throws IOException {
        granted("emil", "app", Optional.empty());
        PolicyEffects effects = would("gone", RULES.replace("acme-staging", "acme-renamed"));
        Json.Obj json = effects.json(1);
        assertEquals(1, json.object("affected").number("grants"));
        assertEquals(List.of(), json.objects("grants"));
    }
}
