package io.sallyport.agent;

import io.sallyport.policies.grant.Ceiling;
import java.io.IOException;
import java.nio.file.Path;

/** The ceiling that holds now. It is replaced as a whole or not at all. Safe for many threads. */
final class CeilingInForce {

    private final Path file;
    private volatile HostCeiling current;

    private CeilingInForce(Path file, HostCeiling first) {
        this.file = file;
        this.current = first;
    }

    /** @throws AgentProblem the file is wrong, with every problem in it, or others may change it */
    static CeilingInForce read(Path file) throws IOException {
        return new CeilingInForce(file, HostCeiling.read(file));
    }

    HostCeiling current() {
        return current;
    }

    Ceiling ceiling() {
        return current.ceiling();
    }

    /**
     * Reads the file again.
     *
     * @return whether it is another one now
     * @throws AgentProblem it is wrong: the one that held goes on holding
     */
    synchronized boolean readAgain() throws IOException {
        HostCeiling before = current;
        current = HostCeiling.read(file);
        return !current.hash().equals(before.hash());
    }
}
