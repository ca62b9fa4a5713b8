package io.sallyport.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time and memory of a process and all below it, from {@code /proc} (proc(5)). */
final class ProcFs {
    private static final double TICKS_PER_SECOND = 100;

    private ProcFs() {}

    /** CPU seconds of the process, its living descendants, and all that it has waited for. */
    static double cpuSeconds(long pid) {
        return tree(pid).stream().mapToDouble(ProcFs::ownCpuSeconds).sum();
    }

    /** CPU seconds of all that the process has waited for. */
    static double waitedCpuSeconds(long pid) {
        return cpuSeconds(pid, 13, 15);
    }

    /** Proportional set size of the process and its living descendants, in bytes. */
    static long pssBytes(long pid) {
        return tree(pid).stream().mapToLong(ProcFs::ownPssBytes).sum();
    }

    private static List<Long> tree(long pid) {
        return ProcessHandle.of(pid)
                .map(root -> Stream.concat(Stream.of(pid), root.descendants().map(ProcessHandle::pid))
                        .toList())
                .orElse(List.of());
    }

    private static double ownCpuSeconds(long pid) {
        return cpuSeconds(pid, 11, 15);
    }

    private static double cpuSeconds(long pid, int from, int to) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            // Fields 14 to 17 of the whole line: utime, stime, cutime, cstime. The third is at index 0 here.
            long ticks = 0;
            for (int field = from; field < to; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long ownPssBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
