package io.sallyport.agent;

import io.sallyport.policies.grant.CeilingText;
import io.sallyport.wire.Hangup;
import io.sallyport.wire.Mode;
import io.sallyport.wire.text.Logging;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program that runs on a target. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(name = "agent", mixinStandardHelpOptions = true, description = "Serves engineers on this host; dials out to its broker.", subcommands = {
        AgentMain.Enrol.class, AgentMain.Run.class, AgentMain.Status.class, AgentMain.Limits.class})
public final class AgentMain {

    public static void main(String[] arguments) {
        Logging.install();
        CommandLine line = new CommandLine(new AgentMain());
        line.setExecutionExceptionHandler((failure, command, result) -> {
            if (failure instanceof AgentProblem || failure instanceof IOException) {
                command.getErr().println(
                        Sanitize.terminal(String.valueOf(failure.getMessage())).replace("\\n", "\n"));
                return failure instanceof AgentProblem problem ? problem.exitCode() : 1;
            }
            throw failure;
        });
        System.exit(line.execute(arguments));
    }

    private static final class Options {
        @Option(names = "--dir", required = true, paramLabel = "D", description = "the agent's folder")
        private @Nullable Path folder;

        @Option(names = "--mode", paramLabel = "MODE", description = "production (the default) or demo")
        private @Nullable String mode;

        AgentFolder folder() {
            if (folder == null) {
                throw new IllegalStateException("a required option");
            }
            return new AgentFolder(folder.toAbsolutePath().normalize());
        }

        Optional<Mode> mode() {
            String wanted = mode;
            if (wanted == null) {
                return Optional.empty();
            }
            return switch (wanted.toLowerCase(Locale.ROOT)) {
                case "production" -> Optional.of(Mode.PRODUCTION);
                case "demo" -> Optional.of(Mode.DEMO);
                default -> throw new AgentProblem(2, "--mode is production or demo");
            };
        }
    }

    @Command(name = "enrol", mixinStandardHelpOptions = true, description = "Makes this host known to a broker. Keys are made here; only their public halves leave the host.")
    static final class Enrol implements Callable<Integer> {
        @CommandLine.Mixin
        private final Options options = new Options();

        @Option(names = "--token-file", paramLabel = "F", description = "file with the join token, mode 0600; without: standard input")
        private @Nullable Path token;

        @Option(names = "--target", paramLabel = "NAME", description = "name of this target; without: the one the token was made for")
        private @Nullable String target;

        @Override
        public Integer call() throws IOException {
            new AgentEnrolment(options.folder(), new SecureRandom(), InstantSource.system())
                    .enrol(Optional.ofNullable(token), Optional.ofNullable(target),
                            options.mode().orElse(Mode.PRODUCTION));
            return 0;
        }
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = "Serves engineers until it is told to stop (SIGTERM). SIGHUP reads the ceiling again, also for sessions that run.")
    static final class Run implements Callable<Integer> {
        @CommandLine.Mixin
        private final Options options = new Options();

        @Override
        public Integer call() throws IOException, InterruptedException {
            Agent agent = Agent.open(options.folder(), options.mode(), new SecureRandom(),
                    InstantSource.system(),
                    System::nanoTime);
            Runtime.getRuntime().addShutdownHook(new Thread(agent::stop, "stop"));
            Hangup.onSignal(agent::reload);
            agent.start();
            agent.awaitStopped();
            return 0;
        }
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Says what this agent is, and what waits in its spool.")
    static final class Status implements Callable<Integer> {
        @CommandLine.Mixin
        private final Options options = new Options();

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (spec == null) {
                throw new IllegalStateException("called without its command");
            }
            AgentStatus.lines(options.folder()).forEach(spec.commandLine().getOut()::println);
            return 0;
        }
    }

    @Command(name = "ceiling", mixinStandardHelpOptions = true, description = "Reads the ceiling file and says what it leaves of every grant, or everything that is wrong with it. Changes nothing; a running agent takes it over at SIGHUP.")
    static final class Limits implements Callable<Integer> {
        @CommandLine.Mixin
        private final Options options = new Options();

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (spec == null) {
                throw new IllegalStateException("called without its command");
            }
            CeilingText.lines(HostCeiling.read(options.folder().ceiling()).ceiling())
                    .forEach(spec.commandLine().getOut()::println);
            return 0;
        }
    }

    private AgentMain() {}
}
