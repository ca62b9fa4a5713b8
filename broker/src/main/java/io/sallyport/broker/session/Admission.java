package io.sallyport.broker.session;

import io.sallyport.policies.grant.Grant;
import java.util.List;

/** May this person open a tunnel to this target now? */
public sealed interface Admission {
    /** Yes, under one of these grants (never empty); the certificate names the login. */
    record Admitted(List<Grant> grants) implements Admission {
        public Admitted {
            grants = List.copyOf(grants);
        }
    }

    /** No. {@code hint} is shown to the engineer as it stands. */
    record Refused(Reason reason, String hint) implements Admission {}

    /** Stable codes: never renamed, never reused. */
    enum Reason {
        NO_GRANT, PENDING, DENIED, NOT_YET, ENDED, NO_AGENT, OFFLINE, AUTHORITY, PERSON
    }
}
