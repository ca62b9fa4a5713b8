package io.sallyport.broker.request;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.policy.Running;
import java.util.List;

/** What the policy in force now, with the facts of now, leaves of a grant that was given earlier. Never more than was given. */
public sealed interface PresentTerms {
    /** As much as was given, or more: nothing changes. */
    record Unchanged() implements PresentTerms {}

    /**
     * Less.
     *
     * @param grant the same grant with fewer rights or an earlier end, which lies ahead
     * @param fields what became less: names of rights as a grant spells them, and {@code end}
     */
    record Tighter(Grant grant, List<String> fields, Cause cause) implements PresentTerms {
        public Tighter {
            fields = List.copyOf(fields);
        }

        public String text() {
            return cause.text();
        }
    }

    /**
     * Nothing.
     *
     * @param running what becomes of sessions under it
     */
    record Gone(Cause cause, Running running) implements PresentTerms {
        public String text() {
            return cause.text();
        }
    }
}
