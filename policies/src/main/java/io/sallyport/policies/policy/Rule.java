package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Location;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A rule of a compiled policy. Only {@code allow} opens a way. */
sealed interface Rule {
    RuleKind kind();

    RuleId id();

    String title();

    Location at();

    Match match();

    /** Opens a way to the targets it matches, for the people it matches. */
    record Allow(RuleId id, String title, Location at, Match match, Duration max, Approval approval,
            Rights rights) implements Rule {
        @Override
        public RuleKind kind() {
            return RuleKind.ALLOW;
        }

        boolean breakGlass() {
            return approval instanceof Approval.After;
        }
    }

    /**
     * Tightens what is opened by others.
     *
     * @param before people who have to say yes besides those of the allow rule
     * @param rights {@link Rights#widest()} where it says nothing
     */
    record Require(RuleId id, String title, Location at, Match match, Optional<Duration> max,
            List<Approval.Slot> before, Rights rights) implements Rule {
        public Require {
            before = List.copyOf(before);
        }

        @Override
        public RuleKind kind() {
            return RuleKind.REQUIRE;
        }
    }

    /** Closes what it matches. {@code reason} is shown to the requester. */
    record Deny(RuleId id, String title, Location at, Match match, String reason, Running running)
            implements
                Rule {
        @Override
        public RuleKind kind() {
            return RuleKind.DENY;
        }
    }
}
