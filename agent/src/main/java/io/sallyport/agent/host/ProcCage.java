package io.sallyport.agent.host;

import io.sallyport.policies.id.SessionId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The honest fallback where there is no cgroup v2: looks for members in /proc until none is left. */
final class ProcCage implements SessionCage {
    /** A process in an uninterruptible wait outlives even SIGKILL; then it is named a survivor. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);
    private static final int LOOKS = 2;

    private final SessionMembers members;
    private final Patience patience;
    private boolean ended;

    ProcCage(SessionId session, Patience patience) {
        this.members = new SessionMembers(session);
        this.patience = patience;
    }

    @Override
    public String joinFile() {
        return "";
    }

    @Override
    public synchronized void started(HostProcess process) {
        members.addLeader(process.pid());
        if (ended) {
            process.signal("KILL");
        }
    }

    @Override
    public synchronized EndProof endAll(Duration grace) {
        ended = true;
        List<ProcEntry> found = members.alive();
        found.forEach(p -> {
            p.signal(SignalNames.HUP);
            p.signal(SignalNames.TERM);
            // A stopped process sees its signals only when it goes on.
            p.signal(SignalNames.CONT);
        });
        if (!found.isEmpty()) {
            patience.until(() -> members.alive().isEmpty(), grace);
        }
        Set<Integer> killed = new HashSet<>();
        boolean gone = patience.until(() -> killRound(killed), LAST_WAIT);
        List<Integer> survivors = gone ? List.of() : members.alive().stream().map(ProcEntry::pid).toList();
        return new EndProof(EndProof.Method.PROC_WALK, Math.max(found.size(), killed.size()), killed.size(),
                survivors);
    }

    /** For a session whose cgroup has ended: one look, since there is hardly ever anybody to find. */
    synchronized EndProof endStrays() {
        ended = true;
        return members.alive().isEmpty()
                ? new EndProof(EndProof.Method.PROC_WALK, 0, 0, List.of())
                : endAll(Duration.ZERO);
    }

    /** True when two looks in a row found nobody: one alone can miss a process in the middle of fork or exec. */
    private boolean killRound(Set<Integer> killed) {
        for (int look = 0; look < LOOKS; look++) {
            if (killAll(killed) > 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Kills whom it finds and says how many. Everyone is stopped before anyone is killed: while members
     * run they can start children faster than a walk through /proc sees them.
     */
    private int killAll(Set<Integer> killed) {
        List<ProcEntry> alive = members.look(p -> p.signal(SignalNames.STOP));
        alive.stream().filter(p -> p.signal(SignalNames.KILL)).map(ProcEntry::pid).forEach(killed::add);
        return alive.size();
    }
}
