package io.sallyport.agent.host;

import io.sallyport.policies.id.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Makes cages below {@code <cgroup2 mount>/<the agent's own group>/sallyport/<instance>}. Thread-safe. */
final class Cages {
    private static final String OURS = "sallyport";

    private final Optional<Path> base;
    private final Patience patience;

    private Cages(Optional<Path> base, Patience patience) {
        this.base = base;
        this.patience = patience;
    }

    /** Uses cgroup v2 if there is one in which this agent may make groups, else /proc. */
    static Cages open(String instance, LongSupplier nanos) {
        if (!instance.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("an instance is named by 1 to 64 of a-z 0-9 . -");
        }
        return new Cages(CgroupMount.own().flatMap(own -> makeBase(own, instance)), new Patience(nanos));
    }

    /** Without any cgroup, as on a host that has none. */
    static Cages withoutCgroups(LongSupplier nanos) {
        return new Cages(Optional.empty(), new Patience(nanos));
    }

    private static Optional<Path> makeBase(Path own, String instance) {
        Path base = own.resolve(OURS).resolve(instance);
        try {
            Files.createDirectories(base);
        } catch (IOException e) {
            return Optional.empty();
        }
        // Moving a process needs the right to write to the common ancestor's list too.
        return Files.isWritable(own.resolve("cgroup.procs")) && Files.isWritable(base.resolve("cgroup.procs"))
                ? Optional.of(base)
                : Optional.empty();
    }

    EndProof.Method method() {
        if (base.isEmpty()) {
            return EndProof.Method.PROC_WALK;
        }
        return Files.exists(base.get().resolve("cgroup.kill"))
                ? EndProof.Method.CGROUP_KILL
                : EndProof.Method.CGROUP_FREEZE;
    }

    SessionCage cage(SessionId session) {
        ProcCage walk = new ProcCage(session, patience);
        if (base.isEmpty()) {
            return walk;
        }
        Path leaf = base.get().resolve(session.value());
        try {
            Files.createDirectories(base.get());
            Files.createDirectory(leaf);
            return new CgroupCage(new CgroupFiles(leaf), walk, patience);
        } catch (IOException e) {
            // Not the fallback: on this host a session without its group would end less surely than promised.
            throw new HostException("the session's cgroup cannot be made", e);
        }
    }

    /** Ends leftovers without grace: their engineers have long lost the connection. */
    List<EndProof> sweep(Set<SessionId> unfinished) {
        List<EndProof> proofs = new ArrayList<>();
        base.map(CgroupFiles::new).map(CgroupFiles::children).orElse(List.of()).forEach(leaf -> SessionId
                .parse(leaf.folder().getFileName().toString())
                .ifPresent(id -> proofs.add(
                        new CgroupCage(leaf, new ProcCage(id, patience), patience).endAll(Duration.ZERO))));
        unfinished.stream().map(id -> new ProcCage(id, patience).endAll(Duration.ZERO))
                .filter(proof -> proof.found() > 0 || !proof.complete())
                .forEach(proofs::add);
        return proofs;
    }

    /** Removes this instance's group; the kernel refuses while a session is in it, and the next start sweeps. */
    void close() {
        base.map(CgroupFiles::new).filter(own -> own.children().isEmpty()).ifPresent(CgroupFiles::remove);
    }
}
