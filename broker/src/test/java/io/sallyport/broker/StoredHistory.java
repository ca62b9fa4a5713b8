package io.sallyport.broker;

import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Requests of several people over four months, made from a seed and filed through the real desk, with what a person who reads the rules would
 * say of each: nothing here asks the engine.
 */
final class StoredHistory {
    static final int REQUESTS = 660;
    static final String LIMITS = "format: sallyport-policy/1\n";
    static final String VOCABULARY = """
            format: sallyport-policy/1
            labels: { env: [staging, prod], role: [app, db] }
            groups: { internal: [ops-owners, db-owners, security], external: [acme/ops, acme/quick, acme/dba] }
            """;
    static final String WINDOWS = """
            format: sallyport-policy/1
            windows:
              office: { zone: Europe/Berlin, weekly: [{ days: mon-fri, from: "08:00", to: "18:00" }] }
            """;
    static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: staging-work
                title: Work on staging
                who: { group: acme/ops }
                where: { env: staging }
                login: [deploy, app]
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true }
              - id: prod-two-people
                title: Two people for production
                who: { group: acme/ops }
                where: { env: prod, role: app }
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
              - id: dba-office
                title: Databases by day
                who: { group: acme/dba }
                where: { env: prod, role: db }
                login: postgres
                when: office
                max: 3h
                approval: { before: [{ count: 1, from: db-owners }] }
                rights: { shell: true }
            """;
    private static final List<Set<String>> GROUPS = List.of(Set.of("acme/ops"),
            Set.of("acme/ops", "acme/quick"), Set.of("acme/quick"), Set.of("acme/dba"),
            Set.of("acme/dba", "acme/ops"), Set.of());
    private static final List<String> TARGETS = List.of("app-s", "db-s", "app-p", "db-p");
    private static final List<String> LOGINS = List.of("deploy", "app", "viewer", "postgres");
    private static final List<Usual> USUAL = List.of(new Usual(0, "app-s", "deploy"),
            new Usual(1, "db-s", "app"), new Usual(4, "app-p", "deploy"), new Usual(2, "app-s", "viewer"),
            new Usual(1, "db-p", "viewer"), new Usual(3, "db-p", "postgres"),
            new Usual(4, "db-p", "postgres"));
    /** No engagement covers what begins later. */
    private static final Instant ENGAGED = Instant.parse("2026-07-06T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(25);

    private record Usual(int person, String target, String login) {}

    /**
     * One of them.
     *
     * @param event its place in the journal
     * @param at when it was filed
     * @param start when the work would begin
     */
    record Asked(long event, Instant at, int person, String target, String login, Duration asked,
            Instant start, Optional<String> request) {
        boolean is(String group) {
            return GROUPS.get(person).contains(group);
        }

        boolean atMost(int hours) {
            return asked.compareTo(Duration.ofHours(hours)) <= 0;
        }

        /** Monday to Friday, 8 to 18 in Berlin. */
        boolean inOffice() {
            ZonedDateTime there = start.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.of("Europe/Berlin"));
            return there.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0
                    && !there.toLocalTime().isBefore(LocalTime.of(8, 0))
                    && there.toLocalTime().isBefore(LocalTime.of(18, 0));
        }

        /** Whether the contract had an end before it. */
        boolean engaged() {
            return start.isBefore(ENGAGED);
        }

        boolean onStaging() {
            return is("acme/ops") && Set.of("app-s", "db-s").contains(target)
                    && Set.of("deploy", "app").contains(login) && atMost(4);
        }
    }

    private StoredHistory() {}

    static String directory() {
        StringBuilder text = new StringBuilder("""
                format: sallyport-directory/1
                organisations:
                  - { name: example, kind: internal, title: Example Corp }
                  - { name: acme, kind: provider, title: Acme Managed Services }
                people:
                  - { name: ada, full_name: Ada Approver, organisation: example, groups: [ops-owners, security], roles: [approver], keys: ["%s"] }
                """
                .formatted(World.key(90)));
        for (int i = 0; i < GROUPS.size(); i++) {
            text.append(
                    "  - { name: p%d, full_name: Person, organisation: acme, groups: [%s], roles: [engineer], keys: [\"%s\"] }\n"
                            .formatted(i, String.join(", ", GROUPS.get(i)), World.key(i + 1)));
        }
        return text.append("""
                engagements:
                  - { id: acme-2026, provider: acme, sponsor: ada, targets: { env: [staging, prod] }, until: 2026-07-05 }
                targets:
                  - { name: app-s, labels: { env: staging, role: app }, owner: ops-owners }
                  - { name: db-s, labels: { env: staging, role: db }, owner: ops-owners }
                  - { name: app-p, labels: { env: prod, role: app }, owner: ops-owners }
                  - { name: db-p, labels: { env: prod, role: db }, owner: db-owners }
                """)
                .toString();
    }

    /** Files them; {@code change} is run once, after the first quarter. */
    static List<Asked> file(World world, long seed, Runnable change) {
        Random random = new Random(seed);
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            if (i == REQUESTS / 4) {
                change.run();
            }
            world.clock.advance(Duration.ofMinutes(20 + random.nextInt(450)));
            asked.add(file(world, random));
        }
        if (!world.clock.instant().isBefore(ENGAGED)) {
            throw new IllegalStateException("nobody of them sees a target any more");
        }
        return List.copyOf(asked);
    }

    private static Asked file(World world, Random random) {
        Instant now = world.clock.instant();
        // Half of them ask for what is usual, the others for anything.
        Optional<Usual> usual = random.nextBoolean()
                ? Optional.of(USUAL.get(random.nextInt(USUAL.size())))
                : Optional.empty();
        int person = usual.map(Usual::person).orElseGet(() -> random.nextInt(GROUPS.size()));
        String target = usual.map(Usual::target)
                .orElseGet(() -> TARGETS.get(random.nextInt(TARGETS.size())));
        String login = usual.map(Usual::login).orElseGet(() -> LOGINS.get(random.nextInt(LOGINS.size())));
        Duration duration = Duration.ofMinutes(15L * (1 + random.nextInt(usual.isPresent() ? 12 : 20)));
        // Near the end of the contract nobody asks for a start on its very day.
        boolean unclear = Duration.between(now.plus(AHEAD), ENGAGED).abs().compareTo(Duration.ofDays(2)) < 0;
        Optional<Instant> start = switch (random.nextInt(8)) {
            case 0 -> Optional.of(now.plus(Duration.ofMinutes(random.nextInt(2000))));
            case 1 -> unclear ? Optional.empty() : Optional.of(now.plus(AHEAD));
            default -> Optional.empty();
        };
        long event = world.domain.trail().size();
        RequestOutcome outcome = world.domain.requests().request(world.person("p" + person),
                new RequestForm(new TargetName(target), new LoginName(login), duration, start,
                        Optional.empty(), "work"));
        Optional<String> request = switch (outcome) {
            case RequestOutcome.Filed filed -> {
                // Else the next one for the same place is answered with this one.
                world.domain.requests().cancel(world.person("p" + person), filed.request().id());
                yield Optional.of(filed.request().id().value());
            }
            case RequestOutcome.Granted granted -> Optional.of(granted.request().id().value());
            default -> Optional.empty();
        };
        return new Asked(event, now, person, target, login, duration, start.orElse(now), request);
    }
}
