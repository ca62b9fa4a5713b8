package io.sallyport.agent.host;

import java.util.List;

/**
 * What is known after a session's processes were ended. Work that was handed to cron, at, a user
 * manager or a container daemon is outside every method and outside this claim.
 *
 * @param method how members were found and ended
 * @param found processes alive when the end began
 * @param killed processes that outlived the grace and were killed
 * @param survivors pids still there when time was up; empty is the proof of the end
 */
public record EndProof(Method method, int found, int killed, List<Integer> survivors) {
    /** How sure the end is. */
    public enum Method {
        /** The kernel killed the whole cgroup; membership cannot be left without root. */
        CGROUP_KILL,
        /** A cgroup of a kernel without cgroup.kill (before 5.14): frozen, then killed one by one. */
        CGROUP_FREEZE,
        /**
         * No cgroup v2: members were looked up in /proc. A process that left its session, dropped its
         * environment and lost its parent between two looks, or forks faster than /proc can be listed,
         * can be missed.
         */
        PROC_WALK
    }

    public EndProof {
        survivors = List.copyOf(survivors);
    }

    /** True when no process that the method can see is left. */
    public boolean complete() {
        return survivors.isEmpty();
    }
}
