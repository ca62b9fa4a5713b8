package io.sallyport.broker.session;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.RequestId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A session as lists and pages show it.
 *
 * @param login the OS account, known once the session began
 * @param grant the grant it ran under, known once it began
 * @param ordered why it has been told to end; its lease is not renewed any more
 * @param serial of the certificate it began with
 * @param emergency the request for emergency access that it runs under; absent: it is no emergency
 */
public record SessionSummary(Session session, State state, Optional<LoginName> login, Optional<GrantId> grant,
        Optional<Long> serial, Optional<Instant> beganAt, Optional<EndReason> ordered,
        Optional<Ending> ending, Recording recording, Optional<RequestId> emergency) {

    /** Codes are stored and never change. */
    public enum State {
        OPENING, LIVE, ENDED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** How far its recording is. NONE: nothing is in yet, or it still arrives. Codes are stored and never change. */
    public enum Recording {
        NONE, COMPLETE, DAMAGED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Recording of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    public record Ending(EndReason reason, String detail, Instant at) {}

    public boolean live() {
        return state == State.LIVE;
    }
}
