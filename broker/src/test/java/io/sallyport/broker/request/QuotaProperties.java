package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Approval;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Explanation;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.PersonKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However asks are spread over time, no period sees more emergencies than the quota, and no ask is refused that would fit. */
class QuotaProperties {
    private static final Instant START = Instant.parse("2026-03-03T10:00:00Z");

    /** Remembers uses as the projection does. */
    private static final class Uses implements ReviewStore {
        private final List<Instant> all = new ArrayList<>();

        @Override
        public Optional<Review> review(RequestId id) {
            return Optional.empty();
        }

        @Override
        public List<Review> open() {
            return List.of();
        }

        @Override
        public List<Review> newest(int limit) {
            return List.of();
        }

        @Override
        public List<Instant> uses(OrganisationName organisation, RuleId rule, Instant after) {
            return all.stream().filter(use -> use.isAfter(after)).toList();
        }
    }

    @Property(tries = 300)
    void noPeriodSeesMoreThanTheQuotaAndNothingThatFitsIsRefused(
            @ForAll @Size(max = 60) List<@IntRange(max = 200) Integer> hoursBetween,
            @ForAll @IntRange(min = 1, max = 4) int count, @ForAll @IntRange(min = 1, max = 10) int days) {
        Uses uses = new Uses();
        Emergencies emergencies = new Emergencies(uses, approvers());
        Duration period = Duration.ofDays(days);
        Instant now = START;
        for (int hours : hoursBetween) {
            now = now.plus(Duration.ofHours(hours));
            Instant since = now.minus(period);
            long recent = uses.all.stream().filter(use -> use.isAfter(since)).count();
            Drafting.Result result = emergencies.admit(drafted(new Approval.Quota(count, days)), now);
            assertEquals(recent < count, result instanceof Drafting.Drafted);
            if (result instanceof Drafting.Drafted) {
                uses.all.add(now);
            }
        }
        for (Instant end : uses.all) {
            Instant begin = end.minus(period);
            assertEquals(true, uses.all.stream().filter(use -> use.isAfter(begin) && !use.isAfter(end))
                    .count() <= count);
        }
    }

    /** The refusal promises when the next one is free, and keeps it to the second. */
    @Property(tries = 200)
    void whenItSaysThatItIsFreeAgainItIs(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 90) Integer> ago,
            @ForAll @IntRange(min = 1, max = 4) int count) {
        Uses uses = new Uses();
        ago.stream().map(hours -> START.minus(Duration.ofHours(hours))).sorted().forEach(uses.all::add);
        Emergencies emergencies = new Emergencies(uses, approvers());
        Drafting.Drafted drafted = drafted(new Approval.Quota(count, 3));
        if (emergencies.admit(drafted, START) instanceof Drafting.Refused refused) {
            String text = refused.text();
            int at = text.indexOf("free again at ") + "free again at ".length();
            Instant free = Instant.parse(text.substring(at, text.indexOf(". Until", at)));
            assertEquals(false, emergencies.admit(drafted, free.minusSeconds(1)) instanceof Drafting.Drafted);
            assertEquals(drafted, emergencies.admit(drafted, free));
        }
    }

    private static Approvers approvers() {
        return new Approvers(
                new io.sallyport.broker.identity.People(new NoPeople(), java.time.InstantSource.system()),
                new NoRequests());
    }

    private static Drafting.Drafted drafted(Approval.Quota quota) {
        Approval.After after = new Approval.After(
                List.of(new Approval.Slot(1, Optional.of(new GroupName("ops-owners")))), Duration.ofHours(24),
                Approval.Unreviewed.SUSPEND, quota, List.of());
        RuleId rule = new RuleId("emergency");
        Grant template = new Grant(Grant.VERSION, Draft.NO_ID, Grant.Kind.BREAK_GLASS, new PersonName("eva"),
                new OrganisationName("acme"), new TargetName("web-1"), new LoginName("deploy"), Instant.EPOCH,
                Instant.EPOCH.plusSeconds(3600), Duration.ofHours(1), "end of the time asked for",
                Optional.empty(), "the disk is full", "ab".repeat(32), rule, List.of(), List.of(),
                Rights.tightest(), Duration.ofMinutes(1), 0, List.of());
        Draft draft = new Draft(template, Optional.empty(), List.of(),
                Optional.of(ReviewTerms.of(after, new GroupName("ops-owners"))));
        Facts facts = Facts.of(
                new Facts.Requester(new PersonName("eva"), PersonKind.HUMAN, new OrganisationName("acme"),
                        Optional.of(Set.of()),
                        Optional.empty(), Optional.empty()),
                new Facts.Target(new TargetName("web-1"), Map.of(), new GroupName("ops-owners")),
                new LoginName("deploy"), START, Duration.ofHours(1));
        Decision.Allowed allowed = new Decision.Allowed(rule, Grant.Kind.BREAK_GLASS, after, List.of(),
                Duration.ofHours(1), START.plusSeconds(3600), "end of the time asked for", Rights.tightest(),
                List.of(), new Explanation(facts, "ab".repeat(32), "2026a", Optional.of(rule), List.of()));
        return new Drafting.Drafted(draft, new LatestEnd(START.plusSeconds(3600), "end"), Duration.ofHours(8),
                allowed);
    }

    private static final class NoPeople implements io.sallyport.broker.identity.PeopleStore {
        @Override
        public List<io.sallyport.broker.identity.Person> people() {
            return List.of();
        }

        @Override
        public List<io.sallyport.broker.identity.RegisteredKey> keys() {
            return List.of();
        }
    }

    private static final class NoRequests implements RequestStore {
        @Override
        public Optional<AccessRequest> request(RequestId id) {
            return Optional.empty();
        }

        @Override
        public java.util.OptionalLong filedIndex(RequestId id) {
            return java.util.OptionalLong.empty();
        }

        @Override
        public List<AccessRequest> startingWith(String prefix) {
            return List.of();
        }

        @Override
        public Optional<AccessRequest> open(PersonName person, TargetName target, LoginName login,
                boolean breakGlass) {
            return Optional.empty();
        }

        @Override
        public List<AccessRequest> pending() {
            return List.of();
        }

        @Override
        public List<AccessRequest> of(PersonName person, int limit) {
            return List.of();
        }

        @Override
        public Optional<AccessRequest> latest(PersonName person, TargetName target) {
            return Optional.empty();
        }

        @Override
        public Optional<IssuedGrant> grant(io.sallyport.policies.id.GrantId id) {
            return Optional.empty();
        }

        @Override
        public List<String> tickets(Instant at) {
            return List.of();
        }

        @Override
        public Arrival arrival(RequestId id) {
            return Arrival.UNKNOWN;
        }

        @Override
        public List<IssuedGrant> open(Instant at) {
            return List.of();
        }

        @Override
        public List<IssuedGrant> grants(PersonName person, Instant at) {
            return List.of();
        }
    }
}
