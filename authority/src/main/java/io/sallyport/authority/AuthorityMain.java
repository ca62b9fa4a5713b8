package io.sallyport.authority;

import io.sallyport.evidence.log.JournalException;
import io.sallyport.wire.signing.AuthorityException;
import io.sallyport.wire.text.Logging;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code sallyport authority}. The only place that makes clocks and randomness. */
@Command(name = "authority", mixinStandardHelpOptions = true, versionProvider = AuthorityVersion.class, description = "The process that holds the CA keys and signs short-lived certificates.", subcommands = {
        InitCommand.class, RunCommand.class, UnsealCommand.class, SealCommand.class,
        StatusCommand.class}, footer = {"",
                "Exit codes: 0 done, 1 refused, 2 wrong use or configuration, 3 not running, try later.", "",
                "Examples:", "  sallyport authority init --dir authority",
                "  sallyport authority run --dir authority", "  sallyport authority unseal --dir authority",
                "  sallyport authority status --dir authority"})
public final class AuthorityMain {
    private AuthorityMain() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Logging.install();
        var passphrases = new Passphrases(System.console(), System.getenv("CREDENTIALS_DIRECTORY"));
        var around = new Authority.Surroundings(InstantSource.system(), System::nanoTime, new SecureRandom());
        System.exit(run(arguments, passphrases, around, System.out, System.err));
    }

    static int run(String[] arguments, Passphrases passphrases, Authority.Surroundings around,
            PrintStream out,
            PrintStream err) {
        var commands = new Commands(passphrases, around, out, err);
        var line = new CommandLine(new AuthorityMain(), commands);
        line.setOut(new PrintWriter(out, true, out.charset()))
                .setErr(new PrintWriter(err, true, err.charset()));
        line.setExecutionExceptionHandler((problem, _, _) -> report(problem, err));
        return line.execute(arguments);
    }

    private static int report(Exception problem, PrintStream err) throws Exception {
        int code = switch (problem) {
            case WrongPassphraseException _ -> ExitCode.REFUSED;
            case AuthorityException _ -> ExitCode.TRY_LATER;
            case IOException _,JournalException _ -> ExitCode.WRONG_USE;
            default -> throw problem;
        };
        err.println("authority: " + Sanitize.terminal(String.valueOf(problem.getMessage())));
        return code;
    }
}
