package io.sallyport.policies.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names of what a host has to do beyond letting somebody in. A permission that a host does not know is simply not
 * given; a protection that it does not know would silently be missing, so the grant names them and the host refuses.
 * Names are never reused for another meaning.
 */
public final class Protections {

    /** The session ends at the end of the grant. */
    public static final String END = "end";
    /** The session ends when the lease is not renewed. */
    public static final String LEASE = "lease";
    /** Output is recorded before it is forwarded. */
    public static final String RECORD_OUTPUT = "record.output";
    /** Input is recorded with content, redacted or in full. */
    public static final String RECORD_INPUT = "record.input";
    /** The recording is sealed for auditors only. */
    public static final String RECORD_SEALED = "record.sealed";
    /** The session ends after a time without input. */
    public static final String IDLE = "idle";
    /** People have to watch. */
    public static final String OBSERVER = "observer";
    /** Commands run only when they match the patterns, without a shell. */
    public static final String EXEC_LIST = "exec.list";
    /** Files are reached only when they match the patterns. */
    public static final String SFTP_PATHS = "sftp.paths";

    /**
     * Lists that stand beside the certificate are fetched and held against their hash. Never in a whole grant: it stands in {@code must} where the
     * lists are detached ({@link CarriedGrant}).
     */
    public static final String LISTS_DETACHED = "lists.detached";

    private Protections() {}

    /** What a host has to understand to serve a session with these rights; the value of {@code must} in its grant. */
    public static List<String> neededBy(Rights rights) {
        List<String> names = new ArrayList<>(List.of(END, LEASE, RECORD_OUTPUT));
        add(names, RECORD_INPUT, rights.record().input() != Recording.InputMode.TIMING);
        add(names, RECORD_SEALED, rights.record().seal() == Recording.Seal.SEALED);
        add(names, IDLE, rights.idle().isPresent());
        add(names, OBSERVER, !rights.observers().isEmpty());
        add(names, EXEC_LIST, !rights.exec().isAny() && !rights.exec().isNone());
        add(names, SFTP_PATHS, !rights.sftp().paths().isAny());
        return names.stream().sorted().toList();
    }

    /** The protections of a grant that are not in {@code understood}: when there are any, it must be refused. */
    public static List<String> notUnderstood(Grant grant, Set<String> understood) {
        return grant.must().stream().filter(name -> !understood.contains(name)).toList();
    }

    private static void add(List<String> names, String name, boolean needed) {
        if (needed) {
            names.add(name);
        }
    }
}
