package io.sallyport.agent.gate;

import io.sallyport.evidence.recording.EndReason;
import io.sallyport.wire.text.Sanitize;

/** The last line an engineer reads, for each reason. */
final class EndText {

    private EndText() {}

    /** @param detail words of the broker, foreign; may be empty */
    static String line(EndReason reason, String detail) {
        String why = switch (reason) {
            case CLOSED -> "closed";
            case GRANT_ENDED -> "the granted time is over";
            case LEASE_LAPSED -> "the target has lost its broker";
            case TUNNEL_LOST -> "the connection was lost";
            case ENDED_BY_PERSON -> "ended by a person of the company";
            case REVOKED -> "the grant was revoked";
            case RECORDING_FAILED -> "it could not be recorded any more";
            case AGENT_STOPPED -> "the target's agent stops";
            case IDLE -> "nothing happened for too long";
            case SIGNED_OUT -> "signed out";
        };
        String more = detail.isEmpty() ? "" : ": " + Sanitize.terminal(detail);
        return "[sallyport] This session has ended: " + why + more + ".";
    }
}
