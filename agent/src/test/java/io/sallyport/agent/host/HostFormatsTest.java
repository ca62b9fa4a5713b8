package io.sallyport.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFormatsTest {
    @Test
    void waitStatusKeepsStatusAndSignalApart() {
        assertEquals(new Exit.Status(7), Exit.ofWaitStatus(7 << 8));
        assertEquals(new Exit.Signal("SEGV", true), Exit.ofWaitStatus(0x80 | 11));
        assertEquals(new Exit.Signal("40", false), Exit.ofWaitStatus(40));
    }

    @Test
    void signalNamesAreThoseOfTheKernel() {
        assertEquals("WINCH", SignalNames.name(28));
        assertEquals(15, SignalNames.number("TERM").orElseThrow());
        assertTrue(SignalNames.number("").isEmpty());
        assertTrue(SignalNames.number("SIGTERM").isEmpty());
    }

    @Test
    void processNamesCannotForgeFields() {
        String stat = "42 (a) S 1 1 (b) S 7 42 42 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 99 0";
        assertEquals(Optional.of(new ProcEntry(42, 'S', 7, 42, 99)), ProcEntry.parse(42, stat));
        assertEquals(Optional.empty(), ProcEntry.parse(42, "42 (a) S 1"));
        assertEquals(Optional.empty(), ProcEntry.parse(42, ""));
    }

    @Test
    void terminalSizesAreBounded() {
        assertEquals(new PtySize(0, 65535, 1, 65535), PtySize.clamped(-1, 70_000, 1, Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> new PtySize(65536, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PtyRequest(new PtySize(1, 1, 0, 0), "x y"));
    }

    @Test
    void commandsHoldNoNulAndProgramsAreAbsolute() {
        assertThrows(IllegalArgumentException.class, () -> new Command.ShellLine("a\0b"));
        assertThrows(IllegalArgumentException.class, () -> new Command.Program(List.of("ls")));
        assertThrows(IllegalArgumentException.class, () -> new Command.Program(List.of()));
    }

    @Test
    void structuresFollowTheArchitecture() {
        assertEquals(new Platform(12, 4, 434, 424), Platform.of("amd64"));
        assertEquals(new Platform(16, 8, 434, 424), Platform.of("aarch64"));
        assertThrows(HostException.class, () -> Platform.of("sparc"));
    }

    @Test
    void ownGroupIsFoundOnHybridAndUnifiedHosts(@TempDir Path root) throws Exception {
        Path group = Files.createDirectories(root.resolve("system.slice/agent.service"));
        List<String> mounts = List.of("tmpfs /sys/fs/cgroup tmpfs rw 0 0", "cgroup /x cgroup rw,cpu 0 0",
                "cgroup2 " + root + " cgroup2 rw,relatime 0 0");
        assertEquals(Optional.of(group),
                CgroupMount.locate(mounts, List.of("3:cpu:/y", "0::/system.slice/agent.service")));
        assertEquals(Optional.of(root), CgroupMount.locate(mounts, List.of("0::/")));
        assertEquals(Optional.of(root), CgroupMount.locate(mounts, List.of("0::/../../elsewhere")));
        assertEquals(Optional.of(root), CgroupMount.locate(mounts, List.of("0::/gone")));
        assertEquals(Optional.empty(), CgroupMount.locate(mounts.subList(0, 2), List.of("0::/")));
    }
}
