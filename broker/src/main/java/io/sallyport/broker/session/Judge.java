package io.sallyport.broker.session;

import io.sallyport.broker.request.Cause;
import io.sallyport.broker.request.PresentTerms;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.policy.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what policy leaves of a running session. Never more than it has: each order takes from what the one before left. Pure. */
final class Judge {
    /** How long a session goes on that is not allowed any more, unless a rule says that it ends at once. */
    static final Duration GRACE = Duration.ofMinutes(10);

    private Judge() {}

    /**
     * Judges one session.
     *
     * @param grant the one it began under
     * @param terms what policy leaves of that grant
     * @param before the order it was given last
     */
    static Judgement of(Grant grant, PresentTerms terms, Optional<NarrowOrder> before, Instant now) {
        return switch (terms) {
            case PresentTerms.Unchanged _ -> new Judgement.Same();
            case PresentTerms.Tighter(Grant left, _, Cause cause) -> less(grant, before, now,
                    new Wanted(left.rights(), left.notAfter(), left.endReason(), false, cause));
            case PresentTerms.Gone(Cause cause, Running running) when running == Running.TERMINATE_NOW ->
                new Judgement.End(oldHash(grant, before), cause);
            case PresentTerms.Gone(Cause cause, _) -> less(grant, before, now,
                    new Wanted(grant.rights(), graceEnds(grant, now), "end of the "
                            + GRACE.toMinutes() + " minutes after policy stopped allowing it", true, cause));
        };
    }

    private record Wanted(Rights rights, Instant end, String why, boolean grace, Cause cause) {}

    private static Instant graceEnds(Grant grant, Instant now) {
        Instant grace = now.plus(GRACE);
        return grace.isBefore(grant.notAfter()) ? grace : grant.notAfter();
    }

    private static Judgement less(Grant grant, Optional<NarrowOrder> before, Instant now, Wanted wanted) {
        Rights rights = before.map(known -> both(known.rights(), wanted.rights())).orElse(wanted.rights());
        // A session that was told an end keeps it: the grace does not begin anew with each look.
        boolean sooner = before.filter(known -> !wanted.end().isBefore(known.end())).isEmpty();
        if (!sooner && before.filter(known -> known.rights().equals(rights)).isPresent()) {
            return new Judgement.Same();
        }
        Instant end = sooner ? wanted.end() : before.orElseThrow().end();
        String why = sooner ? wanted.why() : before.orElseThrow().why();
        List<String> fields = new ArrayList<>(
                rights.fieldsOtherThanIn(before.map(NarrowOrder::rights).orElse(grant.rights())));
        if (end.isBefore(before.map(NarrowOrder::end).orElse(grant.notAfter()))) {
            fields.add("end");
        }
        return new Judgement.Less(new NarrowOrder(epoch(before, now), rights, end, why,
                wanted.cause().policyHash(), wanted.cause().text()), wanted.grace(), fields,
                oldHash(grant, before), wanted.cause());
    }

    // What does not fit together in one grant is met again by the agent, which ends what it can't keep
    // as narrow as that.
    private static Rights both(Rights told, Rights wanted) {
        try {
            return Meet.inGrant(told, wanted);
        } catch (IllegalArgumentException e) {
            return wanted;
        }
    }

    private static String oldHash(Grant grant, Optional<NarrowOrder> before) {
        return before.map(NarrowOrder::policyHash).orElse(grant.policyHash());
    }

    /** A number above those before, from the clock: also above those of the time before a restart. */
    static long epoch(Optional<NarrowOrder> before, Instant now) {
        return Math.max(before.map(NarrowOrder::epoch).orElse(0L) + 1, now.toEpochMilli());
    }
}
