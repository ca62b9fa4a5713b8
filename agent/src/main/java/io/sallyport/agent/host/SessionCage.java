package io.sallyport.agent.host;

import java.time.Duration;

/**
 * Holds all processes of one session so that they can be ended together. Made before the first
 * process starts; safe for many threads.
 */
public sealed interface SessionCage permits CgroupCage, ProcCage {
    /**
     * File into which a new process writes its pid to join before it drops root; empty when the
     * host gives us none.
     */
    String joinFile();

    /** Remembers a process that was started in this session. */
    void started(HostProcess process);

    /**
     * Ends every process: hang-up and terminate, up to {@code grace} to leave in good order, then
     * kill. Afterwards nothing can join any more. Blocks for {@code grace} plus a few seconds at
     * most; an interrupt does not cut it short (it stays pending). A second call answers for what
     * is left then.
     */
    EndProof endAll(Duration grace);
}
