package io.sallyport.broker.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.cert.SshPublicKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who makes accounts for automation, who gives them keys, and who sees them. */
class ServiceDeskTest {
    private static final PersonName BOT = new PersonName("deploy-bot");
    private static final ServiceChange NONE = new ServiceChange(Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty());
    private final RobotWorld robots;
    private final World world;

    ServiceDeskTest(@TempDir Path folder) {
        this.robots = new RobotWorld(folder);
        this.world = robots.world;
    }

    @AfterEach
    void close() {
        robots.close();
    }

    private ServiceForm form(String owner, Duration life, String... networks) {
        return new ServiceForm(BOT, "Nightly deployment", new OrganisationName("acme"),
                new ServiceAccount(new PersonName(owner), world.clock.instant().plus(life),
                        List.of(networks).stream().flatMap(each -> Cidr.parse(each).stream()).toList()),
                Set.of(new GroupName("acme/quick")));
    }

    private ServiceForm form() {
        return form("mona", Duration.ofDays(90), "203.0.113.0/24");
    }

    private ServiceOutcome add(String by, ServiceForm form) {
        return robots.services().desk().add(world.person(by), form);
    }

    private static ServiceOutcome.Reason reason(ServiceOutcome outcome) {
        return assertInstanceOf(ServiceOutcome.Refused.class, outcome).reason();
    }

    private ServiceOutcome addKey(String by, int number, Mfa shown) {
        return robots.services().keys().add(world.person(by), BOT, World.key(number), Optional.empty(),
                shown);
    }

    private static KeyFingerprint fingerprint(int number) throws Exception {
        return new KeyFingerprint(SshPublicKey.parseLine(World.key(number)).fingerprint());
    }

    @Test
    void anAdministratorMakesOneAndItsOwnerGivesItAKey() throws Exception {
        assertInstanceOf(ServiceOutcome.Done.class, add("ines", form()));
        Person bot = world.person("deploy-bot");
        assertEquals(form().account(), bot.service().orElseThrow());
        ServiceOutcome.KeyAdded added = assertInstanceOf(ServiceOutcome.KeyAdded.class,
                addKey("mona", 40, Mfa.OTP));
        assertEquals(bot.service().orElseThrow().until(), added.expires(), "never beyond the account");
        assertEquals(BOT, world.domain.people().byKey(fingerprint(40)).orElseThrow().name());
    }

    @Test
    void nobodyElseMakesOrChangesOne() {
        for (String who : List.of("mona", "eva", "ada", "aud", "robot")) {
            long before = world.domain.trail().size();
            assertEquals(ServiceOutcome.Reason.NOT_ALLOWED, reason(add(who, form())), who);
            assertEquals(ServiceOutcome.Reason.NOT_ALLOWED, reason(
                    robots.services().desk().change(world.person(who), new PersonName("robot"), NONE)), who);
            assertEquals(before, world.domain.trail().size());
        }
    }

    @Test
    void aKeyTakesAProofAndSomebodyWhoAnswersForTheAccount() {
        add("ines", form());
        assertEquals(ServiceOutcome.Reason.PROOF_NEEDED, reason(addKey("mona", 40, Mfa.NONE)));
        for (String who : List.of("eva", "emil", "ada", "aud", "robot", "deploy-bot")) {
            assertEquals(ServiceOutcome.Reason.UNKNOWN, reason(addKey(who, 40, Mfa.PHISHING_RESISTANT)), who);
        }
        assertInstanceOf(ServiceOutcome.KeyAdded.class, addKey("ines", 40, Mfa.OTP));
    }

    @Test
    void aKeyIsOneAccountsOnce() {
        add("ines", form());
        assertEquals(ServiceOutcome.Reason.TAKEN, reason(addKey("mona", 1, Mfa.OTP)), "eva's own key");
        assertInstanceOf(ServiceOutcome.KeyAdded.class, addKey("mona", 40, Mfa.OTP));
        assertEquals(ServiceOutcome.Reason.TAKEN, reason(addKey("mona", 40, Mfa.OTP)));
        assertEquals(ServiceOutcome.Reason.BAD_KEY, reason(robots.services().keys()
                .add(world.person("mona"), BOT, "ssh-dss AAAA", Optional.empty(), Mfa.OTP)));
        assertEquals(ServiceOutcome.Reason.BAD_FORM, reason(robots.services().keys().add(world.person("mona"),
                BOT, World.key(41), Optional.of(Duration.ofDays(5000)), Mfa.OTP)));
    }

    @Test
    void anOwnerTakesAKeyAwayAndNobodyTakesOneOfTheFile() throws Exception {
        add("ines", form());
        addKey("mona", 40, Mfa.OTP);
        ServiceKeys keys = robots.services().keys();
        assertEquals(ServiceOutcome.Reason.UNKNOWN,
                reason(keys.remove(world.person("eva"), BOT, fingerprint(40))));
        assertEquals(ServiceOutcome.Reason.UNKNOWN,
                reason(keys.remove(world.person("mona"), BOT, fingerprint(1))), "not the account's");
        assertInstanceOf(ServiceOutcome.KeyRemoved.class,
                keys.remove(world.person("mona"), BOT, fingerprint(40)));
        assertTrue(world.domain.people().byKey(fingerprint(40)).isEmpty());
        assertEquals(ServiceOutcome.Reason.ELSEWHERE,
                reason(keys.remove(world.person("mona"), new PersonName("robot"), fingerprint(23))));
    }

    @Test
    void whatCannotBeIsRefusedAndNothingIsWritten() {
        long before = world.domain.trail().size();
        assertEquals(ServiceOutcome.Reason.BAD_FORM, reason(add("ines", form("mona", Duration.ofDays(1)))));
        assertEquals(ServiceOutcome.Reason.BAD_FORM,
                reason(add("ines", form("mona", Duration.ofDays(400), "203.0.113.0/24"))));
        assertEquals(ServiceOutcome.Reason.BAD_FORM,
                reason(add("ines", form("mona", Duration.ZERO, "203.0.113.0/24"))));
        assertEquals(ServiceOutcome.Reason.BAD_FORM,
                reason(add("ines", form("robot", Duration.ofDays(9), "203.0.113.0/24"))), "no human");
        assertEquals(ServiceOutcome.Reason.BAD_FORM,
                reason(add("ines", form("nobody", Duration.ofDays(9), "203.0.113.0/24"))));
        ServiceForm taken = new ServiceForm(new PersonName("eva"), "Eva", new OrganisationName("acme"),
                form().account(), Set.of());
        assertEquals(ServiceOutcome.Reason.NAME_TAKEN, reason(add("ines", taken)));
        assertEquals(before, world.domain.trail().size());
    }

    @Test
    void aChangeTakesWhatItNamesAndLeavesTheRest() {
        add("ines", form());
        ServiceChange change = new ServiceChange(Optional.empty(), Optional.empty(),
                Optional.of(List.of(Cidr.parse("198.51.100.7").orElseThrow())),
                Optional.of(Set.of(new GroupName("acme/ops"))));
        assertInstanceOf(ServiceOutcome.Done.class,
                robots.services().desk().change(world.person("ines"), BOT, change));
        Person bot = world.person("deploy-bot");
        assertTrue(bot.comesFrom(RobotWorld.OUTSIDE));
        assertEquals(Set.of(new GroupName("acme/ops")), bot.groups());
        assertEquals("mona", bot.service().orElseThrow().owner().value());
        assertEquals(ServiceOutcome.Reason.ELSEWHERE, reason(robots.services().desk()
                .change(world.person("ines"), new PersonName("robot"), change)), "of the file");
    }

    @Test
    void whatWasMadeHereStaysWhenTheFileIsReadAgainAndComesBackAfterARestart() {
        add("ines", form());
        addKey("mona", 40, Mfa.OTP);
        robots.adopt(RobotWorld.directory());
        assertTrue(robots.active("deploy-bot"));
        assertEquals(form().account(), world.restarted().people().byName(BOT).orElseThrow().service()
                .orElseThrow());
    }

    @Test
    void everybodySeesTheirOwn() {
        add("ines", form());
        assertEquals(List.of("deploy-bot", "robot"), seen("ines"));
        assertEquals(List.of("deploy-bot", "robot"), seen("aud"));
        assertEquals(List.of("deploy-bot", "robot"), seen("mona"));
        assertEquals(List.of("robot"), seen("robot"));
        assertEquals(List.of(), seen("eva"));
        assertEquals(List.of(), seen("ada"));
    }

    private List<String> seen(String who) {
        return robots.services().desk().list(world.person(who)).stream().map(each -> each.name().value())
                .toList();
    }

    @Test
    void whereAKeyWasRefusedIsKeptOnceForAnHour() throws Exception {
        KeyFingerprint key = fingerprint(23);
        ForeignUse use = new ForeignUse(world.domain.trail(), world.clock::nanos, Runnable::run);
        use.proven(new PersonName("robot"), key, RobotWorld.OUTSIDE);
        use.proven(new PersonName("robot"), key, RobotWorld.OUTSIDE);
        assertEquals(1, world.journalled("key-elsewhere").size());
        Instant first = world.clock.instant();
        assertEquals(new Sighting("198.51.100.7", first),
                robots.services().desk().sightings().get(new PersonName("robot")));
        world.clock.advance(Duration.ofHours(1));
        use.proven(new PersonName("robot"), key, RobotWorld.OUTSIDE);
        assertEquals(2, world.journalled("key-elsewhere").size());
    }
}
