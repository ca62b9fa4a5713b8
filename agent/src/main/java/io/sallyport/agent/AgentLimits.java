package io.sallyport.agent;

import java.time.Duration;

/** Every number the agent lives by, with its reason. Numbers shared with the broker stand in {@code io.sallyport.wire.Limits}. */
public final class AgentLimits {

    /** Bytes read from a tunnel at once: a TLS record holds 16 KiB, more would only cost memory per idle session. */
    public static final int TUNNEL_READ = 16 * 1024;

    /** Bytes joined into one tunnel write: packets are at most 32 KiB, and one large write costs one system call. */
    public static final int TUNNEL_WRITE = 128 * 1024;

    /** Bytes of answers that may wait before no more questions are read: bounds a peer that asks and never reads. */
    public static final long REPLIES_WAITING = 4L * 1024 * 1024;

    /** Bytes of output on their way into the tunnel for one session; above it the process is not read. */
    public static final int OUTPUT_IN_FLIGHT = 1024 * 1024;

    /** Bytes read from a process at once: the capacity of a pipe. */
    public static final int PROCESS_READ = 64 * 1024;

    /** Bytes that are passed on by the thread that has them: what is typed and its echo. Larger pieces are worth a second thread. */
    public static final int AT_ONCE = 4 * 1024;

    /** Bytes a client may send before the process takes them: the default of OpenSSH; more cost its client CPU. */
    public static final long CHANNEL_WINDOW = 2L * 1024 * 1024;

    /** Bytes of one data packet, as every OpenSSH offers. */
    public static final long CHANNEL_PACKET = 32L * 1024;

    /** Channels open at once in a session: enough for a multiplexing client, few enough to bound memory. */
    public static final int CHANNELS = 10;

    /** Environment variables a client may set per channel, and bytes of name and value together. */
    public static final int ENVIRONMENT_VARIABLES = 32;
    public static final int ENVIRONMENT_BYTES = 1024;

    /** Bytes of a command line: security rule 7. */
    public static final int COMMAND_BYTES = 32 * 1024;

    /** Attempts to sign in on one tunnel; stock clients offer every key of their agent. */
    public static final int AUTHENTICATION_REQUESTS = 12;

    /** From the first byte of the tunnel to the proof of the key. */
    public static final Duration AUTHENTICATION_TIME = Duration.ofSeconds(30);

    /** An SSH session with no traffic at all and no narrower rule in the grant. */
    public static final Duration IDLE = Duration.ofHours(8);

    /** Wait for the broker to journal the beginning of a session. */
    public static final Duration BEGAN_WAIT = Duration.ofSeconds(10);

    /** How often a live session looks at its lease, its end and its recording. */
    public static final Duration TICK = Duration.ofMillis(100);

    /** From the polite signal to the hard end of a session's processes. */
    public static final Duration END_GRACE = Duration.ofSeconds(2);

    /** A channel whose process has ended waits so long for a background child that still holds the pipe. */
    public static final Duration BACKGROUND_GRACE = Duration.ofSeconds(2);

    /** After the end the client has so long to take the last lines before the tunnel is cut. */
    public static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** No traffic on the control connection for so long means that it is dead; the broker pings every ten seconds. */
    public static final Duration CONTROL_SILENCE = Duration.ofSeconds(30);

    /** Attempts before the waits grow: a broker that restarts is back within moments. */
    public static final int QUICK_ATTEMPTS = 3;
    public static final Duration QUICK_WAIT = Duration.ofMillis(200);

    /** Data connections dialled at once: a broken broker cannot make the host dial without end. */
    public static final int DIALLING = 32;

    /** Sessions at once on one host. */
    public static final int SESSIONS = 200;

    /** Free bytes the spool's file system must keep; below it no session starts. */
    public static final long SPOOL_RESERVE = 64L * 1024 * 1024;

    /** Bytes of recordings waiting for the broker; above it no session starts. */
    public static final long SPOOL_MOST = 4L * 1024 * 1024 * 1024;

    /** Bytes of a recording sent at once. */
    public static final int UPLOAD_CHUNK = 64 * 1024;

    /** How often an upload looks whether the recording has grown. */
    public static final Duration UPLOAD_POLL = Duration.ofMillis(200);

    /** After an orderly stop the recordings have so long to reach the broker; the rest waits in the spool. */
    public static final Duration STOP_UPLOAD = Duration.ofSeconds(10);

    /** Bytes of one SFTP request that are looked at; paths are far shorter, data is only counted. */
    public static final int SFTP_REQUEST = 16 * 1024;

    /** Bytes of an answer to an HTTP request the agent makes. */
    public static final int HTTP_HEAD = 16 * 1024;
    public static final int HTTP_BODY = 256 * 1024;

    /** Milliseconds a closing TLS socket may wait for the other side's goodbye; without a bound it waits for ever. */
    public static final int GOODBYE_MILLIS = 1;

    private AgentLimits() {}
}
