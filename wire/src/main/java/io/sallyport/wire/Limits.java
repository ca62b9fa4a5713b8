package io.sallyport.wire;

import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.GrantLists;
import java.time.Duration;

/**
 * Every number that bounds what a stranger, a peer or a broken clock can cause, with its unit and its reason.
 *
 * <p>Sizes are bytes unless the name says otherwise. A limit is inclusive: the value itself is still admitted.
 */
public final class Limits {

    // Frames and JSON between our own programs.

    /** Body of one frame; an order to narrow with the largest rights fits. Only an opening may be larger. */
    public static final int FRAME_BYTES = 64 * 1024;
    /** Body of an opening: eight of the largest certificates in base64 (128 KiB), eight documents of lists (384 KiB), and the rest. */
    public static final int OPENING_BYTES = 576 * 1024;
    /** Nesting of a JSON message; ours need three, and deeper text only costs stack. */
    public static final int JSON_DEPTH = 12;
    /** Elements in any list of a control message: more live sessions than one host can serve. */
    public static final int CONTROL_LIST = 2_000;
    /** Characters of a free text in a control message: a sentence for a person, not a document. */
    public static final int CONTROL_TEXT = 2_000;
    /** Characters of a ceiling file as the agent reports it; fits a frame even when every one is escaped. */
    public static final int CEILING_TEXT = 8 * 1024;
    /** A ceiling file: room for lists as long as those of a grant, in YAML. */
    public static final int CEILING_BYTES = 64 * 1024;
    /** Rights in an order to narrow: the largest lists of a grant, and as much as a certificate's grant for the rest. */
    public static final int NARROW_RIGHTS = GrantLists.MOST_BYTES + CarriedGrant.MOST_BYTES;

    // Certificates.

    /** A whole certificate blob: a 4 KiB grant, an RSA-16384 key, a signature, and room to spare. */
    public static final int CERTIFICATE_BYTES = 12 * 1024;
    /** The grant inside a certificate; the same bound as the one its encoder keeps. */
    public static final int GRANT_BYTES = CarriedGrant.MOST_BYTES;
    /** A public key blob. RSA with 16384 bits takes 2.1 KiB. */
    public static final int PUBLIC_KEY_BYTES = 4096;
    /** Life of a user certificate: long enough for one login, too short to be worth stealing. */
    public static final Duration USER_CERTIFICATE_LIFE = Duration.ofMinutes(5);
    /** How far two clocks may differ; also how far a user certificate is dated back. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    /** Life of a host certificate: an agent that was away for a long weekend still works. */
    public static final Duration HOST_CERTIFICATE_LIFE = Duration.ofDays(7);
    /** How far a host certificate is dated back, because engineers' laptops keep poor time. */
    public static final Duration HOST_BACKDATING = Duration.ofSeconds(60);
    /** Names in one host certificate: short name, full name, and a few more. */
    public static final int HOST_NAMES = 8;
    /** Characters of a host name (RFC 1035 §3.1, without the trailing dot). */
    public static final int HOST_NAME_CHARACTERS = 253;
    /** Principals a certificate may list before it is not even parsed; we sign one, or eight host names. */
    public static final int PARSED_PRINCIPALS = 64;
    /** Options or extensions a certificate may list before it is not even parsed. */
    public static final int PARSED_OPTIONS = 16;
    /** Smallest RSA modulus admitted for people, in bits (NIST SP 800-57, beyond 2030). */
    public static final int RSA_BITS = 3072;
    /** Largest RSA modulus, in bits: beyond it one verification becomes a way to burn our time. */
    public static final int RSA_BITS_MOST = 16_384;
    /** CA keys of one role in a trust bundle: current, next, and one emergency. */
    public static final int TRUSTED_CAS = 4;
    /** A trust bundle file. */
    public static final int TRUST_BUNDLE_BYTES = 16 * 1024;
    /** A private key file. */
    public static final int PRIVATE_KEY_BYTES = 16 * 1024;

    // Sessions.

    /** How long a session lives without a renewal: the longest a revoked one survives a cut network. */
    public static final Duration LEASE = Duration.ofSeconds(60);
    /** How often a lease is renewed: three may be lost before a session ends. */
    public static final Duration LEASE_RENEWAL = Duration.ofSeconds(15);
    /** How long a dial-back token is good: the agent dials at once or not at all. */
    public static final Duration TUNNEL_TOKEN_LIFE = Duration.ofSeconds(5);
    /** Stapled certificates in one opening: one for each login the person may use there. */
    public static final int STAPLES = 8;
    /** Characters of why a narrowed session ends when it ends; the bound of the same words in a grant. */
    public static final int NARROW_WHY = 200;
    /** Characters of what an engineer is told of a narrowing: a line or two on a terminal. */
    public static final int NARROW_TEXT = 500;
    /** Names in the list of what a narrowing changed: the fields of rights and the end, with room to grow. */
    public static final int NARROWED_FIELDS = 32;
    /** Largest number of an order to narrow: what every reader of JSON holds exactly. */
    public static final long ORDER_EPOCH = (1L << 53) - 1;
    /** Silence on a control connection after which either side calls it lost. */
    public static final Duration CONTROL_SILENCE = Duration.ofSeconds(45);
    /** How often the broker pings an agent. */
    public static final Duration CONTROL_PING = Duration.ofSeconds(15);
    /** First pause of an agent before it dials again; doubled each time. */
    public static final Duration RECONNECT_FIRST = Duration.ofSeconds(1);
    /** Longest pause of an agent before it dials again. */
    public static final Duration RECONNECT_LONGEST = Duration.ofSeconds(60);

    // TLS between agent and broker.

    /** A certificate or key in PEM: a P-256 one takes under 2 KiB. */
    public static final int PEM_BYTES = 16 * 1024;
    /** Life of a self-signed identity. Peers pin its key, so the date carries no trust. */
    public static final Duration TLS_IDENTITY_LIFE = Duration.ofDays(3650);
    /** A join token as text. */
    public static final int JOIN_TOKEN_CHARACTERS = 1024;
    /** TCP connection and TLS handshake, each. */
    public static final Duration TLS_HANDSHAKE = Duration.ofSeconds(10);

    // Authority.

    /** Longest a broker waits for the authority. Unsealing is the slowest: it derives a key. */
    public static final Duration AUTHORITY_ANSWER = Duration.ofSeconds(10);
    /** Connections the authority serves at once: one broker with a pool needs few. */
    public static final int AUTHORITY_CONNECTIONS = 32;
    /** Silence after which the authority hangs up; our own client uses a connection for one question. */
    public static final Duration AUTHORITY_IDLE = Duration.ofSeconds(30);
    /** Certificates the authority signs per minute by default: ten a second is a busy Monday for a large fleet. */
    public static final int ISSUED_PER_MINUTE = 600;
    /** Certificates the authority signs at once by default: a playbook that opens many hosts. */
    public static final int ISSUED_BURST = 120;
    /** Harmless questions to the authority per minute (status, trusted keys). */
    public static final int QUESTIONS_PER_MINUTE = 1200;
    /** Passphrases one may try per minute; each costs 64 MiB and a third of a second. */
    public static final int UNSEALS_PER_MINUTE = 6;
    /** Passphrases one may try at once, for mistyping. */
    public static final int UNSEALS_BURST = 3;
    /** Serials remembered so that none is used twice: every certificate alive at many times the default rate. */
    public static final int SERIALS_REMEMBERED = 65_536;
    /** Longest grant anything is signed for; no rule of a policy may give more. */
    public static final Duration GRANT_LENGTH = Duration.ofHours(24);
    /** Passphrase of the key file. Enough for sixty words, too short to hash for long. */
    public static final int PASSPHRASE_BYTES = 1024;
    /** Shortest passphrase accepted for a new key file outside demo mode, in characters. */
    public static final int PASSPHRASE_SHORTEST = 12;
    /** The sealed key file. */
    public static final int KEY_FILE_BYTES = 16 * 1024;

    // Text of strangers.

    /** Characters of one foreign text in a log line; what is longer is cut and says so. */
    public static final int LOG_TEXT = 2_000;
    /** Characters of a stack trace in a log line. */
    public static final int LOG_TRACE = 8_000;

    private Limits() {}
}
