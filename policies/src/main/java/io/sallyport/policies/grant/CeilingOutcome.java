package io.sallyport.policies.grant;

import java.time.Instant;
import java.util.List;

/** A grant under the host's ceiling. */
public sealed interface CeilingOutcome {

    /**
     * The host serves the grant, as far as this.
     *
     * @param notAfter the earlier of the grant's end and its beginning plus the ceiling's {@code max}
     * @param narrowedBy in words what the ceiling took away; empty when nothing
     */
    record Effective(Rights rights, Instant notAfter, List<String> narrowedBy) implements CeilingOutcome {

        public Effective {
            narrowedBy = List.copyOf(narrowedBy);
        }
    }

    /** The host does not serve it at all. {@code text} names the ceiling's rule, for the engineer as it stands. */
    record Refused(Reason reason, String text) implements CeilingOutcome {}

    /** Stable codes: never renamed, never reused. */
    enum Reason {
        CEILING_LOGIN, CEILING_PROVIDER, CEILING_APPROVALS, CEILING_AUTOMATIC, CEILING_BREAK_GLASS, CEILING_LIMITS
    }
}
