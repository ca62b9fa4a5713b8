package io.sallyport.policies.grant;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The one signed promise: who may work where, as which login, with which rights, from when until when, and why.
 * What an approver reads, what the host enforces and what the auditor sees are all rendered from it.
 *
 * <p>Times and durations are whole seconds (fractions are cut off). {@code notBefore} is inclusive, {@code notAfter}
 * exclusive. Absolute times, so that a host needs no time zones.
 *
 * @param version {@link #VERSION}
 * @param max longest time the rule gives, at most 24 hours
 * @param endReason why it ends when it ends, for people ("end of the time asked for")
 * @param policyHash SHA-256 of the policy folder, 64 hex digits
 * @param rule the allow rule, and {@code requires} the rules that tightened it
 * @param lease how long the host goes on without hearing from the broker
 * @param epoch counter against replayed orders
 * @param must names of protections the host has to understand, sorted; see {@link Protections}
 */
public record Grant(int version, GrantId id, Kind kind, PersonName person, OrganisationName organisation,
        TargetName target, LoginName login, Instant notBefore, Instant notAfter, Duration max,
        String endReason,
        Optional<String> ticket, String reason, String policyHash, RuleId rule, List<RuleId> requires,
        List<ApprovedBy> approvals, Rights rights, Duration lease, long epoch, List<String> must) {

    /** The only version there is. A host refuses every other one. */
    public static final int VERSION = 1;
    public static final Duration MAX_MOST = Duration.ofHours(24);
    public static final Duration LEASE_MOST = Duration.ofHours(1);
    public static final int REASON_CHARACTERS = 500;
    public static final int TICKET_CHARACTERS = 64;
    public static final int END_REASON_CHARACTERS = 200;
    public static final int APPROVALS_MOST = 10;
    public static final int REQUIRES_MOST = 16;
    public static final int MUST_MOST = 32;

    /** How the grant came about. */
    public enum Kind {
        /** Approved by people beforehand. */
        STANDARD,
        /** Approved by the policy itself. */
        AUTOMATIC,
        /** Taken in an emergency, reviewed afterwards. */
        BREAK_GLASS;

        /** As written in files: {@code standard}, {@code automatic}, {@code break-glass}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws IllegalArgumentException when a bound is broken; the message names the field, never its value */
    public Grant {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        max = Duration.ofSeconds(max.toSeconds());
        lease = Duration.ofSeconds(lease.toSeconds());
        requires = List.copyOf(requires);
        approvals = List.copyOf(approvals);
        must = List.copyOf(new TreeSet<>(must));
        require(version == VERSION, "version");
        require(notBefore.isBefore(notAfter), "not_after");
        require(between(max, MAX_MOST), "max");
        require(between(lease, LEASE_MOST), "lease");
        require(epoch >= 0, "epoch");
        require(fits(endReason, END_REASON_CHARACTERS), "end_reason");
        require(ticket.isEmpty() || fits(ticket.get(), TICKET_CHARACTERS), "ticket");
        require(fits(reason, REASON_CHARACTERS), "reason");
        require(policyHash.matches("[0-9a-f]{64}"), "policy");
        require(requires.size() <= REQUIRES_MOST, "requires");
        require(approvals.size() <= APPROVALS_MOST, "approvals");
        require(must.size() <= MUST_MOST && must.stream().allMatch(name -> name.matches("[a-z0-9._-]{1,40}")),
                "must");
    }

    /** Whether a text may stand in a grant: not blank, not too long, no control characters. */
    public static boolean fits(String text, int mostCharacters) {
        return !text.isBlank() && text.length() <= mostCharacters
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** Whether {@code now} lies in the grant's time. */
    public boolean holdsAt(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(notAfter);
    }

    private static boolean between(Duration value, Duration most) {
        return value.isPositive() && value.compareTo(most) <= 0;
    }

    private static void require(boolean holds, String field) {
        if (!holds) {
            throw new IllegalArgumentException("a grant with a bad '" + field + "'");
        }
    }
}
