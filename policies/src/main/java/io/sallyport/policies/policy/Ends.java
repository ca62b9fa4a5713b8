package io.sallyport.policies.policy;

import java.time.Instant;

/** The earliest of all bounds on a grant's end, and which it was. Of two at the same instant the first that was told counts. */
final class Ends {
    private Instant end;
    private String reason;

    Ends(Instant end, String reason) {
        this.end = end;
        this.reason = reason;
    }

    void noLaterThan(Instant bound, String why) {
        if (bound.isBefore(end)) {
            end = bound;
            reason = why;
        }
    }

    Instant end() {
        return end;
    }

    String reason() {
        return reason;
    }
}
