package io.sallyport.agent.host;

import java.util.List;

/** What to run as the account. */
public sealed interface Command {
    /** The account's own shell as a login shell: its argv[0] starts with a dash. */
    record LoginShell() implements Command {}

    /** {@code shell -c line}, as OpenSSH runs it; {@code line} is handed over as it is. */
    record ShellLine(String line) implements Command {
        public ShellLine {
            requireNoNul(line);
        }
    }

    /** A fixed program without a shell; {@code argv.getFirst()} is an absolute path. */
    record Program(List<String> argv) implements Command {
        public Program {
            argv = List.copyOf(argv);
            if (argv.isEmpty() || !argv.getFirst().startsWith("/")) {
                throw new IllegalArgumentException("a program is named by its absolute path");
            }
            argv.forEach(Command::requireNoNul);
        }
    }

    private static void requireNoNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a command cannot hold a NUL character");
        }
    }
}
