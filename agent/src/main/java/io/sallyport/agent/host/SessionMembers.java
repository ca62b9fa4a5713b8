package io.sallyport.agent.host;

import io.sallyport.policies.id.SessionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the processes of one session without a cgroup. Four marks make a member: the session's id in
 * the environment it was started with, the audit session, being the child of a member, and being in
 * the process session of a member that still leads it. A number alone never counts, because pids come
 * back: a stranger would be killed. Once seen as a member, a process stays one. One thread's at a time.
 */
final class SessionMembers {
    private static final int INIT = 1;
    /** On a host that starts processes all the time there is always a new pid; the next look goes on. */
    private static final int MOST_PASSES = 32;

    private final String variable;
    private final int self = Math.toIntExact(ProcessHandle.current().pid());
    /** Start times by pid: together they name one process for ever. */
    private final Map<Integer, Long> known = new HashMap<>();
    private final Set<String> audits = new HashSet<>();

    SessionMembers(SessionId session) {
        this.variable = "SALLYPORT_SESSION=" + session.value();
    }

    /** Adds a process that was started for the session. */
    void addLeader(int pid) {
        ProcEntry.of(pid).ifPresent(entry -> known.put(pid, entry.startTicks()));
    }

    /** The members that are alive now. */
    List<ProcEntry> alive() {
        return look(_ -> {
        });
    }

    /**
     * As {@link #alive}, and tells each member as soon as it is seen, so that it can be stopped before
     * it starts another. Lists again until no pid is new: while the first list is read, a process that
     * forks and exits in quick turns would otherwise always be one step ahead.
     */
    List<ProcEntry> look(Consumer<ProcEntry> found) {
        known.entrySet().removeIf(one -> ProcEntry.of(one.getKey())
                .filter(now -> now.startTicks() == one.getValue()).isEmpty());
        // The agent's own audit session holds much more than this session.
        Optional<String> foreign = ProcEntry.of(self).flatMap(ProcEntry::auditSession);
        Map<Integer, ProcEntry> members = new HashMap<>();
        Map<Integer, ProcEntry> others = new HashMap<>();
        Set<Integer> seen = new HashSet<>(Set.of(self, INIT));
        Set<Integer> fresh = unseen(seen);
        for (int pass = 0; pass < MOST_PASSES && !fresh.isEmpty(); pass++) {
            for (int pid : fresh) {
                ProcEntry.of(pid).ifPresent(p -> {
                    if (isMember(p)) {
                        admit(p, foreign, members, found);
                    } else {
                        others.put(pid, p);
                    }
                });
            }
            // A new member can make members of those that were read before it.
            boolean grown = true;
            while (grown) {
                List<ProcEntry> more = others.values().stream().filter(this::related).toList();
                more.forEach(p -> admit(p, foreign, members, found));
                more.forEach(p -> others.remove(p.pid()));
                grown = !more.isEmpty();
            }
            fresh = unseen(seen);
        }
        return members.values().stream().filter(p -> !p.zombie()).toList();
    }

    private static Set<Integer> unseen(Set<Integer> seen) {
        Set<Integer> fresh = ProcEntry.pids();
        fresh.removeIf(pid -> !seen.add(pid));
        return fresh;
    }

    private boolean isMember(ProcEntry process) {
        return known.containsKey(process.pid()) || process.environmentHolds(variable) || related(process);
    }

    private boolean related(ProcEntry process) {
        return known.containsKey(process.parent())
                || known.containsKey(process.session())
                || process.auditSession().filter(audits::contains).isPresent();
    }

    private void admit(ProcEntry process, Optional<String> foreign, Map<Integer, ProcEntry> members,
            Consumer<ProcEntry> found) {
        found.accept(process);
        known.put(process.pid(), process.startTicks());
        members.put(process.pid(), process);
        process.auditSession().filter(id -> !foreign.equals(Optional.of(id))).ifPresent(audits::add);
    }
}
