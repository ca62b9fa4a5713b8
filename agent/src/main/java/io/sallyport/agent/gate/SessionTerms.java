package io.sallyport.agent.gate;

import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.wire.text.Sanitize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a session may do and until when, at this moment. Only ever replaced by something tighter, whatever an order says: rights are met,
 * and of two ends the earlier holds (docs/formats/control.md). Immutable.
 *
 * @param epoch of the newest order heard, at first that of the grant
 */
record SessionTerms(RightsGate rights, GrantEnd end, long epoch) {

    /** The name of the end among the names of rights. */
    private static final String END = "end";

    /** What an order comes to. */
    sealed interface Weighed {
        /** A replay, or a straggler. */
        record Old() implements Weighed {}

        /** These hold from now on. {@code fields}: what became narrower. */
        record Tighter(SessionTerms terms, List<String> fields) implements Weighed {}

        /** This agent cannot keep a session as narrow as that. {@code terms}: the old ones, but for the epoch; {@code why} has no full stop. */
        record Beyond(SessionTerms terms, String why) implements Weighed {}
    }

    Weighed weigh(NarrowOrder order) {
        if (order.epoch() <= epoch) {
            return new Weighed.Old();
        }
        Rights met;
        try {
            met = Meet.of(rights.rights(), order.rights());
        } catch (IllegalArgumentException e) {
            return new Weighed.Beyond(heard(order),
                    "This grant has more limits by now than this target's agent can hold");
        }
        List<String> missing = KeptProtections.missing(met);
        if (!missing.isEmpty()) {
            return new Weighed.Beyond(heard(order), KeptProtections.text(missing));
        }
        List<String> fields = new ArrayList<>(met.fieldsOtherThanIn(rights.rights()));
        Optional<GrantEnd> earlier = end.earlier(order.end(), Sanitize.terminal(order.why()));
        RightsGate narrower = rights.narrowed(met, fields, Sanitize.terminal(order.text()));
        if (earlier.isPresent()) {
            fields.add(END);
        }
        return new Weighed.Tighter(new SessionTerms(narrower, earlier.orElse(end), order.epoch()),
                List.copyOf(fields));
    }

    private SessionTerms heard(NarrowOrder order) {
        return new SessionTerms(rights, end, order.epoch());
    }
}
