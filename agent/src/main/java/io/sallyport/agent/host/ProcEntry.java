package io.sallyport.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One process as {@code /proc/PID/stat} tells it (proc(5)).
 *
 * @param session process session id
 * @param startTicks with the pid it names one process for ever, as a pid alone does not
 */
record ProcEntry(int pid, char state, int parent, int session, long startTicks) {
    private static final Path PROC = Path.of("/proc");
    private static final int START_TIME = 19;

    /** The pids there are now: one quick pass, so that little changes meanwhile. */
    static Set<Integer> pids() {
        String[] names = PROC.toFile().list();
        if (names == null) {
            throw new HostException("/proc cannot be listed");
        }
        return Stream.of(names).filter(name -> name.matches("[1-9][0-9]*")).map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All processes now. One that ends meanwhile is left out. */
    static List<ProcEntry> all() {
        return pids().stream().map(ProcEntry::of).flatMap(Optional::stream).toList();
    }

    static Optional<ProcEntry> of(int pid) {
        return read(pid, "stat").flatMap(text -> parse(pid, text));
    }

    /** The name in brackets may hold anything, brackets and blanks too, so fields count from the last one. */
    static Optional<ProcEntry> parse(int pid, String stat) {
        int nameEnd = stat.lastIndexOf(')');
        if (nameEnd < 0) {
            return Optional.empty();
        }
        String[] fields = stat.substring(nameEnd + 1).strip().split(" ", -1);
        if (fields.length <= START_TIME) {
            return Optional.empty();
        }
        return Optional.of(new ProcEntry(pid, fields[0].charAt(0), Integer.parseInt(fields[1]),
                Integer.parseInt(fields[3]), Long.parseLong(fields[START_TIME])));
    }

    /** Dead, but its parent has not asked for its exit: it does nothing more. */
    boolean zombie() {
        return state == 'Z' || state == 'X';
    }

    /** The process still is the one that was seen. */
    boolean stillThere() {
        return of(pid).filter(now -> now.startTicks == startTicks && !now.zombie()).isPresent();
    }

    /** True when the environment it was started with holds {@code NAME=value} exactly. */
    boolean environmentHolds(String variable) {
        return read(pid, "environ").filter(text -> ("\0" + text).contains("\0" + variable + "\0"))
                .isPresent();
    }

    /** Audit session: inherited, and not changeable without root. Empty when never set. */
    Optional<String> auditSession() {
        return read(pid, "sessionid").map(String::strip)
                .filter(id -> !id.isEmpty() && !id.equals("4294967295"));
    }

    /** Signals exactly this process. False when it is gone or the system refused. */
    boolean signal(int signal) {
        long pidfd = Libc.pidfdOpen(pid);
        if (pidfd < 0) {
            return false;
        }
        try {
            // The descriptor is held now, so after this check it cannot be another process.
            return stillThere() && Libc.pidfdSendSignal((int) pidfd, signal) >= 0;
        } finally {
            Libc.close((int) pidfd);
        }
    }

    private static Optional<String> read(int pid, String file) {
        try {
            return Optional.of(Files.readString(PROC.resolve(Integer.toString(pid)).resolve(file),
                    StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Ended meanwhile, or not ours to see.
            return Optional.empty();
        }
    }
}
