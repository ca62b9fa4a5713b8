package io.sallyport.agent.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** One cgroup v2 folder and what lies below it (Documentation/admin-guide/cgroup-v2.rst of Linux). */
record CgroupFiles(Path folder) {
    Path members() {
        return folder.resolve("cgroup.procs");
    }

    /** Pids in this group and below; empty when it is gone. */
    List<Integer> pids() {
        List<Integer> pids = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(members())) {
                int pid = Integer.parseInt(line.strip());
                // 0 stands for a process that our pid namespace does not show.
                if (pid > 0) {
                    pids.add(pid);
                }
            }
            children().forEach(child -> pids.addAll(child.pids()));
        } catch (IOException e) {
            return pids;
        }
        return pids;
    }

    /** Groups directly below: only root can have made one inside a session's. */
    List<CgroupFiles> children() {
        List<CgroupFiles> children = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
            folders.forEach(child -> children.add(new CgroupFiles(child)));
        } catch (IOException | DirectoryIteratorException e) {
            return children;
        }
        return children;
    }

    /** False when no living process is in it or below; the kernel's own word. */
    boolean populated() {
        try {
            return Files.readAllLines(folder.resolve("cgroup.events")).contains("populated 1");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // A group that is being removed answers ENODEV.
            return Files.exists(folder);
        }
    }

    boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    /** Writes 1 to a control file; false when the kernel refused. */
    boolean set(String file) {
        try {
            Files.writeString(folder.resolve(file), "1", StandardOpenOption.WRITE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes the group and those below it; false while a process is in one. */
    boolean remove() {
        children().forEach(CgroupFiles::remove);
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
