package io.sallyport.agent.host;

import io.sallyport.policies.id.SessionId;
import java.util.Map;
import java.util.Optional;

/**
 * One process to start for an engineer.
 *
 * @param account who it runs as
 * @param pty a terminal for it; without one it gets three pipes
 * @param extra variables the engineer's client asked for. Only LANG, LC_* and TERM are admitted
 *     (HOST-1): a wider list would let a client steer the shell's start
 * @param session named in SALLYPORT_SESSION
 * @param sshConnection value of SSH_CONNECTION: client address, client port, server address, server
 *     port
 * @param elevation whether set-uid programs may raise rights
 */
public record SpawnRequest(
        LocalAccount account,
        Optional<PtyRequest> pty,
        Command command,
        Map<String, String> extra,
        SessionId session,
        String sshConnection,
        Elevation elevation) {
    private static final int MAX_VALUE = 256;

    /** Whether programs such as sudo can work in the process. */
    public enum Elevation {
        /** Set-uid programs and file capabilities have no effect; the bounding set is empty. */
        BARRED,
        /** As the host allows: the grant holds the right to sudo. */
        AS_THE_HOST_ALLOWS
    }

    public SpawnRequest {
        extra = Map.copyOf(extra);
        if (!sshConnection.matches("[0-9A-Za-z.:% ]{0,160}")) {
            throw new IllegalArgumentException("SSH_CONNECTION is not four plain fields");
        }
        extra.forEach(SpawnRequest::requireAdmitted);
    }

    private static void requireAdmitted(String name, String value) {
        if (!admits(name, value)) {
            throw new IllegalArgumentException(
                    "a variable outside LANG, LC_* and TERM, or its value too long");
        }
    }

    /** True when a variable may be in {@code extra}: the callers' check before they build one. */
    public static boolean admits(String name, String value) {
        return name.matches("LANG|TERM|LC_[A-Z]{1,20}") && value.length() <= MAX_VALUE
                && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
