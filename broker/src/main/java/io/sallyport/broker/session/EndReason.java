package io.sallyport.broker.session;

import java.util.Locale;
import java.util.Optional;

/** Why a session ended. Codes are stored, sent to agents and shown; they never change. */
public enum EndReason {
    CLOSED, GRANT_ENDED, LEASE_LAPSED, TUNNEL_LOST, ENDED_BY_PERSON, REVOKED, RECORDING_FAILED, AGENT_STOPPED, IDLE, SIGNED_OUT;

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<EndReason> parse(String code) {
        for (EndReason reason : values()) {
            if (reason.code().equals(code)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
