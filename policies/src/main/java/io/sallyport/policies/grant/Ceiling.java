package io.sallyport.policies.grant;

import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The host's own limit, in a file that only root can change. Caps every grant; the broker can't raise it.
 *
 * @param logins the logins that may be reached; empty = every one but root
 * @param providers the organisations whose people may come; empty = every one
 * @param max longest time from a grant's beginning
 * @param approvals how a grant must have come about
 */
public record Ceiling(Optional<Set<LoginName>> logins, Optional<Set<OrganisationName>> providers,
        Duration max,
        Approvals approvals, Rights rights) {

    private static final LoginName ROOT = new LoginName("root");

    /**
     * What the host wants to see in a grant.
     *
     * @param atLeast different people who said yes, counted for ordinary grants
     * @param automatic whether a grant that nobody approved is served
     * @param breakGlass whether an emergency grant is served
     */
    public record Approvals(int atLeast, boolean automatic, boolean breakGlass) {}

    public Ceiling {
        logins = logins.map(Set::copyOf);
        providers = providers.map(Set::copyOf);
    }

    /** What holds without a file, and where a file is silent: no root, no forwarding, one hour, one approval. */
    public static Ceiling builtIn() {
        return new Ceiling(Optional.empty(), Optional.empty(), Duration.ofHours(1),
                new Approvals(1, false, false),
                Rights.from(Rights.standard())
                        .shell(true)
                        .pty(true)
                        .exec(Commands.any())
                        .sftp(Sftp.everywhere(Sftp.Mode.READ_WRITE))
                        .concurrent(Rights.CONCURRENT_MOST)
                        .build());
    }

    /** Holds a grant against this ceiling. The result is never wider than either. */
    public CeilingOutcome apply(Grant grant) {
        Optional<CeilingOutcome> refusal = refusal(grant);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Rights effective;
        try {
            effective = Meet.of(grant.rights(), rights);
        } catch (IllegalArgumentException e) {
            return new CeilingOutcome.Refused(CeilingOutcome.Reason.CEILING_LIMITS,
                    "This host's ceiling and the grant have more limits together than can be kept.");
        }
        List<String> narrowed = new ArrayList<>(effective.fieldsOtherThanIn(grant.rights()));
        Instant end = grant.notBefore().plus(max);
        if (end.isBefore(grant.notAfter())) {
            narrowed.add("max " + Durations.text(max));
        } else {
            end = grant.notAfter();
        }
        return new CeilingOutcome.Effective(effective, end, narrowed);
    }

    private Optional<CeilingOutcome> refusal(Grant grant) {
        if (logins.isPresent() ? !logins.get().contains(grant.login()) : grant.login().equals(ROOT)) {
            return refused(CeilingOutcome.Reason.CEILING_LOGIN, "login " + grant.login() + "; 'logins' are "
                    + logins.map(names -> String.join(", ", sorted(names))).orElse("all but root"));
        }
        if (providers.isPresent() && !providers.get().contains(grant.organisation())) {
            return refused(CeilingOutcome.Reason.CEILING_PROVIDER,
                    "people of " + grant.organisation() + "; they are not in 'providers'");
        }
        return switch (grant.kind()) {
            case STANDARD -> peopleWhoApproved(grant) < approvals.atLeast()
                    ? refused(CeilingOutcome.Reason.CEILING_APPROVALS,
                            "a grant with " + peopleWhoApproved(grant)
                                    + " approvals; 'approvals.at_least' is " + approvals.atLeast())
                    : Optional.empty();
            case AUTOMATIC -> approvals.automatic()
                    ? Optional.empty()
                    : refused(CeilingOutcome.Reason.CEILING_AUTOMATIC,
                            "a grant that nobody approved; 'approvals.automatic' is false");
            case BREAK_GLASS -> approvals.breakGlass()
                    ? Optional.empty()
                    : refused(CeilingOutcome.Reason.CEILING_BREAK_GLASS,
                            "an emergency grant; 'approvals.break_glass' is false");
        };
    }

    private static long peopleWhoApproved(Grant grant) {
        return grant.approvals().stream().map(ApprovedBy::person).distinct().count();
    }

    private static Optional<CeilingOutcome> refused(CeilingOutcome.Reason reason, String what) {
        return Optional
                .of(new CeilingOutcome.Refused(reason, "This host's ceiling does not serve " + what + "."));
    }

    private static List<String> sorted(Set<LoginName> names) {
        return new TreeSet<>(names).stream().map(LoginName::value).toList();
    }
}
