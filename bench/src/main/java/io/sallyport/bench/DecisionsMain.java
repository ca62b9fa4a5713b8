package io.sallyport.bench;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Compiled;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Fact;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PersonKind;
import io.sallyport.policies.policy.PolicyCompiler;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.PolicySource;
import io.sallyport.policies.policy.Ticket;
import io.sallyport.policies.policy.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** {@code bench/decisions}: decisions a second on one thread, every check of every rule kept, half of them a yes; and how long a command takes. */
public final class DecisionsMain {
    private static final Duration WARM = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(3);
    private static final int ROUNDS = 5;
    private static final Instant AT = Instant.parse("2026-03-03T09:00:00Z");

    private DecisionsMain() {}

    /** What one round gave. {@code checks}: of all rules together, for one decision. */
    private record Round(long decisions, long checks, long nanos) {
        long rate() {
            return decisions * 1_000_000_000L / nanos;
        }

        double nanosEach() {
            return (double) nanos / decisions;
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Integer> sizes = arguments.length == 0
                ? List.of(5, 50, 200, 400)
                : List.of(arguments).stream().map(Integer::valueOf).toList();
        System.out.println("One thread; medians of " + ROUNDS + " rounds of " + MEASURED.toSeconds() + " s.");
        System.out.println(
                "rules  checks  decisions/s      lowest     highest  ns/decision  ns/rule  ns/check");
        for (int rules : sizes) {
            List<Round> rounds = rounds(snapshot(rules), requests(), System::nanoTime);
            Round median = rounds.get(ROUNDS / 2);
            System.out.println(String.format(Locale.ROOT, "%5d  %6d  %11d  %10d  %10d  %11.0f  %7.1f  %8.1f",
                    rules, median.checks(), median.rate(), rounds.getFirst().rate(),
                    rounds.getLast().rate(), median.nanosEach(), median.nanosEach() / rules,
                    median.nanosEach() / median.checks()));
        }
        new ColdStart(Path.of(System.getProperty("sallyport.home", ".")).toAbsolutePath().normalize(),
                System::nanoTime, System.out::println).run();
    }

    /** The slowest first. */
    private static List<Round> rounds(PolicySnapshot snapshot, List<Facts> requests, LongSupplier nanos) {
        Round warm = run(snapshot, requests, WARM, nanos);
        if (warm.checks() == 0) {
            throw new IllegalStateException("nothing was decided");
        }
        List<Round> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(run(snapshot, requests, MEASURED, nanos));
        }
        rounds.sort(Comparator.comparingLong(Round::rate));
        return rounds;
    }

    /** Checks are summed up, so that none can be left out. */
    private static Round run(PolicySnapshot snapshot, List<Facts> requests, Duration time,
            LongSupplier nanos) {
        long begin = nanos.getAsLong();
        long end = begin + time.toNanos();
        long count = 0;
        long checks = 0;
        long now = begin;
        while (now < end) {
            for (Facts facts : requests) {
                Decision decision = snapshot.decide(facts);
                for (Trace trace : decision.explanation().traces()) {
                    checks += trace.checks().size();
                }
                count++;
            }
            now = nanos.getAsLong();
        }
        return new Round(count, checks / count, now - begin);
    }

    /** As real policies: each provider's rules about its own groups, a tenth of them tightening or refusing. */
    private static PolicySnapshot snapshot(int rules) {
        StringBuilder groups = new StringBuilder();
        StringBuilder allow = new StringBuilder();
        StringBuilder require = new StringBuilder();
        for (int i = 0; i < rules; i++) {
            groups.append(i == 0 ? "" : ", ").append("p").append(i).append("/dba");
            if (i % 10 == 4) {
                require.append("  - { id: require-").append(i).append(
                        ", title: Watched, where: { env: prod }, login: app, ticket: { priority: P1 }, rights: { observer: { from: owners } } }\n");
            } else {
                allow.append("  - { id: allow-").append(i).append(", title: Work, who: { group: p").append(i)
                        .append("/dba, mfa: otp }, where: { env: prod, role: db }, login: postgres, when: [business-hours, declared-maintenance], ticket: { state: open }, max: 2h, approval: { before: { from: owners } }, rights: { shell: true, sftp: read } }\n");
            }
        }
        TreeMap<String, String> files = new TreeMap<>();
        files.put("policy.yaml", "");
        files.put("vocabulary.yaml",
                "labels: { env: [prod, staging], role: [db, app] }\nticket: { state: [open, closed], priority: [P1, P2] }\ngroups: { internal: [owners], external: ["
                        + groups + "] }\n");
        files.put("windows.yaml",
                "windows: { business-hours: { zone: Europe/Berlin, weekly: [{ days: mon-fri, from: \"08:00\", to: \"18:00\" }] } }\n");
        files.put("rules/allow.yaml", "allow:\n" + allow);
        files.put("rules/require.yaml", require.isEmpty() ? "require: []\n" : "require:\n" + require);
        files.replaceAll((_, text) -> "format: sallyport-policy/1\n" + text);
        return switch (PolicyCompiler.compile(new PolicySource(files))) {
            case Compiled.Valid(PolicySnapshot snapshot, var _) -> snapshot;
            case Compiled.Invalid(var problems) -> throw new IllegalStateException(problems.toString());
        };
    }

    private static List<Facts> requests() {
        List<Facts> requests = new ArrayList<>();
        for (String env : List.of("prod", "staging")) {
            requests.add(Facts.of(
                    new Facts.Requester(new PersonName("eva"), PersonKind.HUMAN, new OrganisationName("p1"),
                            Optional.of(Set.of(new GroupName("p1/dba"), new GroupName("p3/dba"))),
                            Optional.of(Mfa.OTP), Optional.empty()),
                    new Facts.Target(new TargetName("db-1"), Map.of("env", env, "role", "db"),
                            new GroupName("owners")),
                    new LoginName("postgres"), AT, Duration.ofMinutes(90))
                    .withTicket(Fact.known(Ticket.of("CHG-1", Map.of("state", "open", "priority", "P2"))))
                    .withMaintenance(Fact.absent()));
        }
        return requests;
    }
}
