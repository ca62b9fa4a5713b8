package io.sallyport.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process of an engineer starts with: nothing but what was meant for it (HOST-1, HOST-4). */
@Timeout(120)
class ChildStateTest {
    private final OnHost host = new OnHost();

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void onlyThreeDescriptorsAreOpen() throws Exception {
        try (FileInputStream file = new FileInputStream("/proc/self/status");
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(file.getFD().valid() && socket.isBound());
            // 3 is the folder that ls itself has open.
            assertEquals(List.of("0", "1", "2", "3"), OnHost.lines(host.answer("exec ls /proc/self/fd")));
        }
    }

    @Test
    void environmentIsExact() throws Exception {
        Set<String> names = OnHost.lines(host.answer("exec env")).stream()
                .collect(Collectors.toSet());
        LocalAccount account = host.account();
        assertTrue(names.contains("SALLYPORT_SESSION=" + host.session.value()));
        assertTrue(names.contains("SSH_CONNECTION=203.0.113.9 5555 192.0.2.1 22"));
        assertTrue(names.contains("HOME=" + account.home()));
        Set<String> allowed = Set.of("HOME", "USER", "LOGNAME", "SHELL", "PATH", "LANG", "SSH_CONNECTION",
                "SALLYPORT_SESSION", "PWD", "SHLVL", "_", "OLDPWD");
        assertEquals(Set.of(), names.stream().map(line -> line.substring(0, line.indexOf('=')))
                .filter(name -> !allowed.contains(name)).collect(Collectors.toSet()));
    }

    @Test
    void terminalVariablesAreThereOnATerminal() {
        Map<String, String> variables = ChildEnvironment.of(host.onTerminal(new Command.LoginShell()),
                Optional.of("/dev/pts/9"));
        assertEquals("dumb", variables.get("TERM"));
        assertEquals("/dev/pts/9", variables.get("SSH_TTY"));
    }

    @Test
    void variablesThatSteerAShellAreRefused() {
        for (String name : List.of("LD_PRELOAD", "BASH_ENV", "IFS", "PATH", "LC_", "LANGUAGE", "lang")) {
            assertThrows(IllegalArgumentException.class,
                    () -> new SpawnRequest(host.account(), Optional.empty(),
                            new Command.LoginShell(), Map.of(name, "x"), host.session, "",
                            SpawnRequest.Elevation.BARRED));
        }
        assertThrows(IllegalArgumentException.class,
                () -> new SpawnRequest(host.account(), Optional.empty(), new Command.LoginShell(),
                        Map.of("LANG", "a\nb"), host.session, "", SpawnRequest.Elevation.BARRED));
    }

    @Test
    void textInValuesIsNeverRunAsACommand() throws Exception {
        LocalAccount plain = host.account();
        LocalAccount account = new LocalAccount(plain.name(), plain.uid(), plain.gid(), "/$(touch x); id",
                "/bin/bash");
        SpawnRequest request = new SpawnRequest(account, Optional.empty(),
                new Command.ShellLine("pwd; echo \"$HOME\""),
                Map.of("LANG", "$(id)"), host.session, "", SpawnRequest.Elevation.BARRED);
        try (HostProcess process = host.spawner.spawn(request, "")) {
            assertEquals(List.of("/", "/$(touch x); id"),
                    OnHost.lines(OnHost.reading(process.output()).get()));
        }
    }

    @Test
    void identityGroupsAndCapabilitiesAreDropped() throws Exception {
        assumeTrue(host.root(), "only root can drop");
        Map<String, String> status = OnHost.lines(host.answer("exec cat /proc/self/status")).stream()
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip()));
        assertEquals("65534\t65534\t65534\t65534", status.get("Uid"));
        assertEquals("65534\t65534\t65534\t65534", status.get("Gid"));
        assertEquals("65534", status.get("Groups"));
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "SigBlk")) {
            assertEquals("0000000000000000", status.get(set), set);
        }
        assertEquals("1", status.get("NoNewPrivs"));
        assertEquals("0022", status.get("Umask"));
    }

    @Test
    void auditKnowsTheAccountEvenAfterTheDrop() throws Exception {
        assumeTrue(host.root() && Files.isWritable(Path.of("/proc/self/loginuid")),
                "no audit in this kernel");
        assertEquals("65534", host.answer("exec cat /proc/self/loginuid").strip());
    }

    @Test
    void loginShellIsNamedWithADash() throws Exception {
        LocalAccount plain = host.account();
        for (String shell : List.of("/bin/bash", "/bin/sh")) {
            LocalAccount account = new LocalAccount(plain.name(), plain.uid(), plain.gid(), plain.home(),
                    shell);
            SpawnRequest request = new SpawnRequest(account, Optional.empty(), new Command.LoginShell(),
                    Map.of(),
                    host.session, "", SpawnRequest.Elevation.BARRED);
            try (HostProcess process = host.spawner.spawn(request, "")) {
                OnHost.type(process, "echo $0\n");
                process.closeInput();
                assertEquals("-" + shell.substring("/bin/".length()),
                        OnHost.reading(process.output()).get().strip());
            }
        }
    }

    @Test
    void sudoStaysPossibleWhenTheGrantHoldsIt() throws Exception {
        assumeTrue(host.root(), "only root can drop");
        SpawnRequest request = new SpawnRequest(host.account(), Optional.empty(),
                new Command.ShellLine("grep -E 'NoNewPrivs|CapEff' /proc/self/status"), Map.of(),
                host.session, "",
                SpawnRequest.Elevation.AS_THE_HOST_ALLOWS);
        try (HostProcess process = host.spawner.spawn(request, "")) {
            assertEquals(List.of("CapEff:\t0000000000000000", "NoNewPrivs:\t0"),
                    OnHost.lines(OnHost.reading(process.output()).get()));
        }
    }

    @Test
    void limitsAndSignalsAreOrdinary() throws Exception {
        assertEquals(List.of("1024", "0"), OnHost.lines(host.answer("ulimit -S -n; ulimit -c")));
        String ignored = host.answer("grep SigIgn /proc/self/status").strip();
        // 32 and 33 are the C library's own; posix_spawn always ignores them until a program claims them.
        long libraryOwn = 0b11L << 31;
        assertEquals(0, Long.parseLong(ignored.substring(ignored.indexOf('\t') + 1), 16) & ~libraryOwn);
    }

    @Test
    void terminalBelongsToTheAccount() throws Exception {
        SpawnRequest request = host
                .onTerminal(new Command.ShellLine("stat -c %u $(tty); : <$(tty) && echo opened"));
        try (HostProcess process = host.spawner.spawn(request, "")) {
            assertEquals(List.of(Long.toString(host.account().uid()), "opened"),
                    OnHost.lines(OnHost.reading(process.output()).get()));
        }
    }

    @Test
    void processThatCannotJoinItsCageDoesNotRun() throws Exception {
        HostProcess process = host.spawner.spawn(host.request(new Command.ShellLine("echo ran")),
                "/nonexistent/procs");
        assertEquals("", OnHost.reading(process.output()).get());
        Exit exit = process.awaitExit();
        assertTrue(exit instanceof Exit.Status(int code) && code != 0, exit::toString);
        process.close();
    }
}
