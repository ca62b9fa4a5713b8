package io.sallyport.agent.gate;

import io.sallyport.policies.grant.CeilingOutcome;
import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.wire.text.Sanitize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a session may do and until when, at this moment. Only ever replaced by something tighter, whatever an order says: rights are met,
 * and of two ends the earlier holds (docs/formats/control.md). Immutable.
 *
 * @param epoch of the newest order heard, at first that of the grant
 */
record SessionTerms(RightsGate rights, GrantEnd end, long epoch) {

    /** The name of the end among the names of rights. */
    private static final String END = "end";
    /** Why a session ends before its grant does, when it is for the ceiling. */
    static final String HOST = "limit of this host";

    /** What an order comes to. */
    sealed interface Weighed {
        /** A replay, or a straggler. */
        record Old() implements Weighed {}

        /** These hold from now on. {@code fields}: what became narrower. */
        record Tighter(SessionTerms terms, List<String> fields) implements Weighed {}

        /** This agent cannot keep a session as narrow as that. {@code terms}: the old ones, but for the epoch; {@code why} has no full stop. */
        record Beyond(SessionTerms terms, String why) implements Weighed {}
    }

    /** What an order of the broker comes to. */
    Weighed weigh(NarrowOrder order) {
        if (order.epoch() <= epoch) {
            return new Weighed.Old();
        }
        return met(order.epoch(), order.rights(), end.earlier(order.end(), Sanitize.terminal(order.why())),
                (met, fields) -> rights.narrowed(met, fields, Sanitize.terminal(order.text())));
    }

    /** What the host's ceiling comes to when it changes. No order of the broker's, so the epoch stays. */
    Weighed under(CeilingOutcome.Effective left) {
        return met(epoch, left.rights(), end.earlier(left.notAfter(), HOST),
                (met, fields) -> rights.narrowed(met, fields, "").underCeiling(fields));
    }

    private Weighed met(long heard, Rights wanted, Optional<GrantEnd> earlier,
            BiFunction<Rights, List<String>, RightsGate> gate) {
        Rights met;
        try {
            met = Meet.of(rights.rights(), wanted);
        } catch (IllegalArgumentException e) {
            return new Weighed.Beyond(new SessionTerms(rights, end, heard),
                    "This grant has more limits by now than this target's agent can hold");
        }
        List<String> missing = KeptProtections.missing(met);
        if (!missing.isEmpty()) {
            return new Weighed.Beyond(new SessionTerms(rights, end, heard), KeptProtections.text(missing));
        }
        List<String> fields = new ArrayList<>(met.fieldsOtherThanIn(rights.rights()));
        RightsGate narrower = gate.apply(met, List.copyOf(fields));
        if (earlier.isPresent()) {
            fields.add(END);
        }
        return new Weighed.Tighter(new SessionTerms(narrower, earlier.orElse(end), heard),
                List.copyOf(fields));
    }
}
