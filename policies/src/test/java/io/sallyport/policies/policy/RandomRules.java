package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Observer;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.yaml.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Random rules and facts from so few words that they meet often. */
final class RandomRules {
    private static final List<String> GROUPS = List.of("acme/dba", "acme/web");
    private static final List<String> ENVS = List.of("prod", "staging", "test");
    private static final List<String> PRIORITIES = List.of("P1", "P2");

    private RandomRules() {}

    static PolicySnapshot snapshot(List<Rule> rules) {
        return new PolicySnapshot("0".repeat(64), rules, Rights.widest(), Duration.ofHours(8), Words.none());
    }

    static List<Rule> rules(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            rules.add(allow(random, i));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            rules.add(require(random, i));
        }
        if (random.nextInt(3) == 0) {
            rules.add(deny(random, 1));
        }
        return rules;
    }

    static Rule.Allow allow(Random random, int number) {
        List<Condition> conditions = conditions(random);
        Duration max = Duration.ofHours(1 + random.nextInt(4));
        conditions.add(new Condition.AtMost(max));
        Approval approval = switch (random.nextInt(4)) {
            case 0 -> new Approval.Automatic("nobody needs to look");
            case 1 -> new Approval.After(slots(random), Duration.ofHours(24), Approval.Unreviewed.SUSPEND,
                    new Approval.Quota(2, 30), List.of());
            default -> new Approval.Before(slots(random));
        };
        return new Rule.Allow(new RuleId("allow-" + number), "An allow rule", at(number),
                new Match(conditions), max, approval, rights(random));
    }

    static Rule.Require require(Random random, int number) {
        return new Rule.Require(new RuleId("require-" + number), "A require rule", at(number),
                new Match(conditions(random)),
                Optional.of(Duration.ofMinutes(30 + random.nextInt(120))).filter(_ -> random.nextBoolean()),
                random.nextBoolean() ? slots(random) : List.of(), rights(random));
    }

    static Rule.Deny deny(Random random, int number) {
        List<Condition> conditions = conditions(random);
        conditions.add(new Condition.TicketField("priority", choice(random, PRIORITIES)));
        return new Rule.Deny(new RuleId("deny-" + number), "A deny rule", at(number), new Match(conditions),
                "No.", random.nextBoolean() ? Running.AFTER_GRACE : Running.TERMINATE_NOW);
    }

    private static Location at(int number) {
        return new Location("rules/a.yaml", number, 1);
    }

    private static List<Condition> conditions(Random random) {
        List<Condition> conditions = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            conditions.add(new Condition.Groups(choice(random, GROUPS)));
        }
        if (random.nextInt(3) > 0) {
            conditions.add(new Condition.Label("env", choice(random, ENVS)));
        }
        if (random.nextInt(4) == 0) {
            conditions.add(new Condition.TicketField("priority", choice(random, PRIORITIES)));
        }
        if (random.nextInt(4) == 0) {
            conditions.add(random.nextBoolean()
                    ? new Condition.MfaAtLeast(Mfa.OTP)
                    : new Condition.MfaBelow(Mfa.PHISHING_RESISTANT));
        }
        return conditions;
    }

    private static Choice choice(Random random, List<String> words) {
        Set<String> some = new HashSet<>(Set.of(words.get(random.nextInt(words.size()))));
        some.add(words.get(random.nextInt(words.size())));
        return new Choice(some, random.nextInt(4) == 0);
    }

    private static List<Approval.Slot> slots(Random random) {
        return List.of(new Approval.Slot(1 + random.nextInt(2),
                Optional.of(new GroupName(random.nextBoolean() ? "dba-owners" : "secops"))));
    }

    private static Rights rights(Random random) {
        return Rights.from(Rights.widest()).shell(random.nextBoolean()).pty(random.nextBoolean())
                .exec(switch (random.nextInt(3)) {
                    case 0 -> Commands.any();
                    case 1 -> Commands.of(List.of("uptime", "systemctl status *"));
                    default -> Commands.of(List.of("systemctl * web", "df -h"));
                })
                .sftp(Sftp.everywhere(List.of(Sftp.Mode.values()).get(random.nextInt(3))))
                .observers(random.nextInt(3) > 0
                        ? List.of()
                        : List.of(new Observer(1 + random.nextInt(2), new GroupName("secops"),
                                Observer.Absence.PAUSE, Duration.ofMinutes(random.nextInt(30)))))
                .concurrent(1 + random.nextInt(10)).build();
    }

    static Facts facts(Random random) {
        Map<String, String> labels = new HashMap<>();
        if (random.nextInt(5) > 0) {
            labels.put("env", ENVS.get(random.nextInt(ENVS.size())));
        }
        Set<GroupName> groups = new HashSet<>();
        GROUPS.stream().filter(_ -> random.nextInt(3) > 0).forEach(group -> groups.add(new GroupName(group)));
        Fact<Ticket> ticket = switch (random.nextInt(3)) {
            case 0 -> Fact.unknown();
            case 1 -> Fact.absent();
            default -> Fact.known(Ticket.of("T-1",
                    Map.of("priority", PRIORITIES.get(random.nextInt(PRIORITIES.size())))));
        };
        return Facts.of(
                new Facts.Requester(new PersonName("eva"), PersonKind.HUMAN, new OrganisationName("acme"),
                        random.nextInt(10) == 0 ? Optional.empty() : Optional.of(groups),
                        Optional.of(List.of(Mfa.values()).get(random.nextInt(3)))
                                .filter(_ -> random.nextInt(4) > 0),
                        Optional.empty()),
                new Facts.Target(new TargetName("db01"), labels, new GroupName("dba-owners")),
                new LoginName("postgres"), FactsSamples.AT, Duration.ofMinutes(20 + random.nextInt(100)))
                .withTicket(ticket).withBreakGlass(random.nextInt(5) == 0);
    }
}
