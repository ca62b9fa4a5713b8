package io.sallyport.bench;

import io.sallyport.certsdev.DemoFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Memory of the serving processes for each of many idle sessions. As many were opened and closed one by one before, so that
 * what is counted is sessions and not code that is compiled for the first of them. Java processes are asked to collect garbage before each look.
 */
final class MemoryBench {
    private final List<SshPath> paths;
    private final List<SshPath> crew;
    private final int sessions;
    private final Consumer<String> print;

    /** @param crew engineers through Sallyport: a grant holds a bounded number of sessions, so they share the work */
    MemoryBench(List<SshPath> paths, List<SshPath> crew, int sessions, Consumer<String> print) {
        this.paths = paths;
        this.crew = crew;
        this.sessions = sessions;
        this.print = print;
    }

    void run() throws IOException {
        Table table = new Table(print, "idle session at " + sessions, "KiB PSS each");
        List<Double> hops = new ArrayList<>();
        for (SshPath path : paths) {
            for (int i = 0; i < sessions; i++) {
                end(open(path));
            }
            List<Long> before = pss(path);
            List<Process> open = openAll(path);
            try {
                List<Long> after = pss(path);
                for (int i = 0; i < path.pids().size(); i++) {
                    double each = (after.get(i) - before.get(i)) / 1024.0 / sessions;
                    table.row(path.name() + " " + path.pids().get(i).name(), each);
                    if (i == 1) {
                        hops.add(each);
                    }
                }
            } finally {
                open.forEach(MemoryBench::end);
            }
        }
        table.print();
        print.accept(String.format(java.util.Locale.ROOT, "  broker = %.3f of the jump sshd",
                hops.get(1) / hops.get(0)));
    }

    private List<Process> openAll(SshPath path) throws IOException {
        List<Process> open = new ArrayList<>();
        try {
            for (int i = 0; i < sessions; i++) {
                open.add(open(crew.contains(path) ? crew.get(i % crew.size()) : path));
            }
            return open;
        } catch (IOException | RuntimeException e) {
            open.forEach(MemoryBench::end);
            throw e;
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }

    private static Process open(SshPath path) throws IOException {
        Process process = path.ssh(java.time.Duration.ofMinutes(5)).start("ssh", path.host(),
                "echo open; exec sleep 1000");
        if (process.getInputStream().read() != 'o') {
            throw new DemoFailure("no session over " + path.name());
        }
        return process;
    }

    private static List<Long> pss(SshPath path) throws IOException {
        List<Long> bytes = new ArrayList<>();
        for (SshPath.Server server : path.pids()) {
            if (!server.name().contains("sshd")) {
                Sshds.run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()), "GC.run");
            }
            bytes.add(ProcFs.pssBytes(server.pid()));
        }
        return bytes;
    }
}
