package io.sallyport.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the agent's own group in the host's cgroup v2 hierarchy, on unified and on hybrid hosts. */
final class CgroupMount {
    private CgroupMount() {}

    /** Empty when no cgroup v2 is mounted. */
    static Optional<Path> own() {
        try {
            return locate(Files.readAllLines(Path.of("/proc/self/mounts")),
                    Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * @param mounts lines as in proc(5): device, mount point, type, ...
     * @param groups lines as in cgroups(7): the one of version 2 starts with "0::"
     */
    static Optional<Path> locate(List<String> mounts, List<String> groups) {
        Optional<Path> mount = mounts.stream().map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > 2 && fields[2].equals("cgroup2"))
                .map(fields -> Path.of(fields[1].replace("\\040", " "))).findFirst();
        String own = groups.stream().filter(line -> line.startsWith("0::/")).findFirst()
                .map(line -> line.substring("0::/".length())).orElse("");
        // In a namespace of its own the path can lead outside the mount, or to nothing.
        return mount.map(root -> {
            Path group = root.resolve(own).normalize();
            return group.startsWith(root) && Files.isDirectory(group) ? group : root;
        });
    }
}
