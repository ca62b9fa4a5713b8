package io.sallyport.evidence.recording;

import java.util.Optional;

/** Why a session ended. The codes are stored in recordings: never renamed, never reused. */
public enum EndReason {
    CLOSED("closed"), GRANT_ENDED("grant-ended"), LEASE_LAPSED("lease-lapsed"), TUNNEL_LOST(
            "tunnel-lost"), ENDED_BY_PERSON("ended-by-person"), REVOKED("revoked"), RECORDING_FAILED(
                    "recording-failed"), AGENT_STOPPED(
                            "agent-stopped"), IDLE("idle"), SIGNED_OUT("signed-out");

    private final String code;

    EndReason(String code) {
        this.code = code;
    }

    /** The stable code, as it stands in recordings, journal and messages. */
    public String code() {
        return code;
    }

    /** The reason with this code, if there is one. */
    public static Optional<EndReason> ofCode(String code) {
        for (EndReason reason : values()) {
            if (reason.code.equals(code)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
