package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.console.HealthProbe;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.Reading;
import io.sallyport.policies.id.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    private static Health health(World world) {
        return new Health(world.domain.trail(), world.database, world.authority, world.domain.targets(),
                world.tunnels, world.policies(false), world.domain.reviewViews(),
                world.domain.tickets(), world.domain.departures().ownership(),
                Optional.empty());
    }

    private static HealthProbe.Check check(World world, String code) {
        return health(world).checks().stream().filter(each -> each.code().equals(code)).findFirst()
                .orElseThrow();
    }

    @Test
    void everyPartIsNamedAndGood(@TempDir Path folder) {
        try (World world = World.in(folder)) {
            List<HealthProbe.Check> checks = health(world).checks();
            assertEquals(
                    List.of("journal", "database", "authority", "policy", "emergencies", "ownership",
                            "agents"),
                    checks.stream().map(HealthProbe.Check::code).toList());
            assertTrue(checks.stream().allMatch(HealthProbe.Check::ok), checks.toString());
        }
    }

    @Test
    void anAgentThatIsAwayIsNamedAndKeepsNobodyElseOut(@TempDir Path folder) {
        try (World world = World.in(folder)) {
            world.enrol("web-1", 1);
            world.enrol("db-1", 2);
            world.tunnels.offline.add(new TargetName("web-1"));
            assertEquals(
                    new HealthProbe.Check("agents", false, false, "1 of 2 connected; missing: web-1"),
                    check(world, "agents"));
        }
    }

    @Test
    void aSealedAuthorityLetsNobodyIn(@TempDir Path folder) {
        try (World world = World.in(folder)) {
            world.authority.state = Authority.State.SEALED;
            HealthProbe.Check check = check(world, "authority");
            assertTrue(!check.ok() && check.needed());
        }
    }

    @Test
    void aPolicyFolderThatCanNotBeUsedIsTold(@TempDir Path folder) {
        try (World world = World.in(folder)) {
            PolicyDesk policies = world.policies(false);
            Health health = new Health(world.domain.trail(), world.database, world.authority,
                    world.domain.targets(), world.tunnels, policies, world.domain.reviewViews(),
                    world.domain.tickets(), world.domain.departures().ownership(),
                    Optional.empty());
            policies.folder(new Reading.Bad(List.of("rules/a.yaml:3:5: error"), Optional.empty()),
                    Optional.empty());
            HealthProbe.Check check = health.checks().stream().filter(each -> each.code().equals("policy"))
                    .findFirst().orElseThrow();
            assertTrue(!check.ok() && !check.needed());
            policies.folder(new Reading.Good(policies.current(), List.of()), Optional.empty());
            assertTrue(health.checks().stream().allMatch(HealthProbe.Check::ok));
        }
    }

    @Test
    void aReviewThatIsOverdueShowsAndKeepsNobodyOut(@TempDir Path folder) {
        try (EmergencyWorld emergency = new EmergencyWorld(folder)) {
            emergency.granted("eva");
            assertEquals(new HealthProbe.Check("emergencies", true, false, "1 review open, 0 overdue"),
                    check(emergency.world, "emergencies"));
            emergency.world.clock.advance(Duration.ofHours(25));
            assertEquals(new HealthProbe.Check("emergencies", false, false, "1 review open, 1 overdue"),
                    check(emergency.world, "emergencies"));
        }
    }

    @Test
    void aDatabaseThatIsGoneDoesNotAnswer(@TempDir Path folder) {
        World world = World.in(folder);
        world.close();
        assertTrue(!check(world, "database").ok());
    }
}
