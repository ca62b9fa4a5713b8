package io.sallyport.evidence.recording;

import java.time.Instant;
import java.util.Map;

/**
 * What a recording is about: hashed into its chain, so nobody can move it to another session. {@code serial} is the
 * serial of the certificate, {@code agentKey} the hexadecimal Ed25519 public key the checkpoints are signed with,
 * {@code startedAt} is kept to the millisecond. Texts are at most 1024 characters, {@code extra} at most 32 entries.
 */
public record RecordingHeader(int format, String session, String target, String login, String person,
        String grant,
        long serial, Instant startedAt, String policyHash, String agentKey, Map<String, String> extra) {
    /** The one version there is. */
    public static final int FORMAT = 1;

    private static final int MAX_CHARACTERS = 1024;
    private static final int MAX_EXTRA = 32;

    public RecordingHeader {
        if (format != FORMAT) {
            throw new IllegalArgumentException("recording format " + format + " is not known");
        }
        requireShort(session);
        requireShort(target);
        requireShort(login);
        requireShort(person);
        requireShort(grant);
        requireShort(policyHash);
        if (!agentKey.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the recording key is not 64 hexadecimal digits");
        }
        startedAt = Instant.ofEpochMilli(startedAt.toEpochMilli());
        extra = Map.copyOf(extra);
        if (extra.size() > MAX_EXTRA) {
            throw new IllegalArgumentException("more than " + MAX_EXTRA + " extra entries");
        }
        extra.forEach((name, value) -> {
            requireShort(name);
            requireShort(value);
        });
    }

    private static void requireShort(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("a header text longer than " + MAX_CHARACTERS + " characters");
        }
    }
}
