package io.sallyport.broker.session;

import io.sallyport.broker.request.Cause;
import java.util.List;

/** What becomes of a running session when it is decided again. */
public sealed interface Judgement {
    /** It goes on as it is. */
    record Same() implements Judgement {}

    /**
     * It goes on with less.
     *
     * @param grace policy does not allow it any more, and it ends after the grace
     * @param fields what it loses: names of rights as a grant spells them, and {@code end}
     * @param oldHash of the policy that held for it until now, 64 hex digits
     */
    record Less(NarrowOrder order, boolean grace, List<String> fields, String oldHash,
            Cause cause) implements Judgement {
        public Less {
            fields = List.copyOf(fields);
        }
    }

    /**
     * It ends at once.
     *
     * @param oldHash as in {@link Less}
     */
    record End(String oldHash, Cause cause) implements Judgement {}
}
