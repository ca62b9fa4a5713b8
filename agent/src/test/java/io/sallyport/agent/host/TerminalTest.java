package io.sallyport.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TerminalTest {
    private static final String CTRL_C = "\003";
    private static final String CTRL_Z = "\032";

    private final OnHost host = new OnHost();

    @AfterEach
    void close() {
        host.close();
    }

    private HostProcess shell() throws Exception {
        HostProcess shell = host.spawner.spawn(host.onTerminal(new Command.LoginShell()), "");
        // The parts are joined by the shell, so that the echo of the line is not taken for its answer.
        OnHost.type(shell, "PS1='$ '; bind 'set enable-bracketed-paste off'; echo rea''dy\n");
        OnHost.readUntil(shell.output(), "ready\r\n");
        return shell;
    }

    private static String ask(HostProcess shell, String line) throws Exception {
        OnHost.type(shell, line + "; echo do''ne\n");
        return OnHost.readUntil(shell.output(), "done\r\n");
    }

    @Test
    void loginShellHasTheTerminalAndJobControl() throws Exception {
        try (HostProcess shell = shell()) {
            assertTrue(ask(shell, "tty").contains(shell.terminal().orElseThrow().name()));
            assertTrue(ask(shell, "shopt login_shell").matches("(?s).*login_shell\\s+on.*"));
            assertTrue(ask(shell, "echo arg=$0").contains("arg=-bash"));
            OnHost.type(shell, "sleep 301\n");
            OnHost.readUntil(shell.output(), "sleep 301");
            assertTrue(OnHost.eventually(() -> hasChild(shell.pid())));
            OnHost.type(shell, CTRL_Z);
            OnHost.readUntil(shell.output(), "Stopped");
            OnHost.type(shell, "fg\n");
            OnHost.readUntil(shell.output(), "sleep 301");
            assertTrue(OnHost.eventually(() -> ProcEntry.all().stream()
                    .anyMatch(p -> p.parent() == shell.pid() && p.state() == 'S')));
            OnHost.type(shell, CTRL_C);
            assertTrue(ask(shell, "echo rc=$?").contains("rc=130"));
            OnHost.type(shell, "exit 7\n");
            assertEquals(new Exit.Status(7), shell.awaitExit(OnHost.SOON).orElseThrow());
        }
    }

    private static boolean hasChild(int pid) {
        return ProcEntry.all().stream().anyMatch(p -> p.parent() == pid);
    }

    @Test
    void windowChangeReachesTheShell() throws Exception {
        try (HostProcess shell = shell()) {
            assertTrue(ask(shell, "stty size").contains("24 80"));
            ask(shell, "trap 'echo changed $(stty size)' WINCH");
            // While it prepares its prompt, readline reads the size and writes it back, which may undo a
            // change; so it is made again.
            String seen = "";
            for (int attempt = 0; attempt < 20 && !seen.contains("changed 50 132"); attempt++) {
                shell.terminal().orElseThrow().resize(new PtySize(100 + attempt, 40, 0, 0));
                shell.terminal().orElseThrow().resize(new PtySize(132, 50, 0, 0));
                seen += ask(shell, ":") + ask(shell, ":");
            }
            assertTrue(seen.contains("changed 50 132"), seen);
        }
    }

    @Test
    void shellKilledBySignalIsReportedAsSuch() throws Exception {
        try (HostProcess shell = shell()) {
            OnHost.type(shell, "kill -KILL $$\n");
            assertEquals(new Exit.Signal("KILL", false), shell.awaitExit(OnHost.SOON).orElseThrow());
        }
    }

    @Test
    void endOfTheShellIsTheEndOfTheTerminal() throws Exception {
        try (HostProcess shell = shell()) {
            OnHost.type(shell, "exit\n");
            assertTrue(shell.awaitExit(OnHost.SOON).isPresent());
            byte[] rest = shell.output().readAllBytes();
            assertTrue(rest.length < 1000);
        }
    }

    @Test
    void passwordPromptIsSeenAndALineEditorIsNot() throws Exception {
        try (HostProcess shell = shell()) {
            Terminal terminal = shell.terminal().orElseThrow();
            ask(shell, "true");
            assertFalse(terminal.hidesInput());
            OnHost.type(shell, "read -rs P; echo got${#P}\n");
            assertTrue(OnHost.eventually(() -> {
                try {
                    return terminal.hidesInput();
                } catch (IOException e) {
                    return false;
                }
            }));
            OnHost.type(shell, "secret\n");
            OnHost.readUntil(shell.output(), "got6");
        }
    }

    @Test
    void commandOnATerminalHasOneStreamAndTheExactStatus() throws Exception {
        try (HostProcess process = host.spawner
                .spawn(host.onTerminal(new Command.ShellLine("echo out; echo err >&2; exit 9")), "")) {
            assertTrue(process.error().isEmpty());
            String text = new String(process.output().readAllBytes(),
                    StandardCharsets.UTF_8);
            assertEquals("out\r\nerr\r\n", text);
            assertEquals(new Exit.Status(9), process.awaitExit());
        }
    }

    @Test
    void closingTheTerminalHangsTheShellUp() throws Exception {
        HostProcess shell = shell();
        shell.close();
        assertTrue(shell.awaitExit(OnHost.SOON).isPresent());
    }
}
