package io.sallyport.agent.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The chain of programs between {@code posix_spawn} and the engineer's program. The texts of both
 * shell scripts are constants; values reach them as positional arguments only, so that nothing a
 * person can choose is ever parsed as a command here.
 *
 * <pre>
 * sh: join the cage, loginuid, umask, limits     (as the agent's user, with a fixed environment)
 *   setpriv: uid, gid, groups, capabilities      (only when the agent is root)
 *     env -i NAME=VALUE...                       (from here on as the account)
 *       sh: cd "$HOME" || cd /
 *         the program
 * </pre>
 *
 * <p>The engineer's variables are set after the drop: as root, even a locale's name can make the C
 * library load a file of the engineer's choice.
 */
final class Preamble {
    /** A process that cannot enter its cage could not be ended for sure, so it must not run: status 125. */
    private static final String BEFORE_DROP = """
            cage=$1 uid=$2
            shift 2
            umask 022
            ulimit -c 0
            ulimit -S -n 1024 2>/dev/null
            if [ -n "$cage" ]; then
              echo $$ >"$cage" || exit 125
            fi
            { echo "$uid" >/proc/self/loginuid; } 2>/dev/null
            { echo 0 >/proc/self/oom_score_adj; } 2>/dev/null
            exec "$@"
            """;
    /** A home on a network disk may be readable by the account only, hence after the drop. */
    private static final String AFTER_DROP = """
            cd "$HOME" 2>/dev/null || cd /
            exec "$@"
            """;
    /** The only portable way to choose argv[0]; {@code $0} is that name and {@code $1} the shell. */
    private static final String WITH_NAME = "exec -a \"$0\" \"$1\"";
    private static final String NAME = "sallyport";

    private final String shell;
    private final String env;
    private final String setpriv;
    private final String bash;

    private Preamble(String shell, String env, String setpriv, String bash) {
        this.shell = shell;
        this.env = env;
        this.setpriv = setpriv;
        this.bash = bash;
    }

    /**
     * Finds the programs of the chain in the system's own folders.
     *
     * @param root whether privileges are to be dropped
     * @throws HostException one of them is absent
     */
    static Preamble locate(boolean root) {
        return new Preamble(require("sh"), require("env"), root ? require("setpriv") : "", find("bash"));
    }

    /** The environment in which the chain starts: nothing an engineer can choose. */
    static List<String> startEnvironment(SpawnRequest request) {
        return List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "SALLYPORT_SESSION=" + request.session().value());
    }

    /** @param cage file to join, or empty */
    List<String> argv(SpawnRequest request, Map<String, String> environment, String cage) {
        LocalAccount account = request.account();
        List<String> argv = new ArrayList<>(
                List.of(shell, "-c", BEFORE_DROP, NAME, cage, Long.toString(account.uid())));
        if (!setpriv.isEmpty()) {
            argv.addAll(drop(account, request.elevation()));
        }
        argv.addAll(List.of(env, "-i"));
        environment.forEach((name, value) -> argv.add(name + "=" + value));
        argv.addAll(List.of(shell, "-c", AFTER_DROP, NAME));
        argv.addAll(program(request.command(), account.shell()));
        return argv;
    }

    private List<String> drop(LocalAccount account, SpawnRequest.Elevation elevation) {
        List<String> drop = new ArrayList<>(
                List.of(setpriv, "--reuid", Long.toString(account.uid()), "--regid",
                        Long.toString(account.gid()), "--init-groups"));
        if (!account.root()) {
            drop.addAll(switch (elevation) {
                case BARRED -> List.of("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs");
                case AS_THE_HOST_ALLOWS -> List.of("--inh-caps=-all");
            });
        }
        drop.add("--");
        return drop;
    }

    private List<String> program(Command command, String userShell) {
        return switch (command) {
            case Command.LoginShell _ -> loginShell(userShell);
            case Command.ShellLine(String line) -> List.of(userShell, "-c", line);
            case Command.Program(List<String> argv) -> argv;
        };
    }

    /** Where there is no bash to set argv[0], "-l" asks most shells for the same. */
    private List<String> loginShell(String userShell) {
        String dashed = "-" + userShell.substring(userShell.lastIndexOf('/') + 1);
        return bash.isEmpty() ? List.of(userShell, "-l") : List.of(bash, "-c", WITH_NAME, dashed, userShell);
    }

    private static String require(String program) {
        String path = find(program);
        if (path.isEmpty()) {
            throw new HostException("this host lacks the program " + program);
        }
        return path;
    }

    /** Not by PATH: only folders that root alone can write. Empty when absent. */
    private static String find(String program) {
        return List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/").stream()
                .map(folder -> folder + program)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst().orElse("");
    }
}
