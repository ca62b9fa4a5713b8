package io.sallyport.agent.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cgroup v2 leaf. Children are born into it and cannot leave it without root; for whom root moved
 * out, /proc is searched afterwards as well.
 */
final class CgroupCage implements SessionCage {
    /** As in {@link ProcCage}: only an uninterruptible wait lasts longer. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);
    /** To end in good order is a courtesy; a session with more processes than this is ended without. */
    private static final int MOST_ASKED = 512;

    private final CgroupFiles group;
    private final ProcCage strays;
    private final Patience patience;

    /** @param group exists and is empty */
    CgroupCage(CgroupFiles group, ProcCage strays, Patience patience) {
        this.group = group;
        this.strays = strays;
        this.patience = patience;
    }

    @Override
    public String joinFile() {
        return group.members().toString();
    }

    @Override
    public void started(HostProcess process) {
        strays.started(process);
    }

    @Override
    public synchronized EndProof endAll(Duration grace) {
        int found = group.pids().size();
        if (found > 0) {
            ask(SignalNames.HUP, SignalNames.TERM, SignalNames.CONT);
            patience.until(() -> !group.populated(), grace);
        }
        boolean atomic = group.has("cgroup.kill");
        int killed = group.pids().size();
        // Even an empty group is killed: a process may be about to join. Removing the group refuses the
        // rest.
        patience.until(() -> kill(atomic) && group.remove(), LAST_WAIT);
        List<Integer> left = group.pids();
        EndProof outside = strays.endStrays();
        List<Integer> survivors = new ArrayList<>(left);
        survivors.addAll(outside.survivors());
        return new EndProof(atomic ? EndProof.Method.CGROUP_KILL : EndProof.Method.CGROUP_FREEZE,
                found + outside.found(), killed + outside.killed(), survivors);
    }

    /** True when nobody is left. */
    private boolean kill(boolean atomic) {
        if (!group.populated()) {
            return true;
        }
        if (atomic) {
            group.set("cgroup.kill");
        } else {
            group.set("cgroup.freeze");
            ask(SignalNames.KILL);
        }
        return !group.populated();
    }

    /** Signals the members, and only them: a pid counts if it is a member after its pidfd was opened. */
    private void ask(int... signals) {
        Map<Integer, Integer> pidfds = new HashMap<>();
        try {
            for (int pid : group.pids().stream().limit(MOST_ASKED).toList()) {
                long pidfd = Libc.pidfdOpen(pid);
                if (pidfd >= 0) {
                    pidfds.put(pid, (int) pidfd);
                }
            }
            Set<Integer> members = Set.copyOf(group.pids());
            pidfds.forEach((pid, pidfd) -> {
                if (members.contains(pid)) {
                    signal(pidfd, signals);
                }
            });
        } finally {
            pidfds.values().forEach(Libc::close);
        }
    }

    private static void signal(int pidfd, int... signals) {
        for (int signal : signals) {
            Libc.pidfdSendSignal(pidfd, signal);
        }
    }
}
